"""Names of people in many scripts and orders: one name's forms agree, other names do not, and no likeness of letters joins anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from little import Contributor, Venue, Work, capture, put

from graph.opening import open_store
from graph.statements.names import compatible, family_keys, name_keys, split_name
from graph.store import RESOLVED
from ontology import terms

WORDS = ["Anna", "Björk", "Chiara", "Dmitri", "Élise", "Fatima", "Gökçe", "Håkon", "Ιωάννα", "Ольга", "ليلى", "小明", "민준", "Łucja"]
FAMILIES = [
    "Smith",
    "Møller",
    "Müller",
    "O'Brien",
    "García Márquez",
    "van der Berg",
    "Иванова",
    "Παπαδοπούλου",
    "الخوري",
    "陳",
    "김",
    "Smith-Jones",
]
ORCIDS = ["0000-0002-1825-0097", "0000-0002-1694-233X"]


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), st.sampled_from(FAMILIES))
def test_the_forms_of_one_name_agree(words: list[str], family: str) -> None:
    whole = name_keys(" ".join(words), family)
    for given_names in (
        " ".join(words),
        "-".join(words),
        " ".join(f"{word[0]}." for word in words),
        "".join(f"{word[0]}." for word in words),
    ):
        other = name_keys(given_names, family.upper() if family.isascii() else family)
        assert whole.family & other.family
        assert compatible(whole.given, other.given), given_names
        assert compatible(other.given, whole.given)


@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(FAMILIES))
def test_other_given_names_do_not_agree(one: str, other: str, family: str) -> None:
    agree = compatible(name_keys(one, family).given, name_keys(other, family).given)
    assert agree is (one == other)


@given(st.sampled_from(FAMILIES), st.sampled_from(FAMILIES))
def test_other_family_names_share_no_spelling(one: str, other: str) -> None:
    assert bool(family_keys(one) & family_keys(other)) is (one == other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Møller", "Moeller"),
        ("Müller", "Muller"),
        ("Müller", "Mueller"),
        ("Straße", "Strasse"),
        ("O’Brien", "O'Brien"),
        ("ÅNGSTRÖM", "Angstrom"),
    ],
)
def test_two_spellings_of_one_family_name(one: str, other: str) -> None:
    assert family_keys(one) & family_keys(other)


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Ludwig van der Berg", ("Ludwig", "van der Berg")),
        ("Berg, Ludwig van der", ("Ludwig van der", "Berg")),
        ("José da Silva", ("José", "da Silva")),
        ("Smith-Jones, A. B.", ("A. B.", "Smith-Jones")),
        ("Plato", ("", "Plato")),
    ],
)
def test_undivided_names(printed: str, parts: tuple[str, str]) -> None:
    assert split_name(printed) == parts


def people(*authors: Contributor) -> int:
    """How many persons there are when each is the author of a work of their own in one journal, each in a capture of its own."""
    store = open_store(":memory:")
    for number, author in enumerate(authors):
        work = Work(kind="article", title=f"On matter {number} of the halls", year=2001, authors=[author], venue=Venue("Acta Publica"))
        put(store, (capture(f"page {number}"), [work]))
    return sum(1 for _ in store.select(f"SELECT DISTINCT ?x {{ ?x a <{terms.PERSON}> }}", graph=RESOLVED))


def who(given_names: str, family: str, orcid: str = "") -> Contributor:
    return Contributor(family=family, given=given_names, orcid=orcid)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_full_name_in_any_script_is_joined_where_something_stands_beside_it(family: str) -> None:
    assert people(who("Ольга", family), who("Ольга", family)) == 1
    assert people(who("О.", family), who("О.", family)) == 2  # initials never are


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Olga", "Ivanova"), ("Ольга", "Иванова")),
        (("Ioanna", "Papadopoulou"), ("Ιωάννα", "Παπαδοπούλου")),
        (("Layla", "al-Khoury"), ("ليلى", "الخوري")),
        (("Xiaoming", "Chen"), ("小明", "陳")),
        (("Wei", "Chen"), ("Chen", "Wei")),
    ],
)
def test_another_script_or_order_alone_joins_nobody(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert people(who(*one), who(*other)) == 2


def test_an_orcid_decides() -> None:
    assert people(who("Olga", "Ivanova", ORCIDS[0]), who("Ольга", "Иванова", ORCIDS[0])) == 1
    assert people(who("Olga", "Ivanova", ORCIDS[0]), who("Olga", "Ivanova", ORCIDS[1])) == 2


def test_one_full_name_divided_in_two_ways_is_found_by_whichever_comes_second() -> None:
    one, other = who("Liadys Mora", "Lagares"), who("Liadys", "Mora Lagares")
    assert people(one, other) == people(other, one) == 1
