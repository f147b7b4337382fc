"""The answer of a query that constructs: a graph, the words of captures in it within their rule, whatever property they stand under."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.engines.adhoc import SHORTEST_GUARDED
from graph.store import IRI, RESOLVED, Literal, Triple
from ontology import terms
from queries.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.rights import Shown
    from graph.store import Store
    from queries.question import Column

_AT_ONCE = 200
_GUARDED = (terms.GOV + "quote", terms.GOV + "abstract", terms.SKOS + "definition")


def graph_of(columns: Sequence[Column], store: Store, triples: Iterable[Triple], shown: Shown) -> Result:
    """The graph as an answer: its statements in order, and the same as rows."""
    made = sorted(_within(store, list(triples), shown), key=str)
    rows = [(_told(t.subject), t.predicate.value, _told(t.object)) for t in made]
    return Result(tuple(columns), list(dict.fromkeys(rows)), graph=tuple(dict.fromkeys(made)))


def _told(term: object) -> str:
    return str(term.value) if isinstance(term, (IRI, Literal)) else str(term)


def _within(store: Store, triples: list[Triple], shown: Shown) -> Iterator[Triple]:
    owners = _owners(store, sorted({t.object for t in triples if _long(t.object)}, key=str))
    for triple in triples:
        owner = owners.get(triple.object) if isinstance(triple.object, Literal) else None
        if owner is None or not isinstance(triple.object, Literal):
            yield triple
        elif text := shown.literal(*owner, triple.object.value):
            language = triple.object.language
            yield Triple(triple.subject, triple.predicate, Literal(text, language=language) if language else Literal(text))


def _long(term: object) -> bool:
    return isinstance(term, Literal) and len(term.value) >= SHORTEST_GUARDED


def _owners(store: Store, texts: Sequence[object]) -> dict[object, tuple[str, str]]:
    """Text → (subject, property) of a statement whose words it is."""
    guarded = " ".join(f"<{name}>" for name in _GUARDED)
    found: dict[object, tuple[str, str]] = {}
    for start in range(0, len(texts), _AT_ONCE):
        some = " ".join(map(str, texts[start : start + _AT_ONCE]))
        query = f"SELECT ?text ?s ?p WHERE {{ VALUES ?text {{ {some} }} VALUES ?p {{ {guarded} }} ?s ?p ?text }} ORDER BY ?text ?s ?p"
        for text, subject, prop in store.select(query, graph=RESOLVED):
            if subject is not None and prop is not None:
                found.setdefault(text, (subject.value, prop.value))
    return found
