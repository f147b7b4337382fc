"""Readings as a syllabus names them: by whom, when, where it appeared, and the address to find it by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from api.tasks.records import citable
from graph.exports.works import works_by_iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Work
    from graph.store import Store
    from queries.result import Thing

_NAMED = 3
"""Authors who are named; of more the first."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A work with its authors, year and what it appeared in, "" or None where unknown; `address` is its DOI's, else its IRI.

    `citable`: reference managers are given an entry of it.
    """

    work: Thing
    authors: str
    year: int | None
    within: str
    address: str
    citable: bool

    @property
    def about(self) -> str:
        """What stands beside the title: `Ada Counter and Bo Desk, 2011. Journal of Counters 4(2), 1–19`."""
        made = ", ".join(part for part in (self.authors, str(self.year or "")) if part)
        return ". ".join(part for part in (made.rstrip("."), self.within) if part)


def readings(store: Store, listed: Iterable[Thing]) -> list[Reading]:
    """These works in their order; what is no work of the graph is left out."""
    named = {one.id: one for one in listed}
    found = works_by_iri(store, list(named))
    return [Reading(named[iri], _authors(work), work.year, _within(work), _address(iri, work), citable(work)) for iri, work in found]


def _authors(work: Work) -> str:
    names = [who.name for who in work.authors or work.editors if who.name] or work.authors_as_printed[:1]
    if len(names) > _NAMED:
        return f"{names[0]} et al."
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


def _within(work: Work) -> str:
    """`Journal 4(2), 1–19`, `In Book, 1–19`, or who published it."""
    if work.venue and work.venue.title:
        issue = f"{work.volume}({work.issue})" if work.volume and work.issue else work.volume or work.issue
        container = f"{work.venue.title} {issue}".strip()
    elif work.part_of and work.part_of.title:
        container = f"In {work.part_of.title}"
    else:
        container = work.publisher
    return ", ".join(part for part in (container, work.pages or work.article_number) if part)


def _address(iri: str, work: Work) -> str:
    # a DOI may hold what ends a link: `<`, `>`, `#`
    return f"https://doi.org/{quote(work.doi, safe='/:;()')}" if work.doi else iri
