"""Identifiers in every printed form have one normal form or none; names and keys follow stated rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.identify import doi_key, key_of, kind_of, normal_doi, normal_isbn, normal_issn, normal_orcid, normal_title, slug, thing
from graph.statements.names import compatible, name_keys, split_name


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("10.5555/Abc.7", "10.5555/abc.7"),
        ("DOI10.5555/abc.7", "10.5555/abc.7"),
        ("doi: 10.5555/abc.7.", "10.5555/abc.7"),
        ("https://doi.org/10.5555%2Fabc.7?from=list", "10.5555/abc.7"),
        ("http://dx.doi.org/10.5555/abc.7#top", "10.5555/abc.7"),
        ("(see 10.5555/abc(7))", "10.5555/abc(7)"),
        ("10.1002/(SICI)1099-1379(199809)19:5<499::AID-JOB1>3.0.CO;2-9", "10.1002/(sici)1099-1379(199809)19:5<499::aid-job1>3.0.co;2-9"),
        ("10.5555/0012-9658(2002)083[2394:QDOHTM]2.0.CO;2", "10.5555/0012-9658(2002)083[2394:qdohtm]2.0.co;2"),
        ("https://doi.org/10.5555/0012-9658(2002)083%5B2394:QDOHTM%5D2.0.CO;2", "10.5555/0012-9658(2002)083[2394:qdohtm]2.0.co;2"),
        ("[10.5555/0012-9658(2002)083] and [3:4]", "10.5555/0012-9658(2002)083"),
        ("10.5/abc", ""),
        ("10.5555/", ""),
        ("version 10.4 of 2010", ""),
        ("", ""),
    ],
)
def test_doi(printed: str, normal: str) -> None:
    assert normal_doi(printed) == normal


@pytest.mark.parametrize(
    ("printed", "normal"),
    [("ISSN 0378-5955", "0378-5955"), ("03785955", "0378-5955"), ("2434-561x", "2434-561X"), ("0378-5954", ""), ("103785955", "")],
)
def test_issn_has_a_right_check_digit(printed: str, normal: str) -> None:
    assert normal_issn(printed) == normal


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("ISBN 0-306-40615-2", "9780306406157"),
        ("978-0-306-40615-7 (pbk)", "9780306406157"),
        ("ISBN-13: 978 0 306 40615 7", "9780306406157"),
        ("080442957X", "9780804429573"),
        ("9780306406158", ""),
        ("12345", ""),
    ],
)
def test_isbn_becomes_thirteen_digits(printed: str, normal: str) -> None:
    assert normal_isbn(printed) == normal


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("https://orcid.org/0000-0002-1825-0097", "0000-0002-1825-0097"),
        ("0000-0002-1694-233x", "0000-0002-1694-233X"),
        ("0000-0002-1825-0098", ""),
    ],
)
def test_orcid_has_a_right_check_digit(printed: str, normal: str) -> None:
    assert normal_orcid(printed) == normal


@given(st.text())
def test_no_text_breaks_the_normal_forms(text: str) -> None:
    for normal in (normal_doi, normal_issn, normal_isbn, normal_orcid):
        once = normal(text)
        assert normal(once) == once
    assert normal_title(normal_title(text)) == normal_title(text)


@given(st.text(min_size=1))
def test_a_slug_is_one_lower_case_segment(text: str) -> None:
    made = slug(text)
    assert "/" not in made
    assert " " not in made
    assert slug(made) == made
    assert bool(made) == bool(text.strip())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("New Public Management", "new-public-management"),
        ("École d’administration", "ecole-d-administration"),
        ("Citizens’ Charter & other’s things", "citizens-charter-others-things"),
        ("行政改革", "行政改革"),
        ("Møller", "moller"),
    ],
)
def test_slug(text: str, made: str) -> None:
    assert slug(text) == made


def test_kind_and_key_lead_back() -> None:
    iri = thing("work", doi_key("10.5555/abc"))
    assert iri.endswith("/id/work/10.5555%2Fabc")
    assert (kind_of(iri), key_of(iri)) == ("work", "10.5555%2Fabc")
    assert thing("organisation", "a b<c>").endswith("/a%20b%3Cc%3E")
    assert kind_of("https://example.org/id/work/x") == ""


def test_transliterations_share_a_spelling_and_different_letters_do_not() -> None:
    full = [name_keys(given, "Olsen").full for given in ("Bjørn", "Bjoern", "Bjorn", "Björn")]
    assert all(full[0] & other for other in full)
    assert not full[1] & full[2]
    assert not name_keys("Michael", "Novak").full & name_keys("Michal", "Novak").full


def test_initials_are_no_full_name() -> None:
    assert name_keys("J. E.", "Marsh").full == frozenset()
    assert name_keys("JE", "Marsh").given == ("j", "e")
    assert name_keys("Jane E.", "Marsh").full == {"jane e marsh"}
    assert name_keys("Jean-Paul", "O’Neill").full == {"jean paul oneill"}


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (("jane",), ("j",), True),
        (("jane", "e"), ("jane",), True),
        (("jane", "e"), ("jane", "f"), False),
        (("jane",), ("joan",), False),
        ((), ("jane",), False),
    ],
)
def test_given_names_that_agree(one: tuple[str, ...], other: tuple[str, ...], agree: bool) -> None:
    assert compatible(one, other) is agree


def test_an_undivided_name_is_divided() -> None:
    assert split_name("Jan van der Berg") == ("Jan", "van der Berg")
    assert split_name("Marsh, Jane") == ("Jane", "Marsh")
    assert split_name("Plato") == ("", "Plato")
