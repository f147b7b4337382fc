"""Elements of Crossref's XML → the form of its REST API, which `loaders/_crossref/work.py` reads.

Source: https://data.crossref.org/reports/help/schema_doc/5.3.1/ (deposit) and /unixref1.1/ (query); the names hardly changed since 4.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lxml import etree

from loaders._files.xml import attribute, child, children, local, text, within
from loaders._values.numbers import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

Entry = dict[str, Any]
WHOLES = (
    "journal", "book", "conference", "dissertation", "report-paper", "standard", "database", "sa_component", "posted_content",
    "peer_review", "grant", "pending_publication",
)  # fmt: skip
_CITED = {
    "journal_title": "journal-title", "author": "author", "volume": "volume", "issue": "issue", "first_page": "first-page",
    "elocation_id": "first-page", "cYear": "year", "article_title": "article-title", "volume_title": "volume-title",
    "edition_number": "edition", "series_title": "series-title", "isbn": "ISBN", "issn": "ISSN", "doi": "DOI",
    "unstructured_citation": "unstructured",
}  # fmt: skip
_ROLES = ("author", "editor", "chair", "translator", "investigator", "lead_investigator", "series_editor")


def entries(whole: _Element, *, with_book: bool) -> Iterator[tuple[_Element, Entry]]:
    """(element, entry) of each work in a journal, book or conference.

    Args:
        whole: an element of a name in WHOLES.
        with_book: whether a book or proceedings whose parts are described is a work of its own, too: in a deposit it is.
    """
    name = local(whole)
    if name == "journal":
        yield from _journal(whole)
    elif name in {"book", "conference"}:
        yield from _book(whole, with_book=with_book)
    elif name == "database":
        about = child(whole, "database_metadata")
        datasets = children(whole, "dataset")
        for dataset in datasets or ([about] if about is not None else []):
            yield dataset, _described(dataset, "dataset") | {"container-title": _titles(about)[0] if datasets else []}
    elif name == "sa_component":
        for component in within(whole, "component"):
            yield component, _described(component, "component")
    elif name == "grant":
        yield whole, _grant(whole)
    else:
        about = next((one for one in whole if local(one) in {f"{name}_metadata", "report-paper_series_metadata"}), whole)
        yield whole, _described(about, _type(whole), beside=whole)


def _type(whole: _Element) -> str:
    name = local(whole)
    if name == "posted_content":
        kind = attribute(whole, "type") or "other"
        return "dissertation" if kind == "dissertation" else "report" if kind in {"report", "working_paper"} else "posted-content"
    return {"report-paper": "report", "peer_review": "peer-review", "pending_publication": "other"}.get(name, name)


def _journal(whole: _Element) -> Iterator[tuple[_Element, Entry]]:
    about, issue = child(whole, "journal_metadata"), child(whole, "journal_issue")
    held: Entry = {
        "container-title": _values(about, "full_title"),
        "short-container-title": _values(about, "abbrev_title"),
        "ISSN": _values(about, "issn"),
        "language": attribute(about, "language"),
        "volume": text(child(issue, "journal_volume", "volume")),
        "issue": text(child(issue, "issue")),
    }
    articles = children(whole, "journal_article")
    for article in articles:
        entry = held | {key: value for key, value in _described(article, "journal-article").items() if value}
        if "issued" not in entry:
            entry |= _dates(issue)
        yield article, entry
    if articles:
        return
    only = issue if issue is not None else about
    if only is not None:
        named = _titles(only)[0] or held["container-title"]
        kind = "journal-issue" if issue is not None else "journal"
        yield only, held | {key: value for key, value in _described(only, kind).items() if value} | {"title": named}


def _book(whole: _Element, *, with_book: bool) -> Iterator[tuple[_Element, Entry]]:
    about = next((one for one in whole if local(one).endswith("_metadata") and local(one) != "event_metadata"), whole)
    series, event = child(about, "series_metadata"), child(whole, "event_metadata")
    conference = local(whole) == "conference"
    kind = "proceedings" if conference else attribute(whole, "book_type").replace("_", "-") or "book"
    kind = {"other": "book", "reference": "reference-book"}.get(kind, kind)
    book = _described(about, kind, beside=whole)
    if conference:
        book["title"] = _values(about, "proceedings_title") or book["title"]
        book["subtitle"] = _values(about, "proceedings_subtitle") or book["subtitle"]
    if local(about) == "book_set_metadata" and not book["title"]:
        book["title"] = _titles(child(about, "set_metadata"))[0]
    if series is not None:
        book["collection-title"], book["ISSN"] = _titles(series)[0], _values(series, "issn") or book["ISSN"]
        book["doi-of-series"] = text(child(series, "doi_data", "doi"))
    if event is not None:
        book["event"] = {"name": text(child(event, "conference_name")), "location": text(child(event, "conference_location"))}
    parts = children(whole, "content_item", "conference_paper")
    if with_book or not parts:
        yield about, book
    for part in parts:
        kind = (
            "proceedings-article"
            if conference
            else {"reference_entry": "reference-entry"}.get(attribute(part, "component_type"), "book-chapter")
        )
        yield part, _chapter(part, kind, book)


def _chapter(part: _Element, kind: str, book: Entry) -> Entry:
    entry = _described(part, kind)
    title = ": ".join((book["title"] or [""])[:1] + (book["subtitle"] or [])[:1])
    held = ("publisher", "publisher-location", "ISBN", "ISSN", "language", "event", "collection-title", "edition-number", "volume")
    entry = {name: book.get(name) for name in held} | {key: value for key, value in entry.items() if value}
    entry |= {"container-title": [title] if title else [], "book-doi": book["DOI"], "editor": entry.get("editor") or book.get("editor")}
    if "issued" not in entry:
        entry |= {key: book[key] for key in ("issued",) if key in book}
    return entry


def _described(about: _Element | None, kind: str, beside: _Element | None = None) -> Entry:
    """What every kind of work has; `beside` is the element around it, where a citation list or a date may stand."""
    title, subtitle, original = _titles(about)
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
    entry |= _people(about) | _dates(about)
    if "issued" not in entry and beside is not None:
        entry |= _dates(beside)
    return entry


def _numbers(about: _Element | None, kind: str) -> Entry:
    report = text(child(about, "publisher_item", "item_number")) if kind == "report" else ""
    return {
        "page": _pages(child(about, "pages")),
        "article-number": _number(about, "article_number", "article-number"),
        "report-number": _number(about, "report_number", "report-number") or report,
        "ISBN": _values(about, "isbn"),
        "ISSN": _values(about, "issn"),
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


def _values(about: _Element | None, name: str) -> list[str]:
    return [found for one in children(about, name) if (found := text(one))]


def _in_part(one: _Element, about: _Element | None) -> bool:
    """Whether an element belongs to a component of the work."""
    while one is not None and one is not about:
        if local(one) in {"component_list", "component"}:
            return True
        one = one.getparent()  # type: ignore[assignment] # None ends the walk
    return False


def _titles(about: _Element | None) -> tuple[list[str], list[str], list[str]]:
    titles = child(about, "titles")
    found = _marked(child(titles, "title")) or text(child(about, "title"))
    return [found] if found else [], _values(titles, "subtitle"), _values(titles, "original_language_title")


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


def _people(about: _Element | None) -> Entry:
    out: Entry = {}
    listed = children(child(about, "contributors")) or children(about, "person_name", "organization")  # older dissertations have no list
    for one in listed:
        role = attribute(one, "contributor_role") or "author"
        name = local(one)
        if name == "organization":
            who: Entry = {"name": text(one)}
        elif name in {"person_name", "contributor"}:
            places = _values(one, "affiliation") + [
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


def _dates(about: _Element | None) -> Entry:
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


def _grant(whole: _Element) -> Entry:
    projects = []
    for project in children(whole, "project"):
        found: Entry = {"project-title": [{"title": value} for value in _values(project, "project_title")]}
        for person in children(child(project, "investigators"), "person"):
            role = "lead-investigator" if attribute(person, "role") == "lead_investigator" else "investigator"
            name = {
                "family": text(child(person, "familyName")),
                "given": text(child(person, "givenName")),
                "ORCID": text(child(person, "ORCID")),
            }
            found.setdefault(role, []).append(name)
        projects.append(found)
    day = text(child(whole, "award-start-date")) or text(child(whole, "award_start_date"))
    return {"type": "grant", "project": projects, "issued": {"raw": day}, "DOI": text(child(whole, "doi_data", "doi"))}


def query_entry(query: _Element) -> Entry:
    """An answer of the older query service (qrschema 2.0), where fields stand side by side."""
    doi = child(query, "doi")
    year = next((int(value) for one in children(query, "year", "publication_date") for value in [text(one)[:4]] if value.isdecimal()), None)
    kind = attribute(doi, "type").replace("_", "-")
    kind = {"conference-paper": "proceedings-article", "book-content": "book-chapter", "book-title": "book"}.get(kind, kind)
    title = _values(query, "article_title") or _values(query, "paper_title")
    volume = _values(query, "volume_title")
    return _people(query) | {
        "type": kind,
        "DOI": text(doi),
        "title": title or volume,
        "container-title": _values(query, "journal_title")
        or (_values(query, "series_title") + volume if title else _values(query, "series_title")),
        "ISSN": _values(query, "issn"),
        "ISBN": _values(query, "isbn"),
        "volume": text(child(query, "volume")),
        "issue": text(child(query, "issue")),
        "page": _query_pages(query),
        "edition-number": text(child(query, "edition_number")),
        "issued": {"date-parts": [[year]]} if year else None,
    }


def _query_pages(query: _Element) -> str:
    return span(text(child(query, "first_page")), text(child(query, "last_page")))
