"""DataCite: its JSON, one work or many of its REST API (JSON:API, `data`), JSON lines of its public data file.

Source: https://support.datacite.org/docs/api, https://datacite-metadata-schema.readthedocs.io. Clients, prefixes, events are rejected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._datacite.work import texts_of, work_of
from loaders._files.json_records import is_json, read_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "DataCite JSON"
MEDIA = "json"
_INSIDE = frozenset({"data"})
_MARKS = re.compile(
    r'"(creators|titles|resourceTypeGeneral|publicationYear|relatedIdentifiers|rightsList|schemaVersion|descriptions|nameIdentifiers'
    r'|schema_version|schema-version|publication-year|resource-type-general|publication_year|related_identifiers|rights_list|resource-type-subtype|relatedItems|agency)"\s*:'
)


def recognise(capture: Capture) -> float:
    """By the names of DataCite's fields, or of its REST API."""
    head = is_json(capture)
    if not head or '"@context"' in head[:2000]:
        return 0.0
    marks = {found[1] for found in _MARKS.finditer(head)}
    if "datacite.org/schema/kernel" in head.replace("\\/", "/") and marks:
        return 0.96
    api = re.search(r'"attributes"\s*:\s*\{', head) is not None
    if re.search(r'"type"\s*:\s*"(?:dois|works|clients|providers|client-prefixes|events|prefixes|data-centers|members)"', head) and api:
        return 0.95
    return 0.9 if len(marks) > 2 else 0.5 if {"creators", "titles"} <= marks else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each record, in their order."""
    yield from read_json(capture, "datacite", _INSIDE, work_of, texts_of)
