"""A record that a service offers is taken only where title, year and authors say that it is the work."""

from __future__ import annotations

import pytest

from graph.record import Contributor, Work
from loaders.connectors.verification import chosen, difference, disputed


def work(
    title: str = "Counters that people share in small towns", year: int | None = 2011, people: str = "Brook, Ada; Vale, Tom", **more: str
) -> Work:
    made = Work(title=title, year=year, **more)
    for name in filter(None, people.split("; ")):
        family, _, given = name.partition(", ")
        made.authors.append(Contributor(family=family, given=given))
    return made


@pytest.mark.parametrize(
    "offered",
    [
        work(),
        work("COUNTERS that people share — in small towns."),
        work("Counters that people share in small towns: A study of Northmark"),
        work(people="Brook, A.; Vale, T."),
        work(people="Brook, Ada"),
        work(people="Brook, Ada; Vale, Tom; Third, Ann"),
        work(volume="4"),
    ],
    ids=["itself", "other signs", "a subtitle more", "initials", "one author", "an author more", "a volume"],
)
def test_the_same_work(offered: Work) -> None:
    assert difference(work(), offered) == ""
    assert difference(offered, work()) == ""


@pytest.mark.parametrize(
    "offered",
    [
        work("Counters that people share in large towns"),
        work("Counters that people share in small towns, part 2"),
        work(year=2013),
        work(year=2012),
        work(year=None),
        work(people="Vale, Tom; Brook, Ada"),
        work(people="Brook, Eve; Vale, Tom"),
        work(people="Brook, Ada; Other, Ann; Third, Bo; Fourth, Cy"),
        work(people=""),
        work(title=""),
    ],
    ids=["title", "part", "year", "a year on", "no year", "order", "given name", "others", "nobody", "no title"],
)
def test_another_work_or_one_that_cannot_be_known(offered: Work) -> None:
    one = work(people="Brook, Ada; Vale, Tom; Dee, Al; Eff, Jo")
    assert difference(one if len(offered.authors) == 4 else work(), offered)


def test_pages_of_another_place_are_another_printing() -> None:
    assert difference(work(volume="4", pages="5-9"), work(volume="4", pages="5-11")) == ""
    assert difference(work(volume="4", pages="5-9"), work(volume="6", pages="5-9"))
    assert difference(work(volume="4", pages="5-9"), work(year=2012, volume="4", pages="5-9")) == ""  # online first


def test_of_two_that_fit_none_is_taken() -> None:
    first, second = work(doi="10.5555/a"), work(doi="10.5555/b")
    assert chosen(work(), [first, work("Another title of some length")]) == (first, "")
    found, why = chosen(work(), [first, second])
    assert found is None
    assert "2 records fit" in why
    assert chosen(work(), []) == (None, "no record is offered")


def test_a_slip_in_a_doi_is_noticed() -> None:
    assert disputed(work(), work("On the migration of birds", people="Gull, Ina"))
    assert not disputed(work(), work("Counters people share", people="Gull, Ina"))
    assert not disputed(work(), work("A translated title", people="Brook, A."))
    assert not disputed(work(title=""), work())
