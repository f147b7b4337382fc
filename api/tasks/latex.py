"""A comparison as LaTeX: tables that keep within the line, whatever the words are.

pdfLaTeX sets them where all words are in Latin letters; others need LuaLaTeX or XeLaTeX and a font that has them: the first line tells.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Rows = Sequence[tuple[str, Sequence[Sequence[object]]]]
    """For each property the values of each case."""

PER_TABLE = 4
"""Cases side by side on a page that stands upright; more are set in further tables below."""
LINES = 36
"""Up to which a table is in one piece, as floats want it."""
_LATIN = r"% for pdfLaTeX with \usepackage[T1]{fontenc}, LuaLaTeX or XeLaTeX"
_OTHER = "% for LuaLaTeX or XeLaTeX with fonts that have all these letters; pdfLaTeX has Latin ones only"
_LONGTABLE = r"; with \usepackage{longtable}, since it may go on over the page"
_OF_PDFLATEX = re.compile("[ -~¡-·¹-ĥĨ-ķĹ-ľŁ-ňŊ-ťŨ-ž–—‘’‚“”„†‡•…‰‹›€™№\u00ad\u200b]*")
_WRITTEN = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}",
    '"': r"\char34{}", "`": r"\textasciigrave{}", "\u00ad": r"\-", "\u200b": r"\hspace{0pt}", "\u2060": r"\/",
})  # fmt: skip
_JOINED = re.compile(r"([-',<>])(?=\1)|[!?](?=`)")
"""Before a sign that TeX would make one of with it: two hyphens a dash, two apostrophes a quotation mark."""
_LONG = re.compile(r"\S{13,}")
_BEHIND = re.compile(r"(?<=[/._?&=:@~#%+,;)])(?=[^\W_])")
"""Where a long word that is no word of a language, as an address, may be broken."""
_DIGEST = re.compile(r"(?=[^\W\d_]*\d)[^\W_]{12}(?=[^\W_]{12})|[^\W_]{20}(?=[^\W_]{20})")
"""Digits that belong together, and words of more letters than TeX would hyphenate."""
_WIDE = re.compile("(?<=[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff])(?=[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff])")
"""Between the letters of Chinese and Japanese, which are set without blanks."""


def latex(labels: Sequence[str], rows: Rows) -> str:
    """The table, in several of a few cases each where there are many."""
    if not labels:
        return ""
    number = -(-len(labels) // PER_TABLE)
    each = -(-len(labels) // number)
    parts = [_Part(labels, rows, begin, begin + each) for begin in range(0, len(labels), each)]
    words = "".join(_plain(text) for text in [*labels, *(str(value) for _, row in rows for cell in row for value in cell)])
    first = (_LATIN if _OF_PDFLATEX.fullmatch(words) else _OTHER) + (_LONGTABLE if any(part.high for part in parts) else "")
    return "\n".join([first, "\n\n\\bigskip\n".join(part.written() for part in parts), ""])


def latex_text(text: str) -> str:
    """A text as LaTeX prints it: every sign that means something to LaTeX is written out, blanks are one blank."""
    words = _LONG.sub(lambda found: _DIGEST.sub("\\g<0>\u200b", _BEHIND.sub("\u200b", found[0])), _plain(text))
    return _JOINED.sub("\\g<0>\u2060", _WIDE.sub("\u200b", words)).translate(_WRITTEN)


def _plain(text: str) -> str:
    """The words in one line, letters composed where they can be, without the signs that only steer a screen."""
    line = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\u00ad\u200b\u200c\u200d")


class _Part:
    """The cases from one to before another, as one table."""

    def __init__(self, labels: Sequence[str], rows: Rows, begin: int, end: int) -> None:
        self.labels = labels[begin:end]
        told = [(prop, ["; ".join(map(str, values)) for values in cells[begin:end]]) for prop, cells in rows]
        self.rows = [(prop, cells) for prop, cells in told if any(cells)]

    @property
    def high(self) -> bool:
        """Whether it may be higher than a page of an ordinary document."""
        signs = 56 // len(self.labels) - 2  # that a column has room for
        lines = sum(max(1, *(-(-len(cell) * 5 // (4 * signs)) for cell in row)) for row in [self.labels, *(row for _, row in self.rows)])
        return lines > LINES

    def written(self) -> str:
        """As a table in one piece, or one that goes on over the page."""
        width = rf"p{{\dimexpr(\linewidth-6em)/{len(self.labels)}-2\tabcolsep\relax}}"
        name, columns = "longtable" if self.high else "tabular", f"{{@{{}}l{width * len(self.labels)}@{{}}}}"
        begin = rf"\begin{{longtable}}[l]{columns}" if self.high else rf"\noindent\begin{{tabular}}{columns}"
        heads = [r"\hline", _row("", [rf"\textbf{{{latex_text(label)}}}" for label in self.labels]), r"\hline"]
        rows = [_row(latex_text(prop), [latex_text(cell) for cell in cells]) for prop, cells in self.rows]
        return "\n".join([begin, *heads, *([r"\endhead"] if self.high else []), *rows, r"\hline", rf"\end{{{name}}}"])


def _row(head: str, cells: Sequence[str]) -> str:
    """A row; its cells are ragged, and their first words may be hyphenated like the others."""
    return " & ".join([head, *(rf"\raggedright\hspace{{0pt}}{cell}" if cell else "" for cell in cells)]) + r" \tabularnewline"
