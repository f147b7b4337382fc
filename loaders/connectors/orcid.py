"""ORCID's public API: whose records claim a DOI, and a record (https://info.orcid.org/documentation/api-tutorials/)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graph.errors import InputError
from graph.identify import normal_orcid
from graph.statements.names import name_keys
from loaders.connectors.verification import name_of, one_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.record import Work
    from loaders.connectors.answers import Answer
    from loaders.connectors.client import Client

MOST = 25
"""People who claim one work and are asked for."""


class Orcid:
    """The service at an address."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address.rstrip("/")

    def claiming(self, doi: str) -> list[str]:
        """The ORCID iDs whose records list a DOI as their own."""
        quoted = doi.replace("\\", "").replace('"', "")
        answer = self._get("/search/", {"q": f'doi-self:"{quoted}"', "rows": str(MOST)})
        found = _object(answer.data).get("result") if answer is not None else None
        paths = [one.get("orcid-identifier", {}).get("path") for one in found or [] if isinstance(one, dict)]
        return [orcid for path in paths[:MOST] if isinstance(path, str) and (orcid := normal_orcid(path))]

    def record(self, orcid: str) -> Answer | None:
        """A person's record, or None."""
        return self._get(f"/{orcid}/record", None)

    def _get(self, path: str, params: Mapping[str, str] | None) -> Answer | None:
        return self._client.get(self._address + path, params, media="json", check=_object, accept="application/json")


def is_author(data: bytes, work: Work) -> bool:
    """Whether the record is of somebody who bears the name of one of the work's authors or editors (of anybody, where none is known)."""
    person = _object(data).get("person")
    name = person.get("name") if isinstance(person, dict) else None
    if not isinstance(name, dict):
        return False
    own = name_keys(_value(name.get("given-names")), _value(name.get("family-name")))
    people = [who for who in (*work.authors, *work.editors) if not who.organisation and who.name]
    return bool(own.family) and (not people or any(one_name(own, name_of(who)) for who in people))


def _value(value: object) -> str:
    inner = value.get("value") if isinstance(value, dict) else None
    return inner if isinstance(inner, str) else ""


def _object(data: bytes) -> dict[str, Any]:
    value = json.loads(data)
    if not isinstance(value, dict):
        raise InputError("no JSON object")
    return value
