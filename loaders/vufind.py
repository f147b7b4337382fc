"""Record page of a library catalogue that runs VuFind (https://vufind.org), as saved text or HTML, labels in any of some thirty languages.

Read are the labelled fields; the language of the labels says nothing of the work's. An empty field makes nothing and is reported.
The cut teaser under the title ("… suggests political...") is no abstract. Holdings, tags, similar records and site chrome are left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.record import Finding, Reject, Source, Work
from loaders._embedded.gathered import embedded_work, fill
from loaders._page.findings import looked_for
from loaders._page.page import clean, glance, is_records, open_licence, read_page, rights_holder
from loaders._vufind.record import FACTS, Record
from loaders._vufind.rows import interface_language, read_fields
from loaders._vufind.title import find_title
from loaders._vufind.words import meanings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said
    from loaders._page.page import Page

LABEL = "Library catalogue record page (VuFind)"
MEDIA = "html|text"
_STRONG = frozenset({"container", "author", "kind", "access", "tags", "saved", "subject", "language", "abstract", "published"})
_LABELLED = re.compile(r"[^:|]{1,44}(?::|\t)")


def recognise(capture: Capture) -> float:
    """By how many different fields of a record the page prints with catalogue labels; more where the page says VuFind."""
    if is_records(capture) or capture.data.startswith((b"TY  -", b"---\n", b"+++\n", b"cff-version:", b"# YAML")):
        return 0.0  # records in other forms, front matter and YAML have the same labels
    page = glance(capture)
    fields = read_fields(page) if page.markup.rows or _may_hold_fields(page.text[:20_000]) else []
    kinds = {name for one in fields for names in meanings(one.label).values() for name in names}
    strong = len({one.label.casefold() for one in fields if any(_STRONG & set(names) for names in meanings(one.label).values())})
    if strong < 3 or len(kinds & _STRONG) < 3:
        return 0.0
    says_so = b"vufind" in capture.data[:200_000].replace(b"\0", b"").lower()
    return min(0.97, 0.25 + 0.09 * strong + 0.1 * says_so)


def _may_hold_fields(head: str) -> bool:
    lines = (line for line in head.split("\n") if ":" in line or "\t" in line)
    return head.count("|") >= 3 or sum(_LABELLED.match(line) is not None for line in lines) >= 3


def read(capture: Capture) -> Iterator[Said]:
    """The source, the work of the record, and what of its fields was found, absent, conflicting or unknowable."""
    page = read_page(capture)
    capture.text = page.text
    fields = read_fields(page)
    title = find_title(page, fields)
    record = Record(page.text, interface_language(fields))
    for one in fields:
        record.take(one)
    record.finish()
    yield _source(capture, page, record, title.text)
    if page.wrong:
        yield Reject("file", page.wrong)
        return
    if not title.text and not record.taken:
        yield Reject("file", "no title and no labelled field of a catalogue record was found; is this a record page?")
        return
    work = record.work
    work.title = clean(title.text)
    if title.span:
        record.passage("title", title.span, first=True)
    if (embedded := embedded_work(page.markup)) is not None:
        work.disagreements += fill(work, embedded)
    for passage in work.passages:
        passage.language = work.language or passage.language
    yield work
    yield from _findings(record, title.teaser, work, page)


def _source(capture: Capture, page: Page, record: Record, title: str) -> Source:
    licence = open_licence(" ".join(record.rights))
    holder, _ = rights_holder(page.markup.chrome if page.html else "\n".join(page.text.splitlines()[-12:]))
    return Source(
        label=clean(title) or capture.name,
        retrieved_from=capture.retrieved_from or page.markup.canonical,
        licence=licence,
        rights_holder=holder,
        display="full" if licence else "quote",
        language=record.work.language,
        format="vufind",
    )


def _findings(record: Record, teaser: str, work: Work, page: Page) -> Iterator[Finding]:
    yield looked_for("title", work.title)
    for name, what in FACTS.items():
        holder = work.part_of if work.part_of and name in ("isbns", "editors", "edition") else work
        value = (work.venue or work.part_of) if name == "venue" else getattr(holder, name)
        if value and value != "work":
            yield Finding("found", what)
        elif what in record.empty:
            yield Finding("absent", what, "the field is printed and empty")
        elif what not in record.unknowable and not (what == "abstract" and teaser):
            yield Finding("absent", what, "not printed")
    yield from (Finding("unknowable", what, why) for what, why in record.unknowable.items())
    yield from (Finding("conflicting", two.property, f"{two.chosen} / {two.other}") for two in work.disagreements)
    yield from (Finding("conflicting", what, why) for what, why in record.conflicts)
    if teaser and not work.abstract:
        yield Finding("unknowable", "abstract", "only a teaser that is cut off is printed")
    elif teaser:
        yield Finding("ignored", "teaser", "the beginning of the abstract, cut off")
    if record.ignored:
        yield Finding("ignored", "fields", ", ".join(record.ignored))
    if record.language:
        yield Finding("found", "interface language", f"{record.language}; it says nothing of the work's language")
    yield from (Finding("ignored", "markup", problem) for problem in page.markup.problems)
