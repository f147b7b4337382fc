"""Questions that say where their words are to stand: `author:christensen title:"public management" autonomy`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tantivy

from graph.identify import normal_title
from graph.search.index import schema
from graph.search.wording import Wording, slips_forgiven

if TYPE_CHECKING:
    from typing import Self

FIELDS = {"author": "people", "title": "names", "name": "names", "text": "text"}
"""What a field is called in a question, and in the index; `text` is also what a thing is called and who wrote it."""
_PART = re.compile(rf'(?<!\S)({"|".join(FIELDS)}):(?:"([^"]*)"|(\S+))', re.IGNORECASE)
_MUST = tantivy.Occur.Must


def without_fields(text: str) -> str:
    """The words of a question without the names of fields."""
    return _PART.sub(lambda part: part[2] or part[3] or "", text)


class Fielded:
    """The words of one question by their fields, and those that may stand anywhere."""

    def __init__(self, searcher: tantivy.Searcher, parts: list[tuple[str, str]], anywhere: str) -> None:
        self._searcher, self._parts, self._anywhere = searcher, parts, anywhere

    @classmethod
    def told(cls, searcher: tantivy.Searcher, text: str) -> Self | None:
        """What a question says of fields; None where it names none."""
        named = [(FIELDS[part[1].lower()], part[2] or part[3] or "") for part in _PART.finditer(text)]
        parts = [(field, word) for field, said in named if field != "text" for word in normal_title(said).split()]
        anywhere = " ".join([_PART.sub("", text), *(said for field, said in named if field == "text")]).strip()
        return cls(searcher, parts, anywhere) if named else None

    def query(self, slips: int) -> tantivy.Query | None:
        """All of its words, those in names so many slips away at the most; None where the index has not all of them."""
        musts = [(_MUST, _word(field, word, slips)) for field, word in self._parts]
        if normal_title(self._anywhere):
            found = Wording(self._searcher, normal_title(self._anywhere), self._anywhere).text(every=True)
            if found is None:
                return None
            musts.append((_MUST, found))
        return tantivy.Query.boolean_query(musts) if musts else None


def _word(field: str, word: str, slips: int) -> tantivy.Query:
    forgiven = slips_forgiven(word, slips)
    if not forgiven:
        return tantivy.Query.term_query(schema(), field, word)
    return tantivy.Query.fuzzy_term_query(schema(), field, word, forgiven)
