"""Where what was asked for stands in what was found: in its label, else in another of its names, an author's, or a passage of its text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from graph.identify import normal_title
from graph.linkage.identity import batches
from graph.search.documents import LONGEST as INDEXED
from graph.search.fielded import without_fields
from graph.search.finding import ALIKE, LONGEST
from graph.search.index import STEMS, analysers
from graph.search.wording import MANY, slips_forgiven
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.rights import Shown
    from graph.search.finding import Hit
    from graph.store import Store

WIDTH = 180
"""Characters of a passage."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BESIDE = {
    "name": (f"?s <{terms.SKOS_ALT_LABEL}> ?o", f"?s <{terms.SKOS_PREF_LABEL}> ?o"),
    "author": (f"?s <{terms.HAS_AUTHOR}> ?who . ?who <{terms.RDFS_LABEL}> ?o",),
    "text": (f"?s <{terms.SKOS_DEFINITION}> ?o", f"?s <{terms.ABSTRACT}> ?o"),
}
_TEXTS = {f"?s <{name}> ?o": name for name in (terms.SKOS_DEFINITION, terms.ABSTRACT)}


class Highlight(NamedTuple):
    """A label, name or author's name, or a passage of text, and where the words asked for stand in it.

    `field` is label, name, author or text; `marks` are places in `text`, in code points, the end exclusive.
    """

    field: str
    text: str
    marks: tuple[tuple[int, int], ...]

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it was asked for."""
        end = 0
        for begin, until in self.marks:
            yield self.text[end:begin], False
            yield self.text[begin:until], True
            end = until
        yield self.text[end:], False


def highlights(store: Store, asked: str, hits: Sequence[Hit], shown: Shown) -> dict[str, Highlight]:
    """The best highlight of each hit by its IRI: the first that has most of the words. Passages are of openly licensed texts alone.

    Args:
        store: where the things are.
        asked: what was searched for, as it was typed.
        hits: what `find` found by it.
        shown: the rights of this answer.
    """
    words = list(dict.fromkeys(normal_title(without_fields(asked[:LONGEST])).split()))[:MANY]
    alike = {hit.id for hit in hits if hit.rank == ALIKE}
    best: dict[str, tuple[int, Highlight]] = {hit.id: _marked("label", hit.label, words, alike=hit.id in alike) for hit in hits}
    for field, patterns in _BESIDE.items():
        lacking = [iri for iri, (count, _) in best.items() if count < len(words)]
        for pattern in patterns:
            for iri, text in _told(store, pattern, lacking, shown):
                found = _marked(field, text, words, alike=iri in alike)
                if found[0] > best[iri][0]:
                    best[iri] = found
    return {iri: _passage(one) if one.field == "text" else one for iri, (_, one) in best.items()}


def _told(store: Store, pattern: str, things: Iterable[str], shown: Shown) -> Iterator[tuple[str, str]]:
    prop = _TEXTS.get(pattern)
    for some in batches(f"<{iri}>" for iri in things):
        for thing, text in store.select(f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {some} }} {pattern} }} ORDER BY ?s ?o"):
            if thing is not None and text is not None and (prop is None or _is_open(shown, thing.value, prop, text.value)):
                yield thing.value, text.value[:INDEXED]


def _is_open(shown: Shown, thing: str, prop: str, text: str) -> bool:
    """Whether a text may stand where nobody is named as its author: a hit leads to the page that does."""
    if prop == terms.ABSTRACT:
        return bool(shown.abstract(thing, text))
    return any(shown.rule(source).open for source in shown.sources(thing, definition=True))


def _marked(field: str, text: str, words: list[str], *, alike: bool) -> tuple[int, Highlight]:
    """How many of the words a text has, and where."""
    met, marks = set[str](), list[tuple[int, int]]()
    for place in _WORD.finditer(text):
        said = normal_title(place[0])
        for asked in words:
            if _meets(said, asked, last=asked == words[-1], alike=alike):
                met.add(asked)
                marks.append(place.span())
                break
    return len(met), Highlight(field, text, tuple(marks))


def _meets(said: str, asked: str, *, last: bool, alike: bool) -> bool:
    if said == asked or (last and said.startswith(asked)) or not _stems(said).isdisjoint(_stems(asked)):
        return True
    if not alike:
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(said, asked) <= slips_forgiven(asked)


@lru_cache(maxsize=8192)
def _stems(word: str) -> frozenset[str]:
    return frozenset(stem for name in STEMS for stem in analysers()[name].analyze(word))


def _passage(one: Highlight) -> Highlight:
    """The stretch of a long text with most of its marks, cut between words."""
    if len(one.text) <= WIDTH:
        return one
    begin = max(
        (mark[0] for mark in one.marks), key=lambda at: sum(at <= mark[0] and mark[1] <= at + WIDTH - 40 for mark in one.marks), default=0
    )
    begin = 0 if begin < 40 else one.text.rfind(" ", 0, begin - 30) + 1
    end = len(one.text) if begin + WIDTH >= len(one.text) else max(one.text.rfind(" ", begin, begin + WIDTH), begin + 1)
    before, after = "… " if begin else "", " …" if end < len(one.text) else ""
    moved = tuple((a - begin + len(before), b - begin + len(before)) for a, b in one.marks if a >= begin and b <= end)
    return Highlight(one.field, before + one.text[begin:end] + after, moved)
