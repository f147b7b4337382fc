"""Works written as RIS."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.sources import edtf
from graph.sources.csl import names_from, plain
from loaders._people.names import written
from loaders._ris.tags import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.record import Work


def to_ris(works: Iterable[Work]) -> str:
    """Works → RIS, one record each, lines ended by CRLF as the format asks; what RIS has no tag for is left out."""
    out: list[str] = []
    for work in works:
        out += [f"{tag}  - {plain(value)}" for tag, value in _tags(work) if value]
        out += ["ER  - ", ""]
    return "\r\n".join(out)


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    extra = work.custom.get("csl")
    csl: Mapping[str, object] = extra if isinstance(extra, Mapping) else {}
    book, venue = work.part_of, work.venue
    yield "TY", code_of(work.kind, str(csl.get("type", "")))
    yield "ID", work.key
    yield "TI", work.title
    yield from (("AU", written(who)) for who in work.authors)
    yield "AU", "et al." if work.et_al else ""
    own, of_series = ("A3", "A2") if work.kind == "book" else ("A2", "A3")
    yield from ((own, written(who)) for who in work.editors or (book.editors if book else []))
    for tag, role in ((of_series, "collection-editor"), ("A4", "translator")):
        names, _ = names_from(csl.get(role))
        yield from ((tag, written(who)) for who in names)
    year = f"{work.year:04d}" if work.year is not None and work.year > 0 else ""
    yield "PY", year or (work.issued if edtf.year_of(work.issued) else "")
    if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", work.issued):
        yield "DA", f"{work.issued.replace('-', '/')}/{'' if work.issued.count('-') == 2 else '/'}"
    yield "JF" if work.kind == "article" else "T2", (book.title if book else "") or (venue.title if venue else "") or _series(csl)
    yield "J2", venue.abbreviations[0] if venue and venue.abbreviations else ""
    yield "VL", work.volume
    yield "IS", work.issue
    start, dash, end = work.pages.replace("–", "-").partition("-")
    yield "SP", start
    yield "EP", end if dash else ""
    yield from (("SN", issn) for issn in (venue.issns if venue else []))
    yield from (("SN", isbn) for isbn in work.isbns or (book.isbns if book else []))
    yield "PB", work.publisher or (book.publisher if book else "")
    yield "CY", work.place or (book.place if book else "")
    yield "ET", work.edition
    yield "C7", work.article_number
    yield "LA", work.language
    yield "DO", work.doi
    yield "UR", work.url
    yield from (("KW", word) for word in work.keywords)
    yield "AB", work.abstract


def _series(csl: Mapping[str, object]) -> str:
    return str(csl.get("collection-title") or "")
