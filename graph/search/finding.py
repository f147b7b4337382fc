"""Finding: whole names first, then beginnings, then all words, then what is a slip or two away, then the texts."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import tantivy

from graph.identify import normal_title
from graph.search import place_of
from graph.search.documents import TYPES
from graph.search.index import STEMS, Index, built, opened, schema
from graph.version import version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Store

WHOLE, BEGINNING, WORDS, ALIKE, TEXT = range(5)
_SHORT, _LONG = 4, 9
"""Letters from which on one slip is forgiven, and two."""
_WIDE = 300
"""Beginnings and words that are looked at before they are put in order."""
_FEW_KINDS = tuple(name for name in TYPES if name not in {"Work", "Person"})
_ORDER = {name: n for n, name in enumerate(TYPES)}
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should
_held: WeakKeyDictionary[Store, tuple[int, Index]] = WeakKeyDictionary()
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: `rank` 0 = a whole name of it, 1 = the beginning, 2 = words of one, 3 = a name much like the text, 4 = in its text."""

    id: str
    label: str
    kind: str
    rank: int


def index_of(store: Store, *, rebuild: bool = False) -> Index:
    """The index of a store as it is now; made anew where it is missing or of another version of the graph."""
    with _lock:
        writes = getattr(store, "writes", -1)
        held = _held.get(store)
        if held is not None and not rebuild and writes >= 0 and held[0] == writes:
            return held[1]
        now, place = version(store), place_of(store)
        index = held[1] if held is not None else opened(place) if place is not None else None
        if rebuild or index is None or index.version != now:
            index = built(store, now, place)
        _held[store] = writes, index
        return index


def follow(store: Store, before: str, things: Iterable[str] | None) -> None:
    """Bring an index that was of version `before` up to date with the things that changed; None = everything may have."""
    place = place_of(store)
    with _lock:
        held = _held.pop(store, None)
        index = held[1] if held is not None else opened(place) if place is not None else None
        if things is None or index is None or index.version != before:
            return  # it is made anew when somebody searches
        index.change(store, things, version(store))
        _held[store] = getattr(store, "writes", -1), index


def find(store: Store, text: str, *, kind: str | None = None, most: int = 20) -> list[Hit]:
    """Things by a name or words, best first.

    Args:
        store: where to look.
        text: a name, the beginning of one, or words, in any case; slips of a letter or two are forgiven.
        kind: a class's local name (`Concept`), else all of `TYPES`.
        most: how many at the most.
    """
    asked = normal_title(text)
    if not asked or (kind is not None and kind not in TYPES):
        return []
    return Search(index_of(store), asked, text, kind, most).run()


class Search:
    """One search in an index; `asked` is the text folded as names are."""

    def __init__(self, index: Index, asked: str, text: str, kind: str | None, most: int) -> None:
        self._index, self._searcher = index, index.searcher
        self._asked, self._words, self._text = asked, asked.split()[:8], text
        self._kind, self._most = kind, most
        self._found: dict[str, Hit] = {}

    def run(self) -> list[Hit]:
        """What is found, at most as many as were asked for."""
        for rank, queries in (
            (WHOLE, self._whole),
            (BEGINNING, self._beginning),
            (WORDS, self._words_of_names),
            (WORDS, self._words_of_people),
            (ALIKE, self._alike),
            (TEXT, self._texts),
        ):
            if len(self._found) >= self._most:
                break
            hits: dict[str, tuple[Hit, str]] = {}
            for query in queries():
                for hit, name in self._hits(query, rank):
                    if hit.id not in self._found:
                        hits.setdefault(hit.id, (hit, name))
            for hit in self._sorted(rank, hits):
                self._found.setdefault(hit.id, hit)
        if not self._found:
            for hit, _ in self._hits(self._any_word(), TEXT):
                self._found.setdefault(hit.id, hit)
        return list(self._found.values())[: self._most]

    def _hits(self, query: tantivy.Query, rank: int) -> Iterator[tuple[Hit, str]]:
        for _, address in self._searcher.search(query, _WIDE if rank < TEXT else self._most * 2, count=False).hits:
            told = self._searcher.doc(address).to_dict()
            yield Hit(told["id"][0], told["label"][0], told["kind"][0], rank), self._nearest(told["whole"], rank)

    def _nearest(self, names: list[str], rank: int) -> str:
        if rank != ALIKE or len(names) == 1:
            return names[0]
        from rapidfuzz import process

        best = process.extractOne(self._asked, names)
        return str(best[0]) if best else names[0]

    def _sorted(self, rank: int, hits: dict[str, tuple[Hit, str]]) -> list[Hit]:
        if rank == TEXT:
            return [hit for hit, _ in hits.values()]  # by their score
        distance = self._distance if rank == ALIKE else _none

        def key(pair: tuple[Hit, str]) -> tuple[int, int, int, str, str]:
            hit, name = pair
            return distance(name), _ORDER[hit.kind], len(hit.label), hit.label, hit.id

        return [hit for hit, _ in sorted(hits.values(), key=key)]

    def _distance(self, name: str) -> int:
        from rapidfuzz.distance import OSA

        return int(OSA.distance(self._asked, name))

    def _of_kind(self, query: tantivy.Query, *kinds: str) -> tantivy.Query:
        some = (self._kind,) if self._kind is not None else kinds
        if not some:
            return query
        wanted = [(_SHOULD, tantivy.Query.term_query(schema(), "kind", name, "basic")) for name in some]
        return tantivy.Query.boolean_query(
            [(_MUST, query), (_MUST, tantivy.Query.const_score_query(tantivy.Query.boolean_query(wanted), 0.0))]
        )

    def _whole(self) -> Iterator[tantivy.Query]:
        yield self._of_kind(tantivy.Query.term_query(schema(), "whole", self._asked, "basic"))

    def _beginning(self) -> Iterator[tantivy.Query]:
        beginning = tantivy.Query.regex_query(schema(), "whole", _begins(self._asked))
        yield from self._kinds(beginning)

    def _kinds(self, query: tantivy.Query) -> Iterator[tantivy.Query]:
        """Works and people are many: the others are asked for by themselves, so that those do not crowd them out."""
        if self._kind is None:
            yield self._of_kind(query, *_FEW_KINDS)
        yield self._of_kind(query)

    def _words_of_names(self) -> Iterator[tantivy.Query]:
        yield from self._kinds(self._all_words("names"))

    def _words_of_people(self) -> Iterator[tantivy.Query]:
        """What somebody of the name wrote, or somebody of one of the words that is called by the others."""
        yield self._of_kind(self._all_words("people"))
        if len(self._words) > 1:
            yield self._of_kind(tantivy.Query.boolean_query([(_MUST, _either(word)) for word in self._words]))

    def _all_words(self, field: str) -> tantivy.Query:
        *first, last = self._words
        parts = [(_MUST, tantivy.Query.term_query(schema(), field, word, "basic")) for word in first]
        return tantivy.Query.boolean_query([*parts, (_MUST, tantivy.Query.regex_query(schema(), field, _begins(last)))])

    def _alike(self) -> Iterator[tantivy.Query]:
        if len(self._asked) < _SHORT:
            return
        slips = 2 if len(self._asked) >= _LONG else 1
        yield from self._kinds(tantivy.Query.fuzzy_term_query(schema(), "whole", self._asked, slips))
        if len(self._words) > 1 or len(self._asked) > _SHORT:
            parts = [(_MUST, _word_alike(word)) for word in self._words]
            yield from self._kinds(tantivy.Query.boolean_query(parts))

    def _texts(self) -> Iterator[tantivy.Query]:
        yield self._parsed(every=True)

    def _any_word(self) -> tantivy.Query:
        return self._parsed(every=False)

    def _parsed(self, *, every: bool) -> tantivy.Query:
        words = " ".join(re.findall(r"\w+", self._text)[:16]).lower()
        fields = ["names", "people", "text", *STEMS]
        query, _ = self._index.engine.parse_query_lenient(words, fields, conjunction_by_default=every, field_boosts={"names": 4.0})
        return self._of_kind(query)


def _begins(asked: str) -> str:
    return f"{re.escape(asked).replace(chr(92) + ' ', ' ')}.*"


def _either(word: str) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_SHOULD, tantivy.Query.term_query(schema(), field, word)) for field in ("names", "people")])


def _word_alike(word: str) -> tantivy.Query:
    if len(word) < _SHORT:
        return tantivy.Query.term_query(schema(), "names", word)
    return tantivy.Query.fuzzy_term_query(schema(), "names", word, 2 if len(word) >= _LONG else 1)


def _none(_: str) -> int:
    return 0
