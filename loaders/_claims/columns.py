"""The columns of the tables that researchers fill by hand: what each is called, what it holds, an example of it."""

from __future__ import annotations

from typing import NamedTuple


class Column(NamedTuple):
    """One column: its name, an invented example, what stands in it, and what else people call it."""

    name: str
    example: str
    help: str
    others: tuple[str, ...] = ()


_WORK = (
    Column("work_doi", "10.5555/counters", "DOI of the study; without one give title, year and authors", ("doi", "work")),
    Column("work_title", "Counters without corners", "title of the study", ("title",)),
    Column("work_year", "2011", "its year", ("year",)),
    Column("work_authors", "Hill, Ana; Osei, Kofi", "its authors, `Family, Given` between semicolons", ("authors", "author")),
    Column("case", "Northtown town hall", "what the study looks at, as a short label", ("case_label",)),
    Column("jurisdiction", "CA-AB", "ISO 3166 codes or names, between semicolons", ("jurisdictions", "country", "case_in", "place")),
)
CASES = (
    *_WORK,
    Column("organisations", "Northtown Council", "bodies in the case, between semicolons", ("organisation", "organizations", "involves")),
    Column("method", "single-case-study", "methods, between semicolons", ("methods",)),
    Column("anonymised", "no", "yes where the study withholds who it is; then give no place and no body", ("anonymized",)),
    Column("note", "Visited three times in two years.", "anything for readers", ("notes", "comment")),
)
CLAIMS = (
    *_WORK,
    Column("theory", "new-public-management", "slug or label of the theory or other concept", ("theory_label", "concept", "bears_on")),
    Column("stance", "qualifies", "supports, challenges, qualifies, extends, applies, illustrates or proposes"),
    Column("finding", "Targets for the counter only worked once staff had set them.", "one sentence in your own words", ("claim",)),
    Column("quotation", "", "or the study's own words", ("quote",)),
    Column("source", "", "address, digest or file name of a loaded document in which the quotation is looked up"),
    Column("page", "14", "page of the study", ("pages",)),
    Column(
        "voice",
        "",
        "who says it, where that is not the study itself: a respondent as the study calls them, such as R12",
        ("respondent", "said_by"),
    ),
    Column("basis", "interpretive", "explicit, or interpretive where the reading is yours"),
    Column("status", "CURATED", "STATED, CURATED or REJECTED"),
    Column("confidence", "0.9", "a number from 0 to 1"),
    Column("note", "", "anything for readers; not loaded with a claim", ("notes", "comment")),
)
TEMPLATES = {"cases": CASES, "claims": CLAIMS}
NAMES = {name: column.name for columns in TEMPLATES.values() for column in columns for name in (column.name, *column.others)}
"""What a header may say → the column's name."""


def template(kind: str) -> str:
    """The header and one example row as CSV."""
    import csv
    import io

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = TEMPLATES[kind]
    writer.writerow([column.name for column in columns])
    writer.writerow([column.example for column in columns])
    return out.getvalue()
