"""What all charts share: the SVG element with its words for those who do not see it, marks, and the names of colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from queries import STANCES
from queries.result import Thing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from queries.result import Cell

LONGEST = 44
"""Characters of a label: as many as fit a screen of 375 pixels."""
COLOURS = 6
_SERIES = {"supporting": "supports", "challenging": "challenges"}
STYLE = (
    "svg{background:#fff;color:#1d2430;font:14px system-ui,sans-serif;--line:#dfe3ea;--soft:#566072;--for:#1b6e4b;--against:#a3341f;"
    "--mid:#8a5a00;--c0:#0b5394;--c1:#8a5a00;--c2:#6a3d9a;--c3:#1b6e4b;--c4:#a3341f;--c5:#566072}"
    "@media(prefers-color-scheme:dark){svg{background:#151a21;color:#e6e9ef;--line:#343b47;--soft:#a4adbb;--for:#7fd3a8;--against:#ff9d87;"
    "--mid:#f0c069;--c0:#8fc1ff;--c1:#f0c069;--c2:#c9a8f0;--c3:#7fd3a8;--c4:#ff9d87;--c5:#a4adbb}}"
)
MARKS = (
    "text{fill:currentColor}.soft{fill:var(--soft)}.axis{stroke:var(--line)}.c0{fill:var(--c0)}.c1{fill:var(--c1)}.c2{fill:var(--c2)}"
    ".c3{fill:var(--c3)}.c4{fill:var(--c4)}.c5{fill:var(--c5)}.supports,.extends,.illustrates{fill:var(--for)}.challenges{fill:var(--against)}"
    ".qualifies,.applies,.proposes{fill:var(--mid)}.extends,.applies{opacity:.75}.illustrates,.proposes{opacity:.5}path{fill:none;stroke:var(--soft);stroke-opacity:.65}"
    ".ground{fill:var(--line);stroke-opacity:.3}.place{fill:var(--c0)}"
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing before it is framed: its height in pixels, its marks, what it shows in words, and the series to be explained."""

    height: int
    marks: list[str]
    told: str
    series: tuple[str, ...] = ()


def svg(sketch: Sketch, title: str, *, alone: bool) -> str:
    """The element; the series are named above the marks."""
    top, key = 0, []
    if len(sketch.series) > 1:
        for n, name in enumerate(sketch.series):
            x, y = (0, 50)[n % 2], 6 + n // 2 * 22
            key.append(f'<rect x="{x}%" y="{y}" width="12" height="12" class="{colour(name, n)}"/>')
            key.append(f'<svg x="{x}%" overflow="visible">{text(18, y + 11, name, cut=20)}</svg>')
        top = 14 + (len(sketch.series) + 1) // 2 * 22
    height = sketch.height + top
    style = f"<style>{STYLE}{MARKS}</style>" if alone else ""
    size = f'width="{"720" if alone else "100%"}" height="{height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="chart-title chart-told" {size}>'
    told = f'<title id="chart-title">{escape(title)}</title><desc id="chart-told">{escape(clean(sketch.told))}</desc>'
    body = f'<svg y="{top}" width="100%" height="{sketch.height}" overflow="visible">{"".join(sketch.marks)}</svg>'
    return f"{head}{told}{style}{''.join(key)}{body}</svg>"


def text(x: str | int, y: int, label: str, *, kind: str = "", anchor: str = "", cut: int = LONGEST) -> str:
    """A line of text, cut to what fits, whole on pointing."""
    label = clean(label)
    shown = label if len(label) <= cut else label[: cut - 1].rstrip() + "…"
    whole = pointed(label) if shown != label else ""
    kind, anchor = (f" class={quoteattr(kind)}" if kind else ""), (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text x="{x}" y="{y}"{kind}{anchor}>{escape(shown)}{whole}</text>'


def bar(x: float, y: float, width: float, height: float, kind: str, told: str) -> str:
    """A bar; `x` and `width` in hundredths of the drawing's width."""
    return f'<rect x="{x:.2f}%" y="{y}" width="{max(width, 0.3):.2f}%" height="{height}" class="{kind}">{pointed(told)}</rect>'


def pointed(told: str) -> str:
    """What a mark says when it is pointed at."""
    return f"<title>{escape(clean(told))}</title>"


def colour(name: str, place: int) -> str:
    """The class of a series: a stance has its own colour everywhere."""
    name = _SERIES.get(name, name)
    return name if name in STANCES else f"c{place % COLOURS}"


def label(cell: Cell) -> str:
    """How a cell is called."""
    if isinstance(cell, Thing):
        return cell.label or cell.id.rsplit("/", 1)[-1]
    return "unknown" if cell is None else str(cell)


def number(cell: object) -> float:
    """What a cell counts for."""
    return float(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) and cell > 0 else 0.0


def written(value: float) -> str:
    """A sum as people read it."""
    return str(int(value)) if value == int(value) else f"{value:.2f}"


def clean(words: str) -> str:
    """Text that XML can hold."""
    return "".join(sign if sign >= " " and sign not in "\ufffe\uffff" and not "\ud800" <= sign <= "\udfff" else " " for sign in words)


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Series: stances in their own order first, then the others as they come."""
    seen = dict.fromkeys(names)
    return (*(name for name in STANCES if name in seen), *(name for name in seen if name not in STANCES))


def listed(pairs: Iterable[tuple[str, object]], most: int = 12) -> str:
    """`Alberta 4, Norway 2` and how many more there are."""
    pairs = list(pairs)
    more = f" and {len(pairs) - most} more" if len(pairs) > most else ""
    return ", ".join(f"{name} {value}" for name, value in pairs[:most]) + more
