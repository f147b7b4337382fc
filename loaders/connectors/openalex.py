"""OpenAlex's API: the record of a DOI, and the records that fit a title (https://docs.openalex.org/how-to-use-the-api/api-overview)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from graph.errors import InputError
from loaders.connectors.offers import works_in
from loaders.openalex import work_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import Work
    from loaders.connectors.answers import Answer
    from loaders.connectors.client import Client

ROWS = 5
PAGE = 100


class OpenAlex:
    """The service at an address, for a user with a key (it answers few questions without one)."""

    def __init__(self, client: Client, address: str, key: str = "") -> None:
        self._client, self._address, self._key = client, address.rstrip("/"), key

    def by_doi(self, doi: str) -> Answer | None:
        """The record of a DOI, or None."""
        return self._get(f"/works/doi:{quote(doi, safe='/')}", None)

    def chosen(self, offered: Work) -> Answer | None:
        """The record of a work that was offered, by OpenAlex's own number ("W…")."""
        return self._get(f"/works/{quote(offered.key, safe='')}", None) if offered.key else None

    def record(self, answer: Answer) -> Work:
        """The work of a record.

        Raises:
            InputError: it is none.
        """
        return work_of(_object(answer.data))

    def offered(self, work: Work) -> list[Work]:
        """What OpenAlex offers for a work's title."""
        words = " ".join(re.sub(r"[,|:!?&\"*~()]", " ", work.title).split())
        answer = self._get("/works", {"filter": f"title.search:{words[:300]}", "per_page": str(ROWS)})
        return works_in(_object(answer.data).get("results"), work_of) if answer is not None else []

    def pages(self, filter_: str) -> Iterator[Answer]:
        """Every page of the works that a filter names ("primary_location.source.issn:1234-5678"), by its cursor."""
        cursor = "*"
        while answer := self._get("/works", {"filter": filter_, "per_page": str(PAGE), "cursor": cursor}):
            value = _object(answer.data)
            if not value.get("results"):
                return
            yield answer
            meta = value.get("meta")
            following = meta.get("next_cursor") if isinstance(meta, dict) else None
            if not isinstance(following, str) or following == cursor:
                return
            cursor = following

    def _get(self, path: str, params: Mapping[str, str] | None) -> Answer | None:
        return self._client.get(self._address + path, params, media="json", check=_object, mailto=True, key=self._key)


def _object(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    if not isinstance(value, dict) or not ("id" in value or "results" in value):
        raise InputError("neither a work nor `results` in it")
    return value
