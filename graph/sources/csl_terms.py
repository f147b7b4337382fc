"""The types and variables of CSL-JSON and what they are called in a Work."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.record import WorkKind

KIND_OF_TYPE: dict[str, WorkKind] = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "review": "article",
    "review-book": "article",
    "book": "book",
    "classic": "book",
    "collection": "book",
    "periodical": "book",
    "chapter": "chapter",
    "entry": "chapter",
    "entry-dictionary": "chapter",
    "entry-encyclopedia": "chapter",
    "paper-conference": "chapter",
    "report": "report",
    "regulation": "report",
    "thesis": "thesis",
    "post": "webpage",
    "post-weblog": "webpage",
    "webpage": "webpage",
}
TYPE_OF_KIND: dict[WorkKind, str] = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
    "work": "document",
}
# Crossref's, DataCite's and schema.org's names for the same.
ALIASES = {
    "journal-article": "article-journal",
    "article-in-journal": "article-journal",
    "posted-content": "article",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings": "book",
    "book-chapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "entry",
    "proceedings-article": "paper-conference",
    "conference-paper": "paper-conference",
    "dissertation": "thesis",
    "report-component": "report",
    "peer-review": "review",
}
NAME_VARIABLES = ("translator", "collection-editor", "container-author", "original-author", "director", "interviewer", "recipient")
DATE_VARIABLES = ("accessed", "original-date", "event-date", "submitted", "available-date")
TEXT_VARIABLES = (
    "collection-title", "collection-number", "event-title", "event", "event-place", "genre", "note", "number", "number-of-pages",
    "number-of-volumes", "original-title", "original-publisher", "original-publisher-place", "PMID", "PMCID", "source", "archive",
    "archive_location", "authority", "call-number", "chapter-number", "dimensions", "division", "jurisdiction", "medium", "part-number",
    "part-title", "printing-number", "references", "reviewed-title", "scale", "section", "status", "supplement", "title-short",
    "version", "volume-title",
)  # fmt: skip
# Work fields without a CSL variable, as they stand under `custom`.
CUSTOM_TEXTS = {
    "year-suffix": "year_suffix",
    "article-number": "article_number",
    "modified": "modified",
    "licence": "licence",
    "rights-holder": "rights_holder",
}
CUSTOM_LISTS = {"authors-as-printed": "authors_as_printed", "badges": "badges", "method": "method"}
