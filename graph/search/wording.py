"""What somebody asks for, as queries of the index; None where the index has no such words, which is known without asking."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import tantivy

from graph.search.index import TEXTS, analysers, schema

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHORT, _LONG = 4, 9
"""Letters from which on one slip is forgiven, and two."""
FEW, MANY = 8, 16
"""Words that are looked for a slip away, or where a text has more than its thing is called by; and words that are looked for at all."""
_WEIGHT = {"names": 4.0}
"""How much more a word counts where it stands in a name."""
_MUST, _SHOULD = tantivy.Occur.Must, tantivy.Occur.Should


class Wording:
    """The words of one question; `asked` is its text folded as names are."""

    def __init__(self, searcher: tantivy.Searcher, asked: str, text: str) -> None:
        self._searcher = searcher
        self._asked, self._words, self._text = asked, asked.split()[:MANY], text

    @property
    def is_long(self) -> bool:
        """Whether it may have more words than its thing is called by."""
        return len(self._words) > FEW

    def whole(self) -> tantivy.Query:
        """A name that is the text."""
        return tantivy.Query.term_query(schema(), "whole", self._asked, "basic")

    def beginning(self) -> tantivy.Query:
        """A name that begins so."""
        return _begins("whole", self._asked)

    def all_words(self, field: str, most: int = MANY) -> tantivy.Query | None:
        """Each word in one field, the first of them where they are more than `most`; the last may be the beginning of one."""
        *first, last = self._words[:most]
        if not all(self._stands(field, word) for word in first):
            return None
        parts = [(_MUST, tantivy.Query.term_query(schema(), field, word, "basic")) for word in first]
        return tantivy.Query.boolean_query([*parts, (_MUST, _begins(field, last))])

    def names_and_people(self, most: int = MANY) -> tantivy.Query | None:
        """What somebody of one of the words wrote that is called by the others."""
        if len(self._words) < 2:
            return None
        return self._together([[(field, word) for field in ("names", "people")] for word in self._words[:most]], every=True)

    def name_alike(self, slips: int) -> tantivy.Query | None:
        """A whole name so many slips away; None where the text is too short for them."""
        return tantivy.Query.fuzzy_term_query(schema(), "whole", self._asked, slips) if len(self._asked) >= _letters(slips) else None

    def words_alike(self, slips: int) -> tantivy.Query | None:
        """A name of whose words each is so many slips away at the most."""
        if len(self._asked) < _letters(slips):
            return None
        return tantivy.Query.boolean_query([(_MUST, _word_alike(word, slips)) for word in self._words[:FEW]])

    def text(self, *, every: bool) -> tantivy.Query | None:
        """The words, or some of them, wherever they stand, in any form that a language gives them."""
        return self._together(self._forms, every=every)

    @cached_property
    def _forms(self) -> list[list[tuple[str, str]]]:
        """Each word, once, as it would stand in each field."""
        folded, *stemmed = (analysers()[field].analyze(self._text)[:MANY] for field in TEXTS)
        columns = {"names": folded, "people": folded, **dict(zip(TEXTS, (folded, *stemmed), strict=True))}
        return [list(zip(columns, forms, strict=True)) for forms in dict.fromkeys(zip(*columns.values(), strict=True))]

    def _together(self, words: Iterable[list[tuple[str, str]]], *, every: bool) -> tantivy.Query | None:
        """Words each of which may stand in several fields."""
        parts = []
        for forms in words:
            if standing := [form for form in forms if self._stands(*form)]:
                parts.append((_MUST if every else _SHOULD, _either(standing)))
            elif every:
                return None
        return tantivy.Query.boolean_query(parts) if parts else None

    def _stands(self, field: str, word: str) -> bool:
        return bool(self._searcher.doc_freq(field, word))


def _begins(field: str, asked: str) -> tantivy.Query:
    """Terms that begin so: no slips forgiven, which is made two hundred times sooner than a regular expression."""
    return tantivy.Query.fuzzy_term_query(schema(), field, asked, 0, prefix=True)


def slips_forgiven(word: str, most: int = 2) -> int:
    """How many slips a word of such a length may have."""
    return next((number for number in range(most, 0, -1) if len(word) >= _letters(number)), 0)


def _letters(slips: int) -> int:
    return _LONG if slips > 1 else _SHORT


def _either(forms: list[tuple[str, str]]) -> tantivy.Query:
    terms = [(field, tantivy.Query.term_query(schema(), field, word, "freq")) for field, word in forms]
    weighed = [tantivy.Query.boost_query(term, _WEIGHT[field]) if field in _WEIGHT else term for field, term in terms]
    return tantivy.Query.boolean_query([(_SHOULD, term) for term in weighed])


def _word_alike(word: str, slips: int) -> tantivy.Query:
    forgiven = slips_forgiven(word, slips)
    if not forgiven:
        return tantivy.Query.term_query(schema(), "names", word)
    return tantivy.Query.fuzzy_term_query(schema(), "names", word, forgiven)
