"""OAI-PMH 2.0 (https://www.openarchives.org/OAI/openarchivesprotocol.html): every page of a list of records, one after the other.

A page holds the token of the next: with the answers kept on disk, a harvest that was cut off asks only for what it has not had.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import InputError, LaterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element

    from loaders.connectors.answers import Answer
    from loaders.connectors.client import Client

MOST_PAGES = 100_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")
_NAME = re.compile(r"[A-Za-z0-9\-_.!~*'():]{1,200}")


class Repository:
    """The repository at an address."""

    def __init__(self, client: Client, address: str) -> None:
        self._client, self._address = client, address.partition("?")[0]

    def pages(self, *, prefix: str = "oai_dc", within: str = "", since: str = "", until: str = "") -> Iterator[Answer]:
        """Each page of ListRecords.

        Args:
            prefix: the metadata format.
            within: a set.
            since: a day (or time in UTC); nothing that did not change since.
            until: likewise.

        Raises:
            UsageError: an argument cannot be, or the repository does not have it.
            InputError, LaterError: the repository fails.
        """
        for value, form in ((prefix, _NAME), (within, _NAME), (since, _DAY), (until, _DAY)):
            if value and not form.fullmatch(value):
                raise UsageError(f"'{value}' cannot be asked of OAI-PMH")
        asked = {"verb": "ListRecords", "metadataPrefix": prefix, "set": within, "from": since, "until": until}
        params = {name: value for name, value in asked.items() if value}
        seen = set[str]()
        for _ in range(MOST_PAGES):
            answer = self._get(params)
            told = _told(answer.data)
            if told.code == "noRecordsMatch":
                return
            if told.code == "badResumptionToken":
                raise LaterError(f"{answer.address}: the token of the next page has expired; harvest again with --fresh")
            if told.code:
                raise UsageError(f"{answer.address}: the repository refuses: {told.code} {told.words}".rstrip())
            yield answer
            if not told.token:
                return
            if told.token in seen:
                raise InputError(f"{answer.address}: the repository sends the same page again and again")
            seen.add(told.token)
            params = {"verb": "ListRecords", "resumptionToken": told.token}
        raise InputError(f"{self._address}: more than {MOST_PAGES} pages")

    def _get(self, params: Mapping[str, str]) -> Answer:
        answer = self._client.get(self._address, params, media="xml", check=_told, accept="text/xml, application/xml")
        if answer is None:
            raise UsageError(f"{self._address}: there is no OAI-PMH repository (404)")
        return answer


class _Told:
    """What a page says of itself: a fault, and the token of the next page."""

    def __init__(self, root: _Element) -> None:
        from loaders._files.xml import attribute, child, local, text

        if local(root) != "OAI-PMH":
            raise InputError("no answer of OAI-PMH")
        fault = child(root, "error")
        self.code, self.words = attribute(fault, "code"), text(fault)[:200]
        self.token = text(child(root, "ListRecords", "resumptionToken"))


def _told(data: bytes) -> _Told:
    from graph.record import Capture
    from loaders._files.xml import root_of

    return _Told(root_of(Capture(data, "page.xml")))
