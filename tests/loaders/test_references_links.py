"""Citations and the graph: a printed reference becomes the work it names, and never one that is only like it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest
from little import Venue, Work, capture, person, put

from graph.opening import open_store
from graph.store import RESOLVED
from loaders.reading.references import parse_many
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Article:
    """What a reference to an article prints."""

    family: str = "Quist"
    given: str = "Ada"
    year: int = 2009
    title: str = "Waiting rooms and local trust in Norway"
    journal: str = "Acta Publica"
    volume: str = "14"
    issue: str = "2"
    pages: str = "101–125"


ARTICLES = (
    Article(),
    Article("Vale", "Thomas", 2014, "Counting what counts: Audits of small towns, part 1", "Journal of Town Finance", "31", "4", "12–40"),
    Article(
        "Öztürk",
        "Leyla",
        1998,
        "Steuerung ohne Mitte: Kommunen zwischen Aufsicht und Markt",
        "Archiv für Verwaltungslehre",
        "40",
        "1",
        "77–98",
    ),
    Article(
        "Berger-Lind",
        "Ingrid",
        2003,
        "Does decentralization pay? Evidence from 27 districts",
        "Public Budgets Quarterly",
        "8",
        "3",
        "210–233",
    ),
)
BOOK = Work(
    kind="book", title="Steering the Shallow State", authors=[person("Ada Quist")], year=2011, publisher="Harbour Press", edition="2nd ed."
)


def _initials(one: Article) -> str:
    return f"{one.given[0]}."


STYLES: dict[str, Callable[[Article], str]] = {
    "APA": lambda a: f"{a.family}, {_initials(a)} ({a.year}). {a.title}. {a.journal}, {a.volume}({a.issue}), {a.pages}.",
    "Chicago": lambda a: f"{a.family}, {a.given}. {a.year}. “{a.title}.” {a.journal} {a.volume} ({a.issue}): {a.pages}.",
    "German": lambda a: f"{a.family}, {a.given} ({a.year}): {a.title}. In: {a.journal}, {a.volume}. Jg., H. {a.issue}, S. {a.pages}.",
    "Vancouver": lambda a: f"{a.family} {a.given[0]}. {a.title}. {a.journal}. {a.year};{a.volume}({a.issue}):{a.pages}.",
    "IEEE": lambda a: f"{_initials(a)} {a.family}, “{a.title},” {a.journal}, vol. {a.volume}, no. {a.issue}, pp. {a.pages}, {a.year}.",
}
OTHERS: dict[str, Callable[[Article], Article]] = {
    "another year, volume and page": lambda a: replace(a, year=a.year + 4, volume=str(int(a.volume) + 4), pages="301–322"),
    "another author": lambda a: replace(a, family="Hagen", given="Mona"),
    "an author of one more letter": lambda a: replace(
        a, family=a.family + "s", given="Olaf", year=a.year + 1, journal="Beta Studies Annual"
    ),
    "another place": lambda a: replace(
        a, title=a.title.replace("Norway", "Denmark").replace("towns", "schools").replace("27", "31").replace("Kommunen", "Länder")
    ),
    "another part": lambda a: replace(a, title=f"{a.title.removesuffix(', part 1')}, part 2", pages="330–351"),
    "a reply": lambda a: replace(a, title=f"{a.title}: A reply", volume=str(int(a.volume) + 1)),
    "a review of it": lambda a: replace(a, family="Hagen", given="Mona", title=f"Review of “{a.title}”"),
    "another title": lambda a: replace(a, title="Rural post offices after the merger", pages="9–30"),
    "another journal": lambda a: replace(a, journal="Beta Studies Annual", volume="3", issue="1", pages="5–9"),
    "another volume and page": lambda a: replace(a, volume=str(int(a.volume) + 9), pages="401–409"),
    "only the title's beginning": lambda a: replace(a, title=" ".join(a.title.split()[:3]), volume="2", pages="1–8", year=a.year - 2),
}
BOOKS = {
    "another edition": "Quist, Ada. 2016. Steering the Shallow State. 3rd ed. Oslo: Harbour Press.",
    "another author": "Hagen, Mona (2011): Steering the Shallow State. Bergen: Fjord Verlag.",
    "its chapter": "Quist, A. (2011). Steering the shallow state. In M. Hagen (Ed.), Handbook of water (pp. 3–21). Oslo: Harbour Press.",
    "its review": "Hagen, M. (2012). Steering the Shallow State [Review of the book by A. Quist]. Acta Publica, 17(1), 88–90.",
    "a near title": "Quist, Ada (2011). Steering the Hollow State. Oslo: Harbour Press.",
    "a longer title": "Quist, Ada. 2013. Steering the Shallow State Again: Ten Years Later. Oslo: Harbour Press.",
    "a thesis": "Quist, A. (2004). Ministries that steer [Unpublished Ph.D. thesis]. University of Oslo.",
}


def linked(*strings: str) -> int:
    """How many of the library's works a page that prints these references cites."""
    library = [
        Work(
            kind="article",
            title=a.title,
            authors=[person(f"{a.given} {a.family}")],
            year=a.year,
            venue=Venue(a.journal),
            volume=a.volume,
            issue=a.issue,
            pages=a.pages,
        )
        for a in ARTICLES
    ]
    page = Work(kind="article", title="A page that cites", authors=[person("Eve Hill")], year=2020, references=parse_many(strings))
    store = open_store(":memory:")
    put(store, (capture("library"), [*library, replace(BOOK)]), (capture("page"), [page]))
    rows = store.select(
        f"SELECT DISTINCT ?cited {{ ?page <{terms.CITES}> ?cited . ?cited <{terms.DESCRIBED_IN}> ?source . "
        f"?source <http://www.w3.org/2000/01/rdf-schema#label> 'library' }}",
        graph=RESOLVED,
    )
    return sum(1 for _ in rows)


@pytest.mark.parametrize("style", STYLES)
def test_a_reference_is_the_work_it_names(style: str) -> None:
    assert linked(*(STYLES[style](one) for one in ARTICLES)) == len(ARTICLES)


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("style", STYLES)
def test_a_reference_is_no_work_that_is_only_like_it(style: str, other: str) -> None:
    assert linked(*(STYLES[style](OTHERS[other](one)) for one in ARTICLES)) == 0


@pytest.mark.parametrize("other", BOOKS)
def test_a_reference_is_no_book_that_is_only_like_it(other: str) -> None:
    assert linked(BOOKS[other]) == 0


def test_a_book_is_found_under_its_title() -> None:
    assert linked("Quist, A. (2011): Steering the shallow state, 2. Aufl., Oslo: Harbour Press.") == 1
