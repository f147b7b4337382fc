"""The works in Crossref's XML → the form of its REST API, which `loaders/_crossref/work.py` reads.

Source: https://data.crossref.org/reports/help/schema_doc/5.3.1/ (deposit) and /unixref1.1/ (query); the names hardly changed since 4.3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loaders._crossref.described import dates, described, people, titles, values
from loaders._files.xml import attribute, child, children, local, text, within
from loaders._values.numbers import span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from loaders._crossref.described import Entry

WHOLES = (
    "journal", "book", "conference", "dissertation", "report-paper", "standard", "database", "sa_component", "posted_content",
    "peer_review", "grant", "pending_publication",
)  # fmt: skip


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
            yield dataset, described(dataset, "dataset") | {"container-title": titles(about)[0] if datasets else []}
    elif name == "sa_component":
        for component in within(whole, "component"):
            yield component, described(component, "component")
    elif name == "grant":
        yield whole, _grant(whole)
    else:
        about = next((one for one in whole if local(one) in {f"{name}_metadata", "report-paper_series_metadata"}), whole)
        yield whole, described(about, _type(whole), beside=whole)


def _type(whole: _Element) -> str:
    name = local(whole)
    if name == "posted_content":
        kind = attribute(whole, "type") or "other"
        return "dissertation" if kind == "dissertation" else "report" if kind in {"report", "working_paper"} else "posted-content"
    return {"report-paper": "report", "peer_review": "peer-review", "pending_publication": "other"}.get(name, name)


def _journal(whole: _Element) -> Iterator[tuple[_Element, Entry]]:
    about, issue = child(whole, "journal_metadata"), child(whole, "journal_issue")
    held: Entry = {
        "container-title": values(about, "full_title"),
        "short-container-title": values(about, "abbrev_title"),
        "ISSN": values(about, "issn"),
        "language": attribute(about, "language"),
        "volume": text(child(issue, "journal_volume", "volume")),
        "issue": text(child(issue, "issue")),
    }
    articles = children(whole, "journal_article")
    for article in articles:
        entry = held | {key: value for key, value in described(article, "journal-article").items() if value}
        if "issued" not in entry:
            entry |= dates(issue)
        yield article, entry
    if articles:
        return
    only = issue if issue is not None else about
    if only is not None:
        named = titles(only)[0] or held["container-title"]
        kind = "journal-issue" if issue is not None else "journal"
        yield only, held | {key: value for key, value in described(only, kind).items() if value} | {"title": named}


def _book(whole: _Element, *, with_book: bool) -> Iterator[tuple[_Element, Entry]]:
    about = next((one for one in whole if local(one).endswith("_metadata") and local(one) != "event_metadata"), whole)
    series, event = child(about, "series_metadata"), child(whole, "event_metadata")
    conference = local(whole) == "conference"
    kind = "proceedings" if conference else attribute(whole, "book_type").replace("_", "-") or "book"
    kind = {"other": "book", "reference": "reference-book"}.get(kind, kind)
    book = described(about, kind, beside=whole)
    if conference:
        book["title"] = values(about, "proceedings_title") or book["title"]
        book["subtitle"] = values(about, "proceedings_subtitle") or book["subtitle"]
    if local(about) == "book_set_metadata" and not book["title"]:
        book["title"] = titles(child(about, "set_metadata"))[0]
    if series is not None:
        book["collection-title"], book["ISSN"] = titles(series)[0], values(series, "issn") or book["ISSN"]
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
    entry = described(part, kind)
    title = ": ".join((book["title"] or [""])[:1] + (book["subtitle"] or [])[:1])
    held = ("publisher", "publisher-location", "ISBN", "ISSN", "language", "event", "collection-title", "edition-number", "volume")
    entry = {name: book.get(name) for name in held} | {key: value for key, value in entry.items() if value}
    entry |= {"container-title": [title] if title else [], "book-doi": book["DOI"], "editor": entry.get("editor") or book.get("editor")}
    if "issued" not in entry:
        entry |= {key: book[key] for key in ("issued",) if key in book}
    return entry


def _grant(whole: _Element) -> Entry:
    projects = []
    for project in children(whole, "project"):
        found: Entry = {"project-title": [{"title": value} for value in values(project, "project_title")]}
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
    title = values(query, "article_title") or values(query, "paper_title")
    volume = values(query, "volume_title")
    return people(query) | {
        "type": kind,
        "DOI": text(doi),
        "title": title or volume,
        "container-title": values(query, "journal_title")
        or (values(query, "series_title") + volume if title else values(query, "series_title")),
        "ISSN": values(query, "issn"),
        "ISBN": values(query, "isbn"),
        "volume": text(child(query, "volume")),
        "issue": text(child(query, "issue")),
        "page": _query_pages(query),
        "edition-number": text(child(query, "edition_number")),
        "issued": {"date-parts": [[year]]} if year else None,
    }


def _query_pages(query: _Element) -> str:
    return span(text(child(query, "first_page")), text(child(query, "last_page")))
