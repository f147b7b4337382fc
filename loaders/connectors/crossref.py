"""Crossref's REST API: the record of a DOI, the records that fit a title, and whole lists page by page (https://api.crossref.org)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from graph.errors import InputError
from loaders._crossref.work import work_of
from loaders.connectors.offers import works_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Work
    from loaders.connectors.answers import Answer
    from loaders.connectors.client import Client

ROWS = 5
PAGE = 200


class Crossref:
    """The service at an address."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address.rstrip("/")

    def by_doi(self, doi: str) -> Answer | None:
        """The record of a DOI, or None."""
        return self._get(f"/works/{quote(doi, safe='')}", None)

    def chosen(self, offered: Work) -> Answer | None:
        """The record of a work that was offered."""
        return self.by_doi(offered.doi) if offered.doi else None

    def record(self, answer: Answer) -> Work:
        """The work of a record.

        Raises:
            InputError: it is none.
        """
        return work_of(_message(answer.data))

    def offered(self, work: Work) -> list[Work]:
        """What Crossref offers for a work's title, authors and year."""
        people = " ".join(who.family or who.literal for who in (work.authors or work.editors)[:3])
        query = " ".join(part for part in (work.title, people, str(work.year or "")) if part)
        answer = self._get("/works", {"query.bibliographic": query[:500], "rows": str(ROWS)})
        return works_in(_message(answer.data).get("items"), work_of) if answer is not None else []

    def pages(self, filter_: str) -> Iterator[Answer]:
        """Every page of the works that a filter names ("issn:1234-5678,from-pub-date:2010"), by its cursor."""
        cursor, had = "*", 0
        while answer := self._get("/works", {"filter": filter_, "rows": str(PAGE), "cursor": cursor}):
            message = _message(answer.data)
            listed, following = message.get("items"), message.get("next-cursor")
            if not isinstance(listed, list) or not listed:
                return
            yield answer
            had += len(listed)
            if not isinstance(following, str) or following == cursor or had >= _count(message.get("total-results")):
                return
            cursor = following

    def _get(self, path: str, params: Mapping[str, str] | None) -> Answer | None:
        return self._client.get(self._address + path, params, media="json", check=_message, mailto=True)


def _count(value: object) -> int:
    """How many there are in all; unknown is more than any."""
    return value if isinstance(value, int) else 1 << 60


def _message(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    message = value.get("message") if isinstance(value, dict) else None
    if not isinstance(message, dict):
        raise InputError("no `message` in it")
    return message
