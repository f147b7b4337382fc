"""What every kind of work has in Crossref's XML: titles, numbers, people, dates, and the works that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from loaders._files.xml import attribute, child, children, local, text, within
from loaders._values.numbers import span

if TYPE_CHECKING:
    from lxml.etree import _Element

Entry = dict[str, Any]
_CITED = {
    "journal_title": "journal-title", "author": "author", "volume": "volume", "issue": "issue", "first_page": "first-page",
    "elocation_id": "first-page", "cYear": "year", "article_title": "article-title", "volume_title": "volume-title",
    "edition_number": "edition", "series_title": "series-title", "isbn": "ISBN", "issn": "ISSN", "doi": "DOI",
    "unstructured_citation": "unstructured",
}  # fmt: skip
_ROLES = ("author", "editor", "chair", "translator", "investigator", "lead_investigator", "series_editor")


def described(about: _Element | None, kind: str, beside: _Element | None = None) -> Entry:
    """What every kind of work has; `beside` is the element around it, where a citation list or a date may stand."""
    title, subtitle, original = titles(about)
    entry: Entry = {
        "type": kind,
        "title": title,
        "subtitle": subtitle,
        "original-title": original,
        "DOI": text(child(about, "doi_data", "doi")) or text(child(about, "doi")),
        "resource": {"primary": {"URL": text(child(about, "doi_data", "resource"))}},
        "language": attribute(about, "language"),
        "degree": text(child(about, "degree")),
        "abstract": _abstract(about),
        **_numbers(about, kind),
        **_published(about),
        **_linked(about, beside),
    }
    if not entry["publisher"] and beside is not None:
        entry["publisher"] = text(child(beside, "publisher", "publisher_name"))
    entry |= people(about) | dates(about)
    if "issued" not in entry and beside is not None:
        entry |= dates(beside)
    return entry


def _numbers(about: _Element | None, kind: str) -> Entry:
    report = text(child(about, "publisher_item", "item_number")) if kind == "report" else ""
    return {
        "page": _pages(child(about, "pages")),
        "article-number": _number(about, "article_number", "article-number"),
        "report-number": _number(about, "report_number", "report-number") or report,
        "ISBN": values(about, "isbn"),
        "ISSN": values(about, "issn"),
        "edition-number": text(child(about, "edition_number")),
        "volume": text(child(about, "volume")),
    }


def _published(about: _Element | None) -> Entry:
    return {
        "publisher": text(child(about, "publisher", "publisher_name"))
        or text(child(about, "institution", "institution_name"))
        or text(child(about, "standards_body", "standards_body_name")),
        "publisher-location": text(child(about, "publisher", "publisher_place")) or text(child(about, "institution", "institution_place")),
        "license": [
            {"content-version": attribute(one, "applies_to"), "URL": text(one)}
            for one in within(about, "license_ref")
            if not _in_part(one, about)
        ],
        "funder": [
            {"name": name}
            for one in within(about, "assertion")
            if attribute(one, "name") == "funder_name" and (name := (one.text or "").strip())
        ],
    }


def _linked(about: _Element | None, beside: _Element | None) -> Entry:
    """Other works: what it cites, what it updates, how it is related."""
    cited = children(child(about, "citation_list"), "citation") + children(child(beside, "citation_list"), "citation")
    return {
        "reference": [_cited(one) for one in cited],
        "update-to": [{"type": attribute(one, "type"), "DOI": text(one)} for one in within(about, "update")],
        "relation": _relations(about),
    }


def values(about: _Element | None, name: str) -> list[str]:
    """The texts of the children of that name; empty ones are left out."""
    return [found for one in children(about, name) if (found := text(one))]


def _in_part(one: _Element, about: _Element | None) -> bool:
    """Whether an element belongs to a component of the work."""
    while one is not None and one is not about:
        if local(one) in {"component_list", "component"}:
            return True
        one = one.getparent()  # type: ignore[assignment] # None ends the walk
    return False


def titles(about: _Element | None) -> tuple[list[str], list[str], list[str]]:
    """(title, subtitle, title in the original language), each as a list, which may be empty."""
    told = child(about, "titles")
    found = _marked(child(told, "title")) or text(child(about, "title"))
    return [found] if found else [], values(told, "subtitle"), values(told, "original_language_title")


def _marked(element: _Element | None) -> str:
    """The text of an element with its formulas' sources left out."""
    return text(element, without=("tex-math", "annotation", "annotation-xml")) if element is not None else ""


def _pages(pages: _Element | None) -> str:
    first, last, other = (text(child(pages, name)) for name in ("first_page", "last_page", "other_pages"))
    return ", ".join(part for part in (span(first, last), other) if part)


def _number(about: _Element | None, *kinds: str) -> str:
    numbers = children(child(about, "publisher_item"), "item_number")
    return next((text(one) for one in numbers if attribute(one, "item_number_type") in kinds), "")


def _abstract(about: _Element | None) -> str:
    """The first abstract with its tags, which `loaders/_jats/text.py` reads."""
    found = children(about, "abstract")
    if not found:
        return ""
    found = [one for one in found if attribute(one, "abstract-type") not in {"graphical", "teaser", "toc"}] or found
    return etree.tostring(found[0], encoding="unicode", with_tail=False)


def people(about: _Element | None) -> Entry:
    """The contributors by role."""
    out: Entry = {}
    listed = children(child(about, "contributors")) or children(about, "person_name", "organization")  # older dissertations have no list
    for one in listed:
        role = attribute(one, "contributor_role") or "author"
        name = local(one)
        if name == "organization":
            who: Entry = {"name": text(one)}
        elif name in {"person_name", "contributor"}:
            places = values(one, "affiliation") + [
                text(child(place, "institution_name")) or text(place) for place in children(child(one, "affiliations"), "institution")
            ]
            who = {
                "family": text(child(one, "surname")),
                "given": text(child(one, "given_name")),
                "suffix": text(child(one, "suffix")),
                "ORCID": text(child(one, "ORCID")),
                "affiliation": [{"name": place} for place in places if place],
                "name": text(child(one, "organization")),
            }
        else:  # an anonymous contributor has no name
            continue
        if role in _ROLES:
            out.setdefault(role.replace("_", "-"), []).append(who)
    return out


def dates(about: _Element | None) -> Entry:
    """The earliest of print and online; without one the date of approval, posting or acceptance."""
    for names in (
        ("publication_date",),
        ("posted_date", "approval_date", "review_date", "database_date"),
        ("acceptance_date", "creation_date"),
    ):
        found = [
            parts
            for one in children(about, *names)
            for year in [child(one, "publication_date")]
            if (parts := _date(one if year is None else year))
        ]
        if found:
            return {"issued": {"date-parts": [min(found, key=lambda parts: [*parts, 13, 32][:3])]}}
    return {}


def _date(date: _Element) -> list[int]:
    parts: list[int] = []
    for name in ("year", "month", "day"):
        value = text(child(date, name))
        if not value.isdecimal() or len(value) > 4:
            break
        parts.append(int(value))
    return parts


def _cited(citation: _Element) -> Entry:
    out: Entry = {"key": attribute(citation, "key")}
    for one in citation:
        if (name := _CITED.get(local(one))) and (value := text(one)):
            out.setdefault(name, value)
    standard = child(citation, "std_designator")
    return out | ({"standard-designator": text(standard)} if standard is not None else {})


def _relations(about: _Element | None) -> Entry:
    out: Entry = {}
    for one in within(about, "inter_work_relation", "intra_work_relation"):
        entry = {"id-type": attribute(one, "identifier-type"), "id": text(one)}
        out.setdefault(attribute(one, "relationship-type"), []).append(entry)
    return out
