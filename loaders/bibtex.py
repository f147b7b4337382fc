"""BibTeX and BibLaTeX (https://www.ctan.org/pkg/biblatex), blocks split by bibtexparser 2.1, values read by us.

A block that cannot be split, whose braces close too early or whose key could break an address is rejected with its line; entries that
repeat a key or a field are read, and the repetition is reported.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Finding, Passage, Reject
from loaders._bibtex.fields import work_of
from loaders._bibtex.values import Strings, inherited
from loaders._files.decode import Lines, head_of, source_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bibtexparser.model import Entry

    from graph.record import Capture, Said

LABEL = "BibTeX"
MEDIA = "text"
_ENTRY = re.compile(r"^[ \t\ufeff]*@\s*[a-zA-Z]+\s*[{(][^,\n]{0,200}[,\n]", re.MULTILINE)
_BAD_KEY = re.compile(r"[<>\"{}|\\^`\x00-\x1f]")
_LEFT_OVER = re.compile(r"^[^\n]*=\s*[{\"\d]")
_LOST_START = re.compile(r"^[ \t]*@[a-zA-Z]+\b(?!\.)", re.MULTILINE)


def recognise(capture: Capture) -> float:
    """By `@type{key,` near the start, and that it is no HTML or JSON."""
    head = head_of(capture, 20_000)
    if head.lstrip()[:1] in {"<", "{", "["}:
        return 0.0
    found = _ENTRY.search(head)
    if not found:
        return 0.3 if re.search(r"^@(?:comment|string|preamble)\b", head, re.MULTILINE | re.IGNORECASE) else 0.0
    return 0.97 if re.search(r"\w\s*=\s*[{\"\w]", head[found.start() :]) else 0.6


def read(capture: Capture) -> Iterator[Said]:
    """A Work or a Reject for each entry, in their order."""
    yield source_of(capture, "bibtex")
    capture.text = text_of(capture)
    blocks = _Blocks(capture.text)
    yield from blocks.said()
    if not blocks.number:
        yield Reject("file", "no BibTeX entry in it: an entry begins with `@article{key,` or the like")


class _Blocks:
    """The blocks of one file, with the numbers and lines that its report names."""

    def __init__(self, text: str) -> None:
        from bibtexparser.model import String
        from bibtexparser.splitter import Splitter

        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)  # what it would log is reported as Reject
        self.text, self.lines, self.number, self._at = text, Lines(text), 0, 0
        self._blocks = Splitter(text).split().blocks
        self._strings = Strings({block.key.lower(): block.value for block in self._blocks if isinstance(block, String)})
        self._fields = [_fields(block) for block in self._blocks]
        self._parents: dict[str, dict[str, str]] = {}
        for block, fields in zip(self._blocks, self._fields, strict=True):
            if (entry := _entry(block)) is not None and fields:
                self._parents.setdefault(entry.key.lower(), fields)

    def said(self) -> Iterator[Said]:
        from bibtexparser.model import ImplicitComment, ParsingFailedBlock

        for place, block in enumerate(self._blocks):
            entry = _entry(block)
            if entry is not None:
                follower = self._blocks[place + 1] if place + 1 < len(self._blocks) else None
                after = follower.raw or "" if isinstance(follower, ImplicitComment) else ""
                yield from self._read(entry, self._fields[place], after)
            elif isinstance(block, ParsingFailedBlock):
                reason = getattr(block.error, "abort_reason", str(block.error))
                if not re.match(r"@(?:comment|preamble)\b", block.raw or "", re.IGNORECASE):
                    yield self._reject(block.start_line, block.raw, f"the entry cannot be read: {' '.join(str(reason).split())}")
            elif isinstance(block, ImplicitComment) and _LOST_START.search(block.comment):
                yield self._reject(block.start_line, block.raw, "looks like an entry, but no brace follows its type on the same line")

    def _reject(self, line: int | None, raw: str | None, reason: str) -> Reject:
        self.number += 1
        return Reject(f"record {self.number}, line {(line or 0) + 1}", reason, (raw or "")[:200])

    def _read(self, entry: Entry, fields: dict[str, str], after: str) -> Iterator[Said]:
        if re.sub(r"\W", "", entry.entry_type) == "xdata":
            return  # a container of fields for other entries
        try:
            _check(entry.key, after)
            values = {name: self._strings.value(value) for name, value in inherited(fields, self._parents).items()}
            work, notes = work_of(entry.entry_type, entry.key.strip(), values)
        except InputError as wrong:
            yield self._reject(entry.start_line, entry.raw, str(wrong))
            return
        self.number += 1
        work.line = (entry.start_line or 0) + 1
        work.passages = list(self._passages(entry))
        yield work
        for note in [*_repeated(entry), *notes]:
            yield Finding("ignored", "value", f"record {self.number}, line {work.line}: {note}")

    def _passages(self, entry: Entry) -> Iterator[Passage]:
        """Title and abstract as places in the file, protective braces cut out; a value with LaTeX commands is left out."""
        start = self.text.find(entry.raw or "", self._at)
        if start < 0 or not entry.raw:
            return
        self._at = start + len(entry.raw)
        for name in ("title", "abstract"):
            value = next((field.value for field in entry.fields if field.key.lower() == name), "")
            if not isinstance(value, str) or len(value) < 3 or "\\" in value or "#" in value or value[0] not in '{"':
                continue
            found = re.compile(rf"(?i:\b{name})\s*=\s*").search(self.text, start, self._at)
            at = self.text.find(value, found.end(), self._at) if found else -1
            if at >= 0:
                pieces = [(at + 1 + piece.start(), at + 1 + piece.end()) for piece in re.finditer(r"[^{}]+", value[1:-1])]
                yield Passage(pieces, kind="title" if name == "title" else "abstract")


def _check(key: str, after: str) -> None:
    if _BAD_KEY.search(key):
        raise InputError(f"the key holds signs that no key may have: {key[:60]!r}")
    if _LEFT_OVER.match(after):
        raise InputError("its braces close too early: text with fields follows the entry's end")


def _entry(block: object) -> Entry | None:
    """The entry of a block, also where it repeats a key or a field."""
    from bibtexparser.model import DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry

    if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
        block = block.ignore_error_block
        return _entry(block)
    return block if isinstance(block, Entry) else None


def _fields(block: object) -> dict[str, str]:
    """Field name in lower case → value as printed; the first of repeated ones that says something."""
    out: dict[str, str] = {}
    entry = _entry(block)
    for field in entry.fields if entry is not None else ():
        name = field.key.strip().lower()
        if isinstance(field.value, str) and not out.get(name, "").strip('{}" '):
            out[name] = field.value
    return out


def _repeated(entry: Entry) -> Iterator[str]:
    seen: dict[str, str] = {}
    for field in entry.fields:
        name = field.key.strip().lower()
        if seen.setdefault(name, str(field.value)) != str(field.value):
            yield f"the field {name} stands twice with different values; the first is taken"
