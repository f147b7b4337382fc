"""The running text of an article → passages: abstract, points for practitioners, keywords, sections under their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Literal

from graph.record import Passage, Reference, Span, Work
from loaders._article.head import abstract_start
from loaders._page.page import clean, joined, with_accents, without_addresses
from loaders.reading.citations import citations
from loaders.reading.prose import flow

if TYPE_CHECKING:
    from loaders._article.lines import Line

_KEYWORDS = re.compile(
    r"^(?:author |index )?(?:key ?words?|palabras clave|mots[- ]cl(?:é|e´)s|palavras[- ]chave"
    r"|schlagw(?:ö|o)rter|parole chiave)\b\s*[.:–—-]?\s*",
    re.IGNORECASE,
)
_PRACTICE = re.compile(
    r"^(?:points? for practitioners|practitioner points|evidence for practice|practical implications|puntos para profesionales"
    r"|remarques à l['’]intention des praticiens)\b\s*[.:–—-]?\s*",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"^(?:\d+\.?\s*)?(?:references|bibliography|works cited|literature cited|références|bibliographie|referencias|literatur)$",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s*\|?\s*)?(?:introduction|conclusions?|discussion|results|findings|methods?|methodology|background|acknowledge?ments?|notes?"
    r"|funding|literature review|theoretical framework|declaration of conflicting interests|introducción|conclusiones|einleitung|fazit"
    r"|introducción|conclusion générale|introdução|conclusão)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"^\d+(?:\.\d+)*\.?\s*\|?\s*[A-ZÀ-Þ].{2,90}[^.,;:]$")
_ENTRY = re.compile(
    r"^(?:\[?\d{1,3}[\].)]\s+)?(?:[A-ZÀ-Þ][\w'’-]+(?:\s[A-ZÀ-Þ][\w'’-]+)*,?\s(?:[A-ZÀ-Þ]\.?[\s,-]?){1,3}|[A-ZÀ-Þ][\w'’. &-]{2,80}\(\d{4})"
)
_CJK = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_SENTENCES = re.compile(r"[^\W\d_]\)?\.\s[A-ZÀ-Þ]\w*\s|\([^()]*\b(?:19|20)\d\d[a-z]?(?::[^()]*)?\)")
"""What no keyword holds: the end of a sentence before another, or a citation."""
_ACCENT = re.compile(r"[^\W\d_][ˋˆ˜¸˚ˇ˘˙˝˛¯]|(?:(?<=\w)[AEIOUaeiou]|\b[Aa])`(?!\w*['’])")
"""Spacing accents that the flow of prose leaves: a grave one after a vowel, where it opens no quotation."""
_LINK = re.compile(r"^(?:google scholar|cross-?ref|pubmed|web of science|isi|medline|(?:pdf|view|open).{0,20})$", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…:][)\]”’\"'´]*(?:\d{1,3})?$")


@dataclass(slots=True)
class Part:
    """A run of lines of one kind: `section` is the heading above it."""

    kind: Literal["abstract", "keywords", "heading", "body", "references"]
    section: str = ""
    lines: list[tuple[int, int]] = field(default_factory=list)


class Body:
    """The parts of an article after its head. `anchors` are the (offset, page) at which printed pages begin."""

    def __init__(self, text: str, lines: list[Line], anchors: list[tuple[int, str]], first_page: str) -> None:
        self.text, self.anchors, self.first_page = text, anchors, first_page
        self.lines = [line for line in lines if line.role in ("", "blank")]
        self.marked_up = any(line.heading for line in self.lines)  # headings are elements: no short line need be taken for one
        self.width = median([len(line.text) for line in self.lines if line.text] or [0])
        self.parts: list[Part] = []
        self._divide()

    def _divide(self) -> None:
        part: Part | None = None
        number = 0
        while number < len(self.lines):
            line = self.lines[number]
            number += 1
            if not line.text:
                continue
            opened = self._opening(line)
            if opened is not None:
                part, used = opened
                self.parts.append(part)
                if used < len(line.text):
                    part.lines += without_addresses(self.text, line.start + used, line.end)
                continue
            if heading := self._heading(number - 1, part):
                number += len(heading) - 1
                part = self._under_heading(heading)
                continue
            if part is None or (part.kind == "keywords" and self._runs_on(line, part)):
                part = Part("body")
                self.parts.append(part)
            part.lines += without_addresses(self.text, line.start, line.end)

    def _opening(self, line: Line) -> tuple[Part, int] | None:
        """The part that a line opens by a word that journals print, and how long that word is."""
        if (used := abstract_start(line.text)) is not None and not any(part.kind == "abstract" and not part.section for part in self.parts):
            return Part("abstract"), used
        if (found := _PRACTICE.match(line.text)) and not self._in_structured(line):
            return Part("abstract", "Points for practitioners"), found.end()
        if (found := _KEYWORDS.match(line.text)) and not any(part.kind == "keywords" for part in self.parts):
            return Part("keywords"), found.end()
        return None

    def _in_structured(self, line: Line) -> bool:
        """Whether "Practical implications – …" is one of the labelled parts of the abstract that the line stands in."""
        within = bool(self.parts) and self.parts[-1].kind == "abstract" and not self.parts[-1].section
        return within and re.match(r"practical implications\s?[–—:-]\s?\S", line.text, re.IGNORECASE) is not None

    def _under_heading(self, heading: list[Line]) -> Part:
        title = re.sub(r"^\d+\s*\|\s*", "", clean(joined("\n".join(line.text for line in heading))))
        self.parts.append(Part("heading", title, [(line.start, line.end) for line in heading]))
        part = Part("references" if _REFERENCES.match(title) else "body", title)
        self.parts.append(part)
        return part

    def _heading(self, number: int, part: Part | None) -> list[Line]:
        """The lines of the heading that begins here, or none."""
        line = self.lines[number]
        if line.heading or _KNOWN.match(line.text) or _REFERENCES.match(line.text):
            return [line]
        if part is None or self.marked_up or part.kind == "references" or not self._may_head(line.text):
            return []
        after = [one for one in self.lines[number + 1 : number + 4] if one.text]
        if part.kind == "keywords":
            small = bool(part.lines) and self.text[part.lines[0][0]].islower()
            ended = part.lines and self._keywords_ended(part) and (small or _NUMBERED.match(line.text))
            return [line] if ended and after and len(after[0].text) > 0.6 * self.width else []
        return self._heading_in_text(line, part, after)

    def _heading_in_text(self, line: Line, part: Part, after: list[Line]) -> list[Line]:
        """A short line between the end of a sentence and the beginning of another, or two such lines."""
        before = self.text[slice(*part.lines[-1])] if part.lines else ""
        if not after or (before and (before.endswith(":") or not _SENTENCE_END.search(before))):
            return []
        if _NUMBERED.match(line.text):
            return [line]
        heading = [line, after[0]] if after[0].text[0].islower() and self._may_go_on(after[0].text) else [line]
        following = after[len(heading) - 1 :][:1]
        begins = bool(following) and (following[0].text[0].isupper() or following[0].text[0] in "‘“\"'")
        return heading if begins else []

    def _may_head(self, text: str) -> bool:
        return (
            len(text) <= min(100, 0.86 * self.width)
            and len(text) > 2
            and (text[0].isupper() or _NUMBERED.match(text) is not None)
            and text[-1] not in ".,;:!-‐–"
            and not re.search(r"\(.*\d{4}.*\)|^[•·–-]", text)
        )

    def _may_go_on(self, text: str) -> bool:
        return len(text) <= 0.86 * self.width and text[-1] not in ".,;:!-‐"

    def _keywords_ended(self, part: Part) -> bool:
        start, end = part.lines[-1]
        return self.text[end - 1] not in ",;-‐" and end - start < 0.7 * self.width

    def _runs_on(self, line: Line, part: Part) -> bool:
        """Whether running text begins after the keywords though no heading says so."""
        if not part.lines or self.marked_up:
            return False
        if _CJK.match(line.text) and not _CJK.match(self.text[part.lines[0][0] :][:1]):
            return True  # the abstract once more in Chinese or Japanese
        if _SENTENCES.search(line.text) and self.text[part.lines[-1][1] - 1] not in ",;-‐":
            return True
        ended = self._keywords_ended(part)
        return ended and (len(line.text) > 0.6 * self.width or line.text.endswith("."))

    def passages(self, language: str) -> list[Passage]:
        """The passages of the work, in their order."""
        found = []
        for part in self.parts:
            if not part.lines or part.kind == "references":
                continue
            slices = _slices(self.text, part.lines)
            kind = part.kind
            passage = Passage(slices, kind=kind, section=part.section, language=language)
            passage.page = self.page_at(slices[0][0])
            passage.anchors = [(at, page) for at, page in self.anchors if slices[0][0] < at <= slices[-1][1]]
            found.append(passage)
        return found

    def page_at(self, offset: int) -> str:
        """The printed page at an offset, or the empty string where the page prints none."""
        return next((page for at, page in reversed(self.anchors) if at <= offset), self.first_page)

    def abstract(self) -> tuple[str, Span | None]:
        """The abstract as one text with line ends and hyphens joined, and its place."""
        part = next((part for part in self.parts if part.kind == "abstract" and not part.section and part.lines), None)
        if part is None:
            return "", None
        start, end = part.lines[0][0], part.lines[-1][1]
        slices = _slices(self.text, part.lines)
        exact = joined(self.text[start:end]) if len(slices) == 1 else self.text[start:end]
        text = _accented(flow.build(self.text, Passage(slices)).text)
        return clean(text), Span(start, end, exact, self.page_at(start))

    def keywords(self) -> list[str]:
        """The keywords, joined over line ends."""
        part = next((part for part in self.parts if part.kind == "keywords"), None)
        if part is None or not part.lines:
            return []
        lines = [self.text[start:end] for start, end in part.lines]
        if len(lines) > 1 and not re.search(r"[,;·•|]|-$", "\n".join(lines), re.MULTILINE):
            return [word for line in lines if (word := clean(line).strip(" ."))]  # one a line
        text = _accented(flow.build(self.text, Passage(_slices(self.text, part.lines))).text)
        separator = ";" if ";" in text else "[·•|]" if re.search(r"[·•|]", text) else ","
        return [word for piece in re.split(rf"\s*{separator}\s*", text) if (word := clean(piece).strip(" .,;"))]

    def references(self) -> list[Reference]:
        """What the article cites: its reference list where one is printed, else the works named in its text by author and year."""
        from loaders.reading.references import parse

        listed = [parse(entry) for part in self.parts if part.kind == "references" for entry in self._entries(part)]
        if len(listed) > 2:
            return listed
        stubs: dict[tuple[tuple[str, ...], int | None, str], Work] = {}
        found = []
        for passage in self.passages("en"):
            if passage.kind not in ("body", "abstract"):
                continue
            stream = flow.build(self.text, passage)
            for cited in citations(stream.text):
                work = cited.work
                key = (tuple(name.casefold() for name in work.authors_as_printed), work.year, work.year_suffix)
                cited.work = stubs.setdefault(key, work)
                places = stream.spans(cited.span.start, cited.span.end) if cited.span else []
                cited.span = places[0] if len(places) == 1 else None
                found.append(cited)
        return found

    def _entries(self, part: Part) -> list[str]:
        """The entries of a reference list: a block each in HTML; in wrapped text one begins where a line begins like a name."""
        entries: list[str] = []
        for start, end in part.lines:
            line = self.text[start:end]
            if _LINK.match(line):
                continue
            if not entries or self.marked_up or (_ENTRY.match(line) and re.search(r"[.\d)\]]$", entries[-1])):
                entries.append(line)
            else:
                entries[-1] = joined(f"{entries[-1]}\n{line}")
        return entries


def _accented(text: str) -> str:
    return _ACCENT.sub(lambda found: with_accents(found[0]), text)


def _slices(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of lines that follow one another: a new one begins where something was left out between two lines."""
    slices = [lines[0]]
    for start, end in lines[1:]:
        if text[slices[-1][1] : start].strip():
            slices.append((start, end))
        else:
            slices[-1] = (slices[-1][0], end)
    return slices
