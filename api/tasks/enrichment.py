"""Works of the store that lack a DOI, authors or ORCID iDs → what services say of them, as captures of those services.

A record found by its title is taken only where title, year and authors agree; a record found by the work's own DOI only where they do not
speak against it. Whether it is the same work is then decided as for every other capture.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from api.tasks.answered import Answered
from graph.errors import InputError, LaterError
from loaders.connectors.crossref import Crossref
from loaders.connectors.openalex import OpenAlex
from loaders.connectors.orcid import Orcid, is_author
from loaders.connectors.verification import chosen, disputed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from api.settings import Settings
    from graph.record import Work
    from loaders.connectors.answers import Answer
    from loaders.connectors.client import Client

SERVICES = ("crossref", "openalex", "orcid")
MOST_FAILURES = 3
"""Failures in a row after which a service is left alone for the rest of the run."""


class _OfWorks(Protocol):
    """A service that has a record a work."""

    def by_doi(self, doi: str) -> Answer | None: ...
    def offered(self, work: Work) -> list[Work]: ...
    def chosen(self, offered: Work) -> Answer | None: ...
    def record(self, answer: Answer) -> Work: ...


@dataclass(slots=True)
class Tally:
    """What became of the works that a service was asked for; `left` are (work, why its record was not taken)."""

    asked: int = 0
    found: int = 0
    left: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    given_up: bool = False
    _row: int = 0

    def failure(self, work: str, wrong: Exception) -> None:
        """Note a failure; after several in a row the service is given up."""
        self.failed.append((work, str(wrong)))
        self._row += 1
        self.given_up = self._row >= MOST_FAILURES

    def success(self) -> None:
        """Note that the service answered."""
        self._row = 0

    def as_json(self) -> dict[str, Any]:
        """For the report."""
        return {
            "asked": self.asked,
            "found": self.found,
            "left": [{"work": work, "reason": reason} for work, reason in self.left],
            "failed": [{"work": work, "reason": reason} for work, reason in self.failed],
            "givenUp": self.given_up,
        }


def lacking(work: Work) -> set[str]:
    """What a work has not: "doi", "authors", "orcid"."""
    people = [who for who in (*work.authors, *work.editors) if not who.organisation]
    gaps = {"doi": not work.doi, "authors": not (work.authors or work.editors), "orcid": any(not who.orcid for who in people)}
    return {name for name, gap in gaps.items() if gap}


class Enrichment:
    """The run over some works; `tallies` has the outcome a service."""

    def __init__(self, client: Client, settings: Settings, services: Iterable[str]) -> None:
        self.tallies = {name: Tally() for name in SERVICES if name in set(services)}
        self._of_works: dict[str, _OfWorks] = {
            "crossref": Crossref(client, settings.crossref),
            "openalex": OpenAlex(client, settings.openalex, settings.openalex_key),
        }
        self._orcid = Orcid(client, settings.orcid)
        self._had: set[str] = set()

    def answers(self, works: Iterable[Work], told: Callable[[str], None] = lambda _: None) -> Iterator[Answered]:
        """Each answer taken; `told` hears each work's title when it is done."""
        for work in works:
            doi = work.doi
            for name, tally in self.tallies.items():
                if tally.given_up:
                    continue
                try:
                    answers, doi = self._ask(name, tally, work, doi)
                except (LaterError, InputError) as wrong:
                    tally.failure(work.title or work.key, wrong)
                    continue
                tally.success()
                for answer in answers:
                    if answer.address not in self._had:
                        self._had.add(answer.address)
                        tally.found += 1
                        label = f"{name}-{answer.address.rpartition('/')[2][:60]}"
                        yield Answered(label, answer.data, answer.address, name, name, extract=False)
            told(work.title or work.key)

    def _ask(self, name: str, tally: Tally, work: Work, doi: str) -> tuple[list[Answer], str]:
        """The answers of one service, and the DOI if it is known now."""
        gaps = lacking(work)
        if name == "orcid":
            if not doi or not gaps & {"authors", "orcid"}:
                return [], doi
            tally.asked += 1
            return self._people(tally, work, doi), doi
        if not gaps:
            return [], doi
        tally.asked += 1
        service, label = self._of_works[name], work.title or work.key
        if doi:
            answer = service.by_doi(doi)
            if answer is not None and (why := disputed(work, service.record(answer))):
                tally.left.append((label, why))
                return [], doi
            return [answer] if answer is not None else [], doi
        if not (work.title and work.year and (work.authors or work.editors)):
            tally.left.append((label, "title, year and author are needed to know it by"))
            return [], doi
        offered, why = chosen(work, service.offered(work))
        answer = service.chosen(offered) if offered is not None else None
        if offered is None or answer is None:
            tally.left.append((label, why or "its record is gone"))
            return [], doi
        return [answer], service.record(answer).doi

    def _people(self, tally: Tally, work: Work, doi: str) -> list[Answer]:
        known = {who.orcid for who in (*work.authors, *work.editors) if who.orcid}
        answers = []
        for orcid in self._orcid.claiming(doi):
            answer = self._orcid.record(orcid) if orcid not in known else None
            if answer is None:
                continue
            if is_author(answer.data, work):
                answers.append(answer)
            else:
                tally.left.append((work.title or work.key, f"{orcid} has another name than its authors"))
        return answers
