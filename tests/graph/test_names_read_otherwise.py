"""Names in other scripts, in another order, doubled or with a suffix make candidates with a reason, and join nobody."""

from __future__ import annotations

import pytest
from hypothesis import given as holds
from hypothesis import strategies as st
from little import Contributor, Work, capture, put

from graph.decisions.curation import doubts
from graph.linkage import romanisation
from graph.linkage.name_readings import DOUBLE, ORDER, PARTICLE, SCRIPT, SUFFIX, readings
from graph.opening import open_store
from graph.store import RESOLVED, Store
from ontology import terms

LETTERS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


def two(one: Contributor, other: Contributor) -> Store:
    """A store with a work of each in a capture of its own."""
    store = open_store(":memory:")
    titles = ("The keys of a small archive", "Fees for anglers in nine provinces")
    for title, who in zip(titles, (one, other), strict=True):
        put(store, (capture(title), [Work(kind="article", title=title, year=2001, authors=[who])]))
    return store


def reasons(store: Store) -> list[str]:
    return [f"{doubt.rule}: {doubt.evidence}" for doubt in doubts(store) if "/person/" in doubt.first]


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        (Contributor("Иванова", "Анна"), Contributor("Ivanova", "Anna"), SCRIPT),
        (Contributor("Щербаков", "Ю."), Contributor("Shcherbakov", "Yuri"), SCRIPT),
        (Contributor("Достоевский", "Фёдор"), Contributor("Dostoevsky", "Fyodor"), SCRIPT),
        (Contributor("Παπαδόπουλος", "Γιώργος"), Contributor("Papadopoulos", "Giorgos"), SCRIPT),
        (Contributor("王", "小明"), Contributor("Wang", "Xiaoming"), SCRIPT),
        (Contributor(literal="王小明"), Contributor("Wang", "Xiao-Ming"), SCRIPT),
        (Contributor("حسين", "محمد"), Contributor("Hussein", "Mohamed"), SCRIPT),
        (Contributor(literal="أحمد المصري"), Contributor("al-Masri", "Ahmed"), SCRIPT),
        (Contributor("Chen", "Qun"), Contributor("Qun", "Chen"), ORDER),
        (Contributor("Nguyen", "Van"), Contributor("Van", "Nguyen"), ORDER),
        (Contributor("Müller-Schmidt", "Anna"), Contributor("Müller", "Anna"), DOUBLE),
        (Contributor("García Márquez", "Gabriel"), Contributor("García", "Gabriel"), DOUBLE),
        (Contributor("van der Berg", "Jan"), Contributor("Berg", "J."), PARTICLE),
        (Contributor("Smith Jr.", "John"), Contributor("Smith", "John A."), SUFFIX),
    ],
)
def test_a_name_read_otherwise_makes_a_candidate(one: Contributor, other: Contributor, how: str) -> None:
    for store in (two(one, other), two(other, one)):
        assert len(list(store.select(f"SELECT ?x {{ ?x a <{terms.PERSON}> }}", graph=RESOLVED))) == 2
        (reason,) = reasons(store)
        assert how in reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Contributor("Иванов", "Иван"), Contributor("Petrov", "Ivan")),
        (Contributor("Иванов", "Иван"), Contributor("Ivanov", "Pyotr")),
        (Contributor("Müller-Schmidt", "Anna"), Contributor("Schmidt", "A.")),
        (Contributor("Smith Jr.", "John"), Contributor("Smith Sr.", "John")),
        (Contributor("王", "小明"), Contributor("Wang", "Lei")),
        (Contributor("Marsh", "Jane"), Contributor("Jane", "Marsh")),
    ],
)
def test_other_names_make_none(one: Contributor, other: Contributor) -> None:
    assert reasons(two(one, other)) == []


def test_two_orcids_are_two_persons_in_any_script() -> None:
    one = Contributor("Иванова", "Анна", orcid="0000-0002-1825-0097")
    other = Contributor("Ivanova", "Anna", orcid="0000-0002-1694-233X")
    assert reasons(two(one, other)) == []


def test_one_orcid_is_one_person_in_any_script() -> None:
    one = Contributor("Иванова", "Анна", orcid="0000-0002-1825-0097")
    other = Contributor("Ivanova", "Anna", orcid="0000-0002-1825-0097")
    assert len(list(two(one, other).select(f"SELECT DISTINCT ?x {{ ?x a <{terms.PERSON}> }}", graph=RESOLVED))) == 1


@pytest.mark.parametrize(
    ("name", "spelt"),
    [("Ющенко", "yushchenko"), ("Жуков", "zhukov"), ("Χατζής", "hatzis"), ("欧阳", "ouyang"), ("吕", "lu"), ("الهاشمي", "hashemi")],
)
def test_family_names_in_latin_letters(name: str, spelt: str) -> None:
    assert spelt in romanisation.families(name)


def test_what_no_list_knows_has_no_spelling() -> None:
    assert romanisation.families("龘") == frozenset()
    assert romanisation.given("龘") == frozenset()


@holds(LETTERS, LETTERS)
def test_any_name_can_be_read(given: str, family: str) -> None:
    assert all(reading.family for reading in readings(given, family))
