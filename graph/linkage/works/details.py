"""What two work records print beside title and people, compared: years, pages, volumes and who lists them; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.linkage.facts import CITED, DESCRIBED
from graph.linkage.works.likeness import figures, first_page, full_pages
from graph.linkage.works.marks import groups

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.linkage.traits import Work


def years_apart(one: Work, other: Work) -> int | None:
    """How many years lie between the two, the fewest that captures tell; None where one has none."""
    mine, theirs = [int(y) for y in one.years], [int(y) for y in other.years]
    return min((a - b for a in mine for b in theirs), key=abs, default=None)


def suffixes_differ(one: Work, other: Work) -> bool:
    """Whether some capture tells the two apart by year letters; letters of two captures mean nothing to each other."""
    mine, theirs = one.suffixes, other.suffixes
    shared = {graph for graph, _ in mine} & {graph for graph, _ in theirs}
    return any({v for g, v in mine if g == graph}.isdisjoint(v for g, v in theirs if g == graph) for graph in shared)


def apart(mine: tuple[str, ...], theirs: tuple[str, ...], normal: Callable[[str], str]) -> bool:
    """Whether both have such values, and none in common."""
    a, b = {normal(v) for v in mine} - {""}, {normal(v) for v in theirs} - {""}
    return bool(a and b and not a & b)


def same_place(one: Work, other: Work) -> bool:
    """Whether both stand on the same page, or as the same article number, of the same volume."""
    return _shared(one.volumes, other.volumes, figures) and (
        _shared(one.pages, other.pages, first_page) or _shared(one.numbers, other.numbers, str.casefold)
    )


def same_pages(one: Work, other: Work) -> bool:
    """Whether both begin and end on the same pages of something."""
    return any("-" in pages for pages in set(map(full_pages, one.pages)).intersection(map(full_pages, other.pages)))


def _shared(mine: tuple[str, ...], theirs: tuple[str, ...], normal: Callable[[str], str]) -> bool:
    return bool(({normal(v) for v in mine} & {normal(v) for v in theirs}) - {""})


def is_bare(one: Work) -> bool:
    """Whether a record names no kind of publication and no place in one: that is how a manuscript on the web is recorded."""
    return not (groups(one) or one.volumes or one.issues or one.pages)


def in_one_list(one: Work, other: Work) -> bool:
    """Whether somebody lists both: a capture that describes both, or a work that cites both."""
    if set(one.citers) & set(other.citers):
        return True
    mine, theirs = one.graphs, other.graphs
    return any(bits & theirs.get(graph, 0) & DESCRIBED and not (bits | theirs[graph]) & CITED for graph, bits in mine.items())
