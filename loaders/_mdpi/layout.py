"""The parts of an MDPI article page: front, abstract, sections, tables, notes, reference list and what the site adds.

Headings are told by their number ("4.1. …", "Appendix A. …"), by MDPI's fixed names, or by the heading elements of HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._mdpi.tables import is_rule

if TYPE_CHECKING:
    from loaders._page.markup import Block
    from loaders._page.page import Page

_NUMBERED = re.compile(r":?\s*(?P<heading>(?:\d{1,2}\.(?:\d{1,2}\.?){0,3}|[IVX]{1,5}\.)\s+(?=\D)[^|]{2,140}?)\s*")
_APPENDIX = re.compile(r"Appendix(?:\s+[A-Z](?:\.\d+)?\b)?[.:]?\s*[^|]{0,120}")
BACK_MATTER = re.compile(
    r"(?:Supplementary Materials?|Author Contributions?|Authors[’'] Contributions?|Funding|Institutional Review Board(?: Statement)?|"
    r"Informed Consent(?: Statement)?|Data Availability(?: Statement)?|Acknowledge?ments?|Conflicts? of Interests?|Competing Interests|"
    r"Ethics? Statement|Declaration of Competing Interest|Sample Availability|Publisher[’']s Note)\s*:?",
    re.IGNORECASE,
)
_ABSTRACT = re.compile(r"Abstract\s*:?", re.IGNORECASE)
_ABSTRACT_INLINE = re.compile(r":?\s*(?:Abstract\s*:\s*)?(?=\S)", re.IGNORECASE)
_KEYWORDS = re.compile(r"Key\s?words?\s*:?\s*", re.IGNORECASE)
_REFERENCES = re.compile(r"(?:(?:\d+\.?\s+)?(?:References(?: and Notes)?|Literature Cited|Bibliography)|Literature)\s*:?", re.IGNORECASE)
_NOTES = re.compile(r"(?:Foot)?notes?|Abbreviations", re.IGNORECASE)
_NOTE_ROW = re.compile(r"(?P<label>\d{1,3}|[*†‡a-c])\s*\|\s*(?P<note>[^|]{3,}?)\s*\|?")
_PLAIN_HEADING = re.compile(
    r":?\s*(?P<heading>Introduction|Background|Literature Review|Theor\w+(?: \w+){0,3}|State of the Art|(?:Materials? and )?Methods?|"
    r"Methodology|"
    r"Results?(?: and Discussion)?|Findings|Analysis|Discussion(?: and Conclusions?)?|Conclusions?|Limitations)\s*"
)
_SITE = re.compile(
    r"(?:Disclaimer/)?Publisher[’']s Note:|Share and Cite|©|MDPI and ACS Style|AMA Style|Chicago/Turabian Style|APA Style|Article Metrics|"
    r"Multiple requests from the same IP|For more information on the journal statistics|Zoom\b|Orient\b|Back to Top|Note that from "
    r"the first issue|"
    r"Article Access Statistics|No\s*$|Find Other Styles|Export citation|Article Menu|Subscribe SciFeed|Related Info Links|More by "
    r"Authors? Links|"
    r"Order Article Reprints|Open Access\s*Article|Further Information|Download\s|Browse Figures?|Versions Notes",
    re.IGNORECASE,
)
_CAPTION = re.compile(r"(?:Table|Figure|Scheme|Box|Chart)\s+[A-Z]?\d{1,2}[.:]\s", re.IGNORECASE)
_MARKER = re.compile(r"(?:[-–•*]\s+|\[?\d{1,3}[.\])]\s+)(?=\S)")
_LONE_NUMBER = re.compile(r"\[?\d{1,3}[.\]]?")


@dataclass(slots=True)
class Piece:
    """A stretch of the page's text with what it is; `section` is the heading it stands under."""

    kind: str
    start: int
    end: int
    section: str = ""
    marks: frozenset[str] = frozenset()


@dataclass(slots=True)
class Layout:
    """The pieces of a page in order, and the headings that MDPI printed without the text that should follow."""

    pieces: list[Piece] = field(default_factory=list)

    def of(self, *kinds: str) -> list[Piece]:
        """The pieces of these kinds."""
        return [p for p in self.pieces if p.kind in kinds]


class _State:
    def __init__(self) -> None:
        self.part = "front"
        self.section = ""
        self.notes: frozenset[int] = frozenset()


def read_layout(page: Page) -> Layout:
    """Cut a page into pieces: front, abstract, keywords, heading, body, note, table, reference, back, site."""
    layout = Layout()
    state = _State()
    state.notes = _note_cells(page)
    cut = _body_end(page)
    for block in page.blocks:
        text = page.text[block.start : block.end]
        kind, start, end = ("site", block.start, block.end) if block.start >= cut else _kind(text, block, state)
        layout.pieces.append(Piece(kind, start, end, state.section, block.marks))
    _join_references(layout, page.text)
    return layout


def _body_end(page: Page) -> int:
    """Where "Share and Cite" begins: what follows is the site's, but for the forms that are read on their own."""
    found = [b.start for b in page.blocks if page.text[b.start : b.end].strip().casefold() == "share and cite"]
    return found[-1] if found and found[-1] > len(page.text) // 4 else len(page.text)


def _note_cells(page: Page) -> frozenset[int]:
    """Where the texts of notes begin that stand in tables: rows of a mark and a sentence."""
    found: dict[int, list[int]] = {}
    for row in page.markup.rows:
        mark, note = (page.text[slice(*cell)] for cell in row.cells) if len(row.cells) == 2 else ("", "")
        sentence = re.fullmatch(r"\d{1,3}|[*†‡a-c]", mark) and len(note.split()) > 5 and note.endswith((".", ")", "?"))
        found.setdefault(row.table, []).append(row.cells[1][0] if sentence else -1)
    return frozenset(at for starts in found.values() if -1 not in starts for at in starts)


def _kind(text: str, block: Block, state: _State) -> tuple[str, int, int]:
    """What a block is, and where its own text begins and ends."""
    start, end = block.start, block.end
    if _is_reference_mark(block.marks):
        state.part = "references"
        return "reference", start, end
    if block.start in state.notes:
        return "note", start, end
    found = _heading(text, block, state) or _aside(text, block)
    return found or _running(text, block, state)


def _aside(text: str, block: Block) -> tuple[str, int, int] | None:
    """The site's lines, notes, tables and captions: they may stand anywhere, also between references."""
    start, end = block.start, block.end
    if _SITE.match(text):
        return "site", start, end
    if ".html-fn_group" in block.marks:
        return ("note" if re.search(r"[^\W\d_]{2}", text) else "label"), start, end
    if "|" in text and (note := _NOTE_ROW.fullmatch(text)):
        return "note", start + note.start("note"), start + note.end("note")
    if block.marks & {"table", "tr"} or is_rule(text) or text.count("|") > 1 or text.rstrip().endswith("|"):
        return "table", start, end
    return ("caption", start, end) if _CAPTION.match(text) else None


def _running(text: str, block: Block, state: _State) -> tuple[str, int, int]:
    start, end = block.start, block.end
    if (keywords := _KEYWORDS.match(text)) and state.part in ("front", "abstract"):
        state.part = "keywords"
        return ("keywords" if text[keywords.end() :].strip() else "label"), start + keywords.end(), end
    if state.part == "abstract":
        if not re.search(r"\w", text):  # the colon after "Abstract", on a line of its own
            return "label", start, end
        lead = _ABSTRACT_INLINE.match(text)
        return "abstract", start + (lead.end() if lead else 0), end
    if state.part == "front" and re.match(r"Abstract\s*:\s*\S", text, re.IGNORECASE):
        state.part = "abstract"
        return "abstract", start + text.index(":") + 1, end
    return _part_kind(text, state), start, end


def _is_reference_mark(marks: frozenset[str]) -> bool:
    """MDPI lists references as `ol.html-x` (numbered, `html-xx`, `html-xxx`) of `li` whose ids are B1, B2 and so on."""
    return "li" in marks and any(m.startswith("#B") and ("-" in m or m[2:].isdigit()) for m in marks)


def _heading(text: str, block: Block, state: _State) -> tuple[str, int, int] | None:
    bare = text.strip()
    start, end = block.start, block.end
    tagged = bool(block.marks & {"h2", "h3", "h4", "h5", "h6"})
    if _ABSTRACT.fullmatch(bare):
        state.part, state.section = "abstract", "Abstract"
        return "label", start, end
    if _REFERENCES.fullmatch(bare):
        state.part, state.section = "references", "References"
        return "label", start, end
    if _KEYWORDS.fullmatch(bare):
        state.part = "keywords"
        return "label", start, end
    if state.part == "references" and not tagged and not _APPENDIX.fullmatch(bare):
        return None
    if _NOTES.fullmatch(bare):
        state.part, state.section = "notes", bare
        return "label", start, end
    back = BACK_MATTER.match(bare)
    if back and (back.end() == len(bare) or back[0].endswith(":")):
        state.part, state.section = "back", back[0].rstrip(" :")
        return "back", start, end
    sentence = bare.endswith((".", ";", ",")) and not _APPENDIX.fullmatch(bare)
    appendix = (
        _APPENDIX.fullmatch(bare)
        if not sentence and len(bare) < 140 and not re.match(r"Appendix \w+ (?:shows|lists|gives)", bare)
        else None
    )
    named = _NUMBERED.fullmatch(text) or _PLAIN_HEADING.fullmatch(text)
    listed = not tagged and state.section.startswith("Appendix") and re.match(r"\d{1,2}\.\s", bare)  # questions of a guide, say
    if named and not sentence and not listed and (tagged or len(bare) < 160) and not re.match(r":?\s*\d+\.?\s+[a-z]", bare):
        at = start + named.start("heading")
        stop = start + named.end("heading")
    elif appendix or (tagged and state.part != "front"):
        at, stop = start, end
    else:
        return None
    state.part, state.section = "body", text[at - start : stop - start].strip()
    return "heading", at, stop


def _part_kind(text: str, state: _State) -> str:
    if state.part == "keywords":
        state.part = "front" if len(text) < 300 else "body"
        return "keywords" if len(text) < 300 else "body"
    if state.part == "references":
        return "reference"
    return {"notes": "note", "back": "back", "body": "body"}.get(state.part, "front")


def _join_references(layout: Layout, text: str) -> None:
    """In the list's text: where lines carry a dash or number, lines without one continue the line before, or are the site's."""
    listed = layout.of("reference")
    if not listed or any("li" in p.marks for p in listed):
        return
    marked = sum(_MARKER.match(text[p.start : p.end]) is not None for p in listed) > len(listed) / 2
    last: Piece | None = None
    for piece in listed:
        line = text[piece.start : piece.end]
        if _LONE_NUMBER.fullmatch(line.strip()) or not re.search(r"[^\W\d_]{2}", line):
            piece.kind = "label"
        elif (m := _MARKER.match(line)) is not None:
            piece.start += m.end()
            last = piece
        elif (
            marked
            and last is not None
            and not text[last.start : last.end].rstrip().endswith((".", "]"))
            and text[last.end : piece.start].isspace()
        ):
            last.end = piece.end
            piece.kind = "label"
        elif marked:
            piece.kind = "site"
