"""Finding: whole names first, then beginnings, then all words, then what is a slip or two away, then the texts."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import tantivy

from graph.identify import normal_title
from graph.loads.version import version
from graph.search import place_of
from graph.search.documents import TYPES
from graph.search.fielded import Fielded
from graph.search.index import Index, built, opened, schema
from graph.search.wording import FEW, Wording
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.store import Store

WHOLE, BEGINNING, WORDS, ALIKE, TEXT = range(5)
LONGEST = 500
"""Characters that are looked for: the beginnings of a page of text take seconds."""
_NAMESAKES = 1000
"""Things of one name that are told: nobody could choose among more."""
_WIDE = 60
"""Names a slip or two away that are looked at before they are put in order."""
_MUST = tantivy.Occur.Must
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


def _at_hand(store: Store) -> Index | None:
    """The index of a store as it is now; None where it would have to be made."""
    with _lock:
        held, writes, place = _held.get(store), getattr(store, "writes", -1), place_of(store)
        if held is not None and held[0] == writes >= 0:
            return held[1]
        index = held[1] if held is not None else opened(place) if place is not None else None
        if index is None or index.version != version(store):
            return None
        _held[store] = writes, index
        return index


def called(store: Store, kind: str, name: str) -> list[str] | None:
    """The things of a class that have a whole name like this one, at most as many as are looked at; None where no index tells."""
    asked, local = normal_title(name[:LONGEST]), kind.removeprefix(terms.GOV)
    index = _at_hand(store) if asked and local in TYPES else None
    if index is None:
        return None
    whole = [(_MUST, tantivy.Query.term_query(schema(), field, word)) for field, word in (("whole", asked), ("kind", local))]
    hits = index.searcher.search(tantivy.Query.boolean_query(whole), _NAMESAKES, count=False).hits
    return [index.searcher.doc(address).to_dict()["id"][0] for _, address in hits]


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
        text: a name, the beginning of one, or words, in any case; slips of a letter or two are forgiven; only the first
            `LONGEST` characters count. `author:`, `title:` (or `name:`) and `text:` before a word say where it is to stand.
        kind: a class's local name (`Concept`), else all of `TYPES`.
        most: how many at the most.
    """
    text = text[:LONGEST]
    asked = normal_title(text)
    if not asked or (kind is not None and kind not in TYPES):
        return []
    return Search(index_of(store), asked, text, kind, most).run()


class Search:
    """One search in an index; `asked` is the text folded as names are."""

    def __init__(self, index: Index, asked: str, text: str, kind: str | None, most: int) -> None:
        self._searcher = index.searcher
        self._wording, self._fielded = Wording(index.searcher, asked, text), Fielded.told(index.searcher, text)
        self._asked, self._kind, self._most = asked, kind, most
        self._found: dict[str, Hit] = {}

    def run(self) -> list[Hit]:
        """What is found, at most as many as were asked for: slips where no name has the text, texts where no name is it."""
        wording = self._wording
        self._take(WHOLE, wording.whole)
        if self._fielded is not None:
            self._take_first(TEXT, (partial(self._fielded.query, slips) for slips in (0, 1, 2)))
            return list(self._found.values())[: self._most]
        self._take(BEGINNING, wording.beginning)
        self._take(WORDS, partial(wording.all_words, "names"))
        self._take(WORDS, partial(wording.all_words, "people"))
        if not self._named():
            self._take(WORDS, wording.names_and_people)
        self._take_alike()
        if not any(hit.rank == WHOLE for hit in self._found.values()):
            self._take(TEXT, partial(wording.text, every=True))
        if not self._found:
            self._take(TEXT, partial(wording.text, every=False))
        return list(self._found.values())[: self._most]

    def _take_alike(self) -> None:
        """Slips, one before two, while nothing is found; the end of a long text is left out before its words may slip."""
        wording = self._wording
        self._take_first(ALIKE, (partial(wording.name_alike, slips) for slips in (1, 2)))
        if wording.is_long:
            self._take_first(WORDS, (partial(wording.all_words, "names", FEW), partial(wording.names_and_people, FEW)))
        self._take_first(ALIKE, (partial(wording.words_alike, slips) for slips in (1, 2)))

    def _take_first(self, rank: int, queries: Iterable[Callable[[], tantivy.Query | None]]) -> None:
        """What the first of the queries finds that finds anything, where nothing is found yet."""
        for query in queries:
            if self._found:
                return
            self._take(rank, query)

    def _named(self) -> bool:
        return any(hit.rank < WORDS for hit in self._found.values())

    def _take(self, rank: int, asked: Callable[[], tantivy.Query | None]) -> None:
        if len(self._found) >= self._most or (query := asked()) is None:
            return
        hits = [one for one in self._hits(query, rank) if one[0].id not in self._found]
        if rank == ALIKE:
            from rapidfuzz.distance import OSA

            hits.sort(key=lambda one: (OSA.distance(self._asked, one[1]), one[2], one[0].label))
        elif rank != TEXT:
            hits.sort(key=lambda one: (one[2], one[0].label, one[0].id))
        for hit, _, _ in hits:
            self._found.setdefault(hit.id, hit)

    def _hits(self, query: tantivy.Query, rank: int) -> Iterator[tuple[Hit, str, int]]:
        """What a query finds, the name of it that is nearest, and its place among equally good finds."""
        for address in self._addresses(self._of_kind(query), rank):
            told = self._searcher.doc(address).to_dict()
            yield Hit(told["id"][0], told["label"][0], told["kind"][0], rank), self._nearest(told["whole"], rank), told["place"][0]

    def _addresses(self, query: tantivy.Query, rank: int) -> Iterator[tantivy.DocAddress]:
        """Where the best stand, no more of them than can be wanted: reading one takes as long as finding a hundred."""
        if rank == ALIKE:
            yield from (address for _, address in self._searcher.search(query, _WIDE, count=False).hits)
        elif rank == TEXT:  # by score
            yield from (address for _, address in self._searcher.search(query, self._most * 2, count=False).hits)
        else:
            hits = self._searcher.search(query, self._most * 2, count=False, order_by_field="place", order=tantivy.Order.Asc).hits
            last = hits[self._most - 1][0] if len(hits) >= self._most else None  # those found before are among so many, too
            yield from (address for place, address in hits if last is None or place <= last)

    def _nearest(self, names: list[str], rank: int) -> str:
        if rank != ALIKE or len(names) == 1:
            return names[0]
        from rapidfuzz import process

        best = process.extractOne(self._asked, names)
        return str(best[0]) if best else names[0]

    def _of_kind(self, query: tantivy.Query) -> tantivy.Query:
        if self._kind is None:
            return query
        wanted = tantivy.Query.term_query(schema(), "kind", self._kind, "basic")
        return tantivy.Query.boolean_query([(_MUST, query), (_MUST, tantivy.Query.const_score_query(wanted, 0.0))])
