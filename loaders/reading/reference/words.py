"""The words of a reference string and what can be told of each: its form, the marks around it, where it stands, what the rules made of it.

The tagger's features: a fixed, cheap list of strings a word, the same when the model is trained and when it is used.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from loaders._words import vocabulary
from loaders.reading.names import BODY_WORDS, PARTICLES
from loaders.reading.reference.publishers import CITIES, is_publisher
from loaders.reading.reference.titles import VENUE

if TYPE_CHECKING:
    from collections.abc import Sequence

_WORD = re.compile(
    r"[A-Z](?=\d)|[^\W\d_]{2,}(?=\d)|\d+(?=(?!st\b|nd\b|rd\b|th\b|ème\b)[^\W\d_]{2,})|"
    r"[^\W_]+(?:['’‐-](?=[^\W\d_])[^\W\d_]+)*"
)
_MONTHS = vocabulary(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov "
    "dec spring summer autumn fall winter janvier février mars avril mai juin juillet août septembre octobre novembre décembre januar "
    "februar märz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
_MARKS = {
    "volume": vocabulary("vol volume vols bd band jg jahrgang tome t v jahrg tom vol. том т"),
    "issue": vocabulary("no nr num issue iss heft h number n numéro núm nº número"),
    "pages": vocabulary("p pp pages page s seiten seite pg pgs págs pag стр с"),
    "editors": vocabulary("ed eds hrsg hg editor editors edited herausgegeben éd éds dir coord ред edd"),
    "in": vocabulary("in dans en"),
    "edition": vocabulary("edition edn aufl auflage édition edición erw überarb"),
    "thesis": vocabulary("thesis dissertation phd ph.d diss master's master thèse diplomarbeit habilitationsschrift doctoral tesis"),
    "report": vocabulary("report paper working discussion technical arbeitspapier bericht preprint arxiv draft manuscript"),
    "access": vocabulary("accessed retrieved available online abgerufen zugriff url http https www consulté disponible"),
    "and": vocabulary("and und et y & e og"),
    "others": vocabulary("al others u.a"),
    "stop": vocabulary("the of for a an to with on der die das des für zur von im la le les el los de du del"),
}
_MARK_OF = {word: kind for kind, words in _MARKS.items() for word in words}
_ROMAN = re.compile(r"[IVXLC]{1,7}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?")
_OPEN, _CLOSE = '“„«»‚‘"', '”“»«’"'


class Word(NamedTuple):
    """A word with its place in the text."""

    text: str
    start: int
    end: int


def split_words(text: str) -> list[Word]:
    """The words of a text in order; what stands between them is the marks."""
    return [Word(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]


def mark_of(word: str) -> str:
    """What a word announces ("vol." → volume, "Hrsg." → editors), or the empty string."""
    return _MARK_OF.get(word.casefold(), "")


def looks_like_year(word: str) -> bool:
    """Whether a word has a year's form, a letter after it allowed."""
    return _YEAR.fullmatch(word) is not None


def _shape(word: str) -> str:
    if word.isdigit():
        return "year" if len(word) == 4 and word[:2] in ("15", "16", "17", "18", "19", "20") else f"d{min(len(word), 6)}"
    if _YEAR.fullmatch(word):
        return "yeara"
    if any(c.isdigit() for c in word):
        return "dx" if word[0].isdigit() else "xd"
    if len(word) == 1:
        return "X" if word.isupper() else "x"
    if word.isupper():
        return "ROMAN" if _ROMAN.fullmatch(word) else f"XX{min(len(word), 4)}"
    if word[0].isupper():
        return "Xx" if word[1:].islower() else "XxX"
    return "xx"


def _gap(marks: str) -> str:
    """The marks between two words, spaces told apart only where nothing else stands there."""
    if marks == " ":
        return "_"
    squeezed = marks.replace(" ", "")
    return squeezed[:4] if squeezed else "0"


def _kinds(word: str, low: str) -> list[str]:
    told = []
    mark = _MARK_OF.get(low)
    if mark:
        told.append("k:" + mark)
    if low in _MONTHS:
        told.append("k:month")
    if word in CITIES:
        told.append("k:city")
    if low in BODY_WORDS:
        told.append("k:body")
    if low in PARTICLES:
        told.append("k:particle")
    if len(low) > 2:
        if VENUE.fullmatch(low):
            told.append("k:venue")
        if is_publisher(low):
            told.append("k:publisher")
    return told


_KNOWN: dict[str, tuple[str, str, list[str]]] = {}


def _told(word: str) -> tuple[str, str, list[str]]:
    """Shape, folded form and the features of a word by itself, kept for words seen before."""
    known = _KNOWN.get(word)
    if known is None:
        if len(_KNOWN) > 60_000:
            _KNOWN.clear()
        low = word.casefold()
        shape = _shape(word)
        own = ["s:" + shape, *_kinds(word, low)]
        if not word[0].isdigit():
            own += ["w:" + low, "e:" + low[-3:], "b:" + low[:3]]
        elif shape not in ("year", "yeara"):
            own.append("w:" + (low if len(low) < 3 else "#"))
        known = _KNOWN[word] = shape, low, own
    return known


def _surroundings(words: Sequence[Word], told: Sequence[tuple[str, str, list[str]]], gaps: Sequence[str]) -> list[list[str]]:
    """For each word: years, "In" and editors' marks seen before it, and whether it stands in a bracket or a quotation."""
    years = in_seen = editors_seen = bracket = 0
    quoted = False
    rows: list[list[str]] = []
    for n in range(len(words)):
        shape, low, _ = told[n]
        before = gaps[n]
        for c in before:
            if c in "([":
                bracket += 1
            elif c in ")]":
                bracket = max(0, bracket - 1)
            elif c == '"':
                quoted = not quoted
            elif c in "“„«" or (c in "‘'" and n and not before.startswith(c)):
                quoted = True
            elif c in "”»":
                quoted = False
        row = [f"y:{min(years, 2)}{in_seen}{editors_seen}"]
        if bracket:
            row.append("()")
        if quoted:
            row.append("““")
        rows.append(row)
        years += shape in ("year", "yeara")
        mark = _MARK_OF.get(low)
        if mark == "in" and before not in ("_", "0"):
            in_seen = 1
        elif mark == "editors":
            editors_seen = 1
    return rows


def features(text: str, words: Sequence[Word], ruled: Sequence[str]) -> list[list[str]]:
    """For each word its features; `ruled` is the field each word has in the rules' reading ("" for none)."""
    if not words:
        return []
    count = len(words)
    told = [_told(w.text) for w in words]
    gaps = [_gap(text[: words[0].start])]
    gaps += [_gap(text[words[n].end : words[n + 1].start]) for n in range(count - 1)]
    gaps.append(_gap(text[words[-1].end :]))
    rows = _surroundings(words, told, gaps)
    for n in range(count):
        row = rows[n]
        shape, _, own = told[n]
        before, after, rule = gaps[n], gaps[n + 1], ruled[n]
        row += own
        row += ["g:" + before, "h:" + after, f"gh:{before}|{shape}|{after}", "r:" + rule]
        row += [f"p:{n if n < 3 else 3 + n * 8 // count}", f"z:{min(count - n, 9)}"]
        if n:
            shape1, low1, _ = told[n - 1]
            row += ["-1w:" + low1, f"-1s:{shape1}{before}{shape}", f"-1r:{ruled[n - 1]}>{rule}", "-2g:" + gaps[n - 1]]
            if n > 1:
                row.append("-2w:" + told[n - 2][1])
        else:
            row.append("first")
        if n + 1 < count:
            shape1, low1, own1 = told[n + 1]
            row += ["+1w:" + low1, f"+1s:{shape}{after}{shape1}", f"+1r:{rule}>{ruled[n + 1]}", "+2g:" + gaps[n + 2]]
            row += ["+" + kind for kind in own1 if kind[0] == "k"]
            if n + 2 < count:
                row.append("+2s:" + told[n + 2][0])
        else:
            row.append("last")
    return rows
