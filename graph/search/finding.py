"""Finding: whole names first, then beginnings, then all words, then what is a slip or two away, then the texts."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import tantivy

from graph.identify import normal_title
from graph.loads.version import version
from graph.search import place_of
from graph.search.documents import TYPES
from graph.search.index import STEMS, Index, built, opened, schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Store

WHOLE, BEGINNING, WORDS, ALIKE, TEXT = range(5)
_SHORT, _LONG = 4, 9
"""Letters from which on one slip is forgiven, and two."""
_WIDE = 60
"""Names a slip or two away that are looked at before they are put in order."""
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
        """What is found, at most as many as were asked for: slips where no name has the text, texts where no name is it."""
        self._take(WHOLE, self._whole())
        self._take(BEGINNING, self._beginning())
        self._take(WORDS, self._all_words("names"))
        self._take(WORDS, self._all_words("people"))
        if not self._found or (len(self._words) > 1 and not self._named()):
            self._take(WORDS, self._names_and_people())
        for alike, slips in product((self._name_alike, self._words_alike), (1, 2)):
            if not self._found:
                self._take(ALIKE, alike(slips))
        if not any(hit.rank == WHOLE for hit in self._found.values()):
            self._take(TEXT, self._parsed(every=True))
        if not self._found:
            self._take(TEXT, self._parsed(every=False))
        return list(self._found.values())[: self._most]

    def _named(self) -> bool:
        return any(hit.rank < WORDS for hit in self._found.values())

    def _take(self, rank: int, query: tantivy.Query | None) -> None:
        if query is None or len(self._found) >= self._most:
            return
        hits = [one for one in self._hits(query, rank) if one[0].id not in self._found]
        if rank == ALIKE:
            from rapidfuzz.distance import OSA

            hits.sort(key=lambda one: (OSA.distance(self._asked, one[1]), _ORDER[one[0].kind], len(one[0].label), one[0].label))
        elif rank != TEXT:
            hits.sort(key=lambda one: (_ORDER[one[0].kind], len(one[0].label), one[0].label, one[0].id))
        for hit, _ in hits:
            self._found.setdefault(hit.id, hit)

    def _hits(self, query: tantivy.Query, rank: int) -> Iterator[tuple[Hit, str]]:
        query = self._of_kind(query)
        if rank == ALIKE:
            answer = self._searcher.search(query, _WIDE, count=False)
        elif rank == TEXT:  # by score
            answer = self._searcher.search(query, self._most * 2, count=False)
        else:
            answer = self._searcher.search(query, self._most * 2, count=False, order_by_field="place", order=tantivy.Order.Asc)
        for _, address in answer.hits:
            told = self._searcher.doc(address).to_dict()
            yield Hit(told["id"][0], told["label"][0], told["kind"][0], rank), self._nearest(told["whole"], rank)

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

    def _whole(self) -> tantivy.Query:
        return tantivy.Query.term_query(schema(), "whole", self._asked, "basic")

    def _beginning(self) -> tantivy.Query:
        return _begins("whole", self._asked)

    def _all_words(self, field: str) -> tantivy.Query:
        *first, last = self._words
        parts = [(_MUST, tantivy.Query.term_query(schema(), field, word, "basic")) for word in first]
        return tantivy.Query.boolean_query([*parts, (_MUST, _begins(field, last))])

    def _names_and_people(self) -> tantivy.Query | None:
        """What somebody of one of the words wrote that is called by the others."""
        if len(self._words) < 2:
            return None
        return tantivy.Query.boolean_query([(_MUST, _either(word)) for word in self._words])

    def _name_alike(self, slips: int) -> tantivy.Query | None:
        """A whole name so many slips away; None where the text is too short for them."""
        return tantivy.Query.fuzzy_term_query(schema(), "whole", self._asked, slips) if len(self._asked) >= _letters(slips) else None

    def _words_alike(self, slips: int) -> tantivy.Query | None:
        """A name of whose words each is so many slips away at the most."""
        if len(self._asked) < _letters(slips):
            return None
        return tantivy.Query.boolean_query([(_MUST, _word_alike(word, slips)) for word in self._words])

    def _parsed(self, *, every: bool) -> tantivy.Query:
        words = " ".join(re.findall(r"\w+", self._text)[:16]).lower()
        fields = ["names", "people", "text", *STEMS]
        query, _ = self._index.engine.parse_query_lenient(words, fields, conjunction_by_default=every, field_boosts={"names": 4.0})
        return query


def _begins(field: str, asked: str) -> tantivy.Query:
    """Terms that begin so: no slips forgiven, which is made two hundred times sooner than a regular expression."""
    return tantivy.Query.fuzzy_term_query(schema(), field, asked, 0, prefix=True)


def _letters(slips: int) -> int:
    return _LONG if slips > 1 else _SHORT


def _either(word: str) -> tantivy.Query:
    return tantivy.Query.boolean_query([(_SHOULD, tantivy.Query.term_query(schema(), field, word)) for field in ("names", "people")])


def _word_alike(word: str, slips: int) -> tantivy.Query:
    forgiven = next((number for number in range(slips, 0, -1) if len(word) >= _letters(number)), 0)
    if not forgiven:
        return tantivy.Query.term_query(schema(), "names", word)
    return tantivy.Query.fuzzy_term_query(schema(), "names", word, forgiven)
