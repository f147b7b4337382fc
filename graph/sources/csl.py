"""Work ↔ CSL-JSON, the exchange form of every bibliographic reader and writer here.

Source of the names: https://github.com/citation-style-language/schema (csl-data.json 1.0). What a Work has and CSL has no variable for
stands under `custom`; what CSL has and a Work has no field for is kept in `Work.custom["csl"]` and written back as it was.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from graph.errors import InputError
from graph.identify import normal_doi
from graph.record import Contributor, Organisation, Reference, Venue, Work
from graph.sources import edtf
from graph.sources.csl_terms import (
    ALIASES,
    CUSTOM_LISTS,
    CUSTOM_TEXTS,
    DATE_VARIABLES,
    KIND_OF_TYPE,
    NAME_VARIABLES,
    TEXT_VARIABLES,
    TYPE_OF_KIND,
)

MOST_CONTRIBUTORS = 10_000
_REST = frozenset((*NAME_VARIABLES, *DATE_VARIABLES, *TEXT_VARIABLES))
_OWN_CUSTOM = frozenset((*CUSTOM_TEXTS, *CUSTOM_LISTS, "et-al", "csl", "references", "disagreements"))
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dxX])\b")
_ISBN = re.compile(r"[\dXx][\d -]{8,15}[\dXx]")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
_OTHERS = {"others", "et al", "et al.", "u.a.", "and others"}


def plain(text: str) -> str:
    """One line of text: white space folded, control characters and inline markup gone, entities resolved."""
    if "<" in text:
        text = _TAG.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    if not text.isprintable():
        text = _CONTROL.sub("", text)
    return " ".join(text.split())


def web_address(text: str) -> str:
    """An http(s) address without blanks, quotes or brackets; "" for every other scheme."""
    text = text.strip()
    if not text[:8].lower().startswith(("http://", "https://")) or re.search(r"[\s<>\"{}|\\^`\x00-\x20]", text):
        return ""
    return text if len(text) <= 2000 else ""


def _text(value: object) -> str:
    if isinstance(value, str):
        return plain(value)
    if value is None:  # most of what may be told is not
        return ""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(value) if isinstance(value, int) and abs(value) < 10**15 else ("" if value != value else f"{value:g}")  # noqa: PLR0124 (NaN)


def _texts(value: object) -> list[str]:
    return [text for part in value if (text := _text(part))] if isinstance(value, list) else [text] if (text := _text(value)) else []


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def name_from(name: object) -> Contributor | None:
    """A CSL (or Crossref) name → Contributor; None where nothing is in it."""
    if isinstance(name, str):
        return Contributor(literal=plain(name), organisation=False) if plain(name) else None
    if not isinstance(name, Mapping):
        return None
    family, given = _text(name.get("family")), _text(name.get("given"))
    before = [text for key in ("dropping-particle", "non-dropping-particle") if (text := _text(name.get(key)))]
    literal = _text(name.get("literal")) or _text(name.get("name"))
    if not family and given:
        family, given = given, ""
    if not family and not literal:
        return None
    orcid = _ORCID.search(str(name.get("ORCID") or name.get("orcid") or ""))
    who = Contributor(
        family=" ".join([*before, family]) if family else "",
        given=given,
        literal="" if family else literal,
        suffix=_text(name.get("suffix")),
        orcid=orcid[0] if orcid else "",
        organisation=not family,
    )
    for place in _list(name.get("affiliation")):
        label = _text(place.get("name")) if isinstance(place, Mapping) else _text(place)
        if label:
            who.affiliations.append(Organisation(label))
    return who


def names_from(value: object) -> tuple[list[Contributor], bool]:
    """A list of CSL names → contributors and whether it ends in "et al."."""
    if not isinstance(value, list):
        value = [value] if value else []
    if len(value) > MOST_CONTRIBUTORS:
        raise InputError(f"{len(value)} names in one field; more than {MOST_CONTRIBUTORS} are refused")
    names = [who for name in value if (who := name_from(name))]
    kept = [who for who in names if (who.literal or who.family).casefold() not in _OTHERS]
    return kept, len(kept) < len(names)


def date_from(value: object) -> str:
    """A CSL date → EDTF; InputError where its parts are no numbers."""
    if isinstance(value, str | int):
        return edtf.edtf(str(value))
    if not isinstance(value, Mapping):
        return ""
    dates = value.get("date-parts")
    try:
        if isinstance(dates, list) and dates and not isinstance(dates[0], list):
            dates = [dates]
        date = edtf.from_parts(dates) if isinstance(dates, list) else ""
    except (ValueError, TypeError, OverflowError) as wrong:
        raise InputError(f"the date has impossible parts: {wrong}") from wrong
    if not date:
        return edtf.edtf(_text(value.get("raw") or value.get("literal")))
    season = _text(value.get("season"))
    if season and len(date) == 4:
        number = edtf.SEASONS.get(season.casefold()) or (20 + int(season[-1]) if re.fullmatch("2?[1-4]", season) else 0)
        date = f"{date}-{number}" if number else date
    return f"{date}~" if value.get("circa") and "/" not in date else date


def date_to(date: str) -> dict[str, Any]:
    """EDTF → a CSL date."""
    dates = edtf.parts(date)
    if not dates:
        return {"literal": date}
    out: dict[str, Any] = {"date-parts": dates}
    if len(dates[0]) > 1 and dates[0][1] > 12:
        out = {"date-parts": [dates[0][:1]], "season": dates[0][1] - 20}
    if date[-1] in "~?%":
        out["circa"] = True
    return out


def name_to(who: Contributor) -> dict[str, Any]:
    """A Contributor → a CSL name."""
    parts = {"literal": who.literal, "family": who.family, "given": who.given, "suffix": who.suffix, "ORCID": who.orcid}
    out: dict[str, Any] = {key: value for key, value in parts.items() if value}
    if who.affiliations:
        out["affiliation"] = [{"name": body.label} for body in who.affiliations]
    return out


def converted(entry: Mapping[str, Any]) -> tuple[Work, list[str]]:
    """A CSL-JSON object → Work, and what was left out on the way ("URL: …"); InputError says which part of it is wrong."""
    left_out: list[str] = []
    given_type = _text(entry.get("type")).lower()
    csl_type = ALIASES.get(given_type, given_type)
    kind = KIND_OF_TYPE.get(csl_type, "work")
    work = Work(kind=kind, key=_text(entry.get("id")), title=_text(entry.get("title")), language=_text(entry.get("language")))
    extra: dict[str, Any] = {"type": csl_type} if csl_type and csl_type != TYPE_OF_KIND[kind] else {}
    work.authors, more_authors = names_from(entry.get("author"))
    editors, more_editors = names_from(entry.get("editor"))
    work.et_al = more_authors or more_editors
    work.issued = date_from(entry.get("issued"))
    work.year = edtf.year_of(work.issued)
    work.volume, work.issue = _text(entry.get("volume")), _text(entry.get("issue"))
    work.pages, work.edition = _text(entry.get("page")), _text(entry.get("edition"))
    work.publisher, work.place = _text(entry.get("publisher")), _text(entry.get("publisher-place"))
    work.abstract = _text(entry.get("abstract"))
    work.doi = normal_doi(_text(entry.get("DOI") or entry.get("doi")))
    address = _text(entry.get("URL") or entry.get("url"))
    work.url = web_address(address)
    if address and not work.url:
        left_out.append(f"URL: {address[:80]} (only http and https addresses are kept)")
    work.keywords = _keywords(entry.get("keyword") or entry.get("subject"))
    isbns = [re.sub(r"[ -]", "", found).upper() for text in _texts(entry.get("ISBN")) for found in _ISBN.findall(text)]
    issns = list(dict.fromkeys("-".join(found).upper() for text in _texts(entry.get("ISSN")) for found in _ISSN.findall(text)))
    _place_in_container(work, entry, editors, isbns, issns)
    _keep_rest(work, entry, extra)
    return work, left_out


def _place_in_container(work: Work, entry: Mapping[str, Any], editors: list[Contributor], isbns: list[str], issns: list[str]) -> None:
    """The container is the book of a chapter, else a venue; editors and ISBN belong to that book."""
    container = _text(entry.get("container-title"))
    if work.kind == "chapter" and container:
        work.part_of = Work(kind="book", title=container, editors=editors, isbns=isbns, publisher=work.publisher, place=work.place)
        work.part_of.year, work.part_of.issued = work.year, edtf.joined(work.year) if work.year else ""
        if issns:
            work.venue = Venue(container, issns=issns)
        return
    work.editors, work.isbns = editors, isbns
    if container or issns:
        short = _texts(entry.get("container-title-short")) or _texts(entry.get("journalAbbreviation"))
        journal = bool(issns) or (work.kind == "article" and _text(entry.get("type")) != "article-newspaper")
        work.venue = Venue(container, [text for text in short if text != container], issns, journal=journal)


def _keywords(value: object) -> list[str]:
    if isinstance(value, str):
        return [word for part in value.split(";" if ";" in value else ",") if (word := plain(part))]
    return _texts(value)


def _keep_rest(work: Work, entry: Mapping[str, Any], extra: dict[str, Any]) -> None:
    for key in entry.keys() & _REST:
        value = entry[key]
        if key in NAME_VARIABLES:
            names, _ = names_from(value)
            if names:
                extra[key] = [name_to(who) for who in names]
        elif key in DATE_VARIABLES:
            if date := date_from(value):
                extra[key] = date_to(date)
        elif text := _text(value):
            extra[key] = text
    if extra:
        work.custom["csl"] = extra
    if isinstance(custom := entry.get("custom"), Mapping):
        _read_custom(work, custom)
        if work.pages == work.article_number:
            work.pages = ""
    work.references = [_reference(cited) for cited in _list(entry.get("reference")) if isinstance(cited, Mapping)]


def _read_custom(work: Work, custom: Mapping[str, Any]) -> None:
    for key, name in CUSTOM_TEXTS.items():
        setattr(work, name, _text(custom.get(key)))
    for key, name in CUSTOM_LISTS.items():
        setattr(work, name, _texts(custom.get(key)))
    work.et_al = work.et_al or custom.get("et-al") is True
    for key, value in custom.items():
        if key not in _OWN_CUSTOM and isinstance(key, str) and (texts := _texts(value)):
            work.custom[plain(key)] = texts if isinstance(value, list) else texts[0]


def _reference(cited: Mapping[str, Any]) -> Reference:
    """One entry of Crossref's `reference` list."""
    work = Work(doi=normal_doi(_text(cited.get("DOI"))), issued=edtf.edtf(_text(cited.get("year"))), volume=_text(cited.get("volume")))
    work.title = _text(cited.get("article-title")) or _text(cited.get("volume-title"))
    work.year, work.issue = edtf.year_of(work.issued), _text(cited.get("issue"))
    if author := _text(cited.get("author")):
        work.authors_as_printed = [author]
    if journal := _text(cited.get("journal-title")):
        work.venue, work.kind = Venue(journal), "article"
    return Reference(work, raw=_text(cited.get("unstructured")))


def work_to_csl(work: Work, place: int = 0) -> dict[str, Any]:
    """A Work → a CSL-JSON object. Without a key or DOI its `id` is `record-{place}`."""
    extra = work.custom.get("csl")
    more: dict[str, Any] = dict(extra) if isinstance(extra, Mapping) else {}
    book, venue = work.part_of, work.venue
    editors = work.editors or (book.editors if book else [])
    issued = work.issued or (edtf.joined(work.year) if work.year is not None else "")
    container = (book.title if book else "") or (venue.title if venue else "")
    out: dict[str, Any] = {"id": work.key or work.doi or f"record-{place}", "type": more.pop("type", TYPE_OF_KIND[work.kind])}
    values: dict[str, Any] = {
        "title": work.title,
        "author": [name_to(who) for who in work.authors],
        "editor": [name_to(who) for who in editors],
        "issued": date_to(issued) if issued else None,
        "container-title": container,
        "container-title-short": venue.abbreviations[0] if venue and venue.abbreviations else "",
        "volume": work.volume,
        "issue": work.issue,
        "page": work.pages or work.article_number,  # where a citation prints it
        "edition": work.edition,
        "publisher": work.publisher or (book.publisher if book else ""),
        "publisher-place": work.place or (book.place if book else ""),
        "DOI": work.doi,
        "ISBN": " ".join(work.isbns or (book.isbns if book else [])),
        "ISSN": " ".join(venue.issns) if venue else "",
        "URL": work.url,
        "language": work.language,
        "keyword": "; ".join(work.keywords),
        "abstract": work.abstract,
        **more,
    }
    out.update((key, value) for key, value in values.items() if value)
    if custom := _custom(work):
        out["custom"] = custom
    return out


def _custom(work: Work) -> dict[str, Any]:
    out: dict[str, Any] = {key: value for key, value in work.custom.items() if key != "csl"}
    out.update((key, value) for key, name in CUSTOM_TEXTS.items() if (value := getattr(work, name)))
    out.update((key, value) for key, name in CUSTOM_LISTS.items() if (value := getattr(work, name)))
    if work.et_al:
        out["et-al"] = True
    if work.references:
        out["references"] = [_cited(reference, place) for place, reference in enumerate(work.references, 1)]
    if work.disagreements:
        out["disagreements"] = [
            {"property": two.property, "chosen": two.chosen, "other": two.other, "rule": two.rule} for two in work.disagreements
        ]
    return out


def _cited(reference: Reference, place: int) -> dict[str, Any]:
    out = work_to_csl(reference.work, place)
    custom = out.setdefault("custom", {})
    if reference.raw:
        custom["raw"] = reference.raw
    if reference.confidence is not None:
        custom["confidence"] = reference.confidence
    if not custom:
        del out["custom"]
    return out


def works_to_csl(works: Iterable[Work]) -> list[dict[str, Any]]:
    """Works → a CSL-JSON array with unique ids."""
    seen = set[str]()
    return [work_to_csl_unlike(work, place, seen) for place, work in enumerate(works, 1)]


def work_to_csl_unlike(work: Work, place: int, seen: set[str]) -> dict[str, Any]:
    """One work with an id that none before it had; `seen` holds it from now on."""
    entry = work_to_csl(work, place)
    while entry["id"] in seen:
        entry["id"] = f"{entry['id']}-{place}"
    seen.add(entry["id"])
    return entry
