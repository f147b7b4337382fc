"""Ad-hoc SPARQL over a remote engine, within the same limits and rights as over a snapshot; the engine itself cannot be stopped."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QueryResultsFormat, QuerySolutions, parse_query_results, serialize

from graph.engines.adhoc import GUARDED, PLAIN, SHORTEST_GUARDED, Gate, too_large, too_many
from graph.engines.forms import form_of
from graph.engines.oxigraph import GRAPH_FORMATS, RESULT_FORMATS
from graph.errors import StoreError, UsageError
from graph.store import RESOLVED, Rows, names_graphs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from graph.engines.remote import RemoteStore

_LOOKED_UP = 100
"""Texts asked for in one query."""


class Elsewhere(Gate):
    """A remote engine, asked for at most `seconds`; one for each question, since it remembers what it looked up."""

    def __init__(self, store: RemoteStore, seconds: float) -> None:
        self._store = store.within(seconds)
        self._found: dict[Literal, tuple[str, str]] = {}

    def select(self, query: str, *, graph: str | None = RESOLVED) -> Rows:
        """Rows of a SELECT of ours: what the rule of a source is."""
        return self._store.select(query, graph=graph)

    def guarded(self, term: object) -> tuple[str, str] | None:
        """As `Gate` asks, of what was looked up for this answer."""
        return self._found.get(term) if isinstance(term, Literal) else None

    def _look_up(self, terms: Iterable[object]) -> None:
        texts = sorted({term for term in terms if isinstance(term, Literal) and len(term.value) >= SHORTEST_GUARDED}, key=str)
        kinds = " ".join(f"<{name}>" for name in GUARDED)
        for begin in range(0, len(texts), _LOOKED_UP):
            words = " ".join(map(str, texts[begin : begin + _LOOKED_UP]))
            values = f"VALUES ?text {{ {words} }} VALUES ?p {{ {kinds} }}"
            resolved = self._store.select(f"SELECT ?text ?s ?p WHERE {{ {values} ?s ?p ?text }} ORDER BY ?s ?p")
            # captures hold words that the resolved graph does not
            every = self._store.select(f"SELECT ?text ?s ?p WHERE {{ {values} GRAPH ?g {{ ?s ?p ?text }} }} ORDER BY ?s ?p", graph=None)
            for text, subject, prop in chain(resolved, every):
                if isinstance(text, Literal) and subject is not None and prop is not None:
                    self._found.setdefault(text, (subject.value, prop.value))

    def answer(
        self, query: str, media_type: str, default_graph: str | None, named: Sequence[str] | None, rows: int, largest: int
    ) -> tuple[int, bytes, str]:
        """(HTTP status, body, media type): whole, or why not; 502 where the engine fails."""
        ask = {"ASK": self._truth, "SELECT": self._rows}.get(form_of(query), self._triples)
        try:
            if refused := self.refused(query):
                return refused[0], refused[1].encode(), PLAIN
            if named is None and default_graph is not None and names_graphs(query):
                named = self._store.graphs()
            status, body, kind = ask(query, media_type, default_graph, named, rows)
        except UsageError as error:
            return 400, str(error).encode(), PLAIN
        except StoreError as error:
            return 502, str(error).encode(), PLAIN
        return (status, body, kind) if len(body) <= largest else too_large(largest)

    def _truth(self, query: str, media_type: str, graph: str | None, named: Sequence[str] | None, _rows: int) -> tuple[int, bytes, str]:
        kind = media_type if media_type in RESULT_FORMATS else "application/sparql-results+json"
        if kind.startswith("text/"):
            return 200, (b"true" if self._store.ask(query, graph=graph, named=named) else b"false"), PLAIN
        return 200, self._store.results(query, kind, graph=graph, named=named), kind

    def _rows(self, query: str, media_type: str, graph: str | None, named: Sequence[str] | None, most: int) -> tuple[int, bytes, str]:
        found = self._store.select(query, graph=graph, named=named)
        rows = list(islice(found, most + 1))
        if len(rows) > most:
            return too_many(most)
        self._look_up(term for row in rows for term in row)
        lines = ["\t".join(f"?{name}" for name in found.variables)]
        lines += ["\t".join("" if term is None else str(term) for term in row) for row in rows]
        told = self.rows_within_rights(("\n".join(lines) + "\n").encode())
        kind = media_type if media_type in RESULT_FORMATS else "application/sparql-results+json"
        if kind == "text/tab-separated-values":
            return 200, told, kind
        again = parse_query_results(told, format=QueryResultsFormat.TSV)
        assert isinstance(again, QuerySolutions)
        return 200, again.serialize(format=RESULT_FORMATS[kind]) or b"", kind

    def _triples(self, query: str, media_type: str, graph: str | None, named: Sequence[str] | None, most: int) -> tuple[int, bytes, str]:
        triples = list(islice(self._store.construct(query, graph=graph, named=named), most + 1))
        if len(triples) > most:
            return too_many(most)
        self._look_up(triple.object for triple in triples)
        kind = media_type if media_type in GRAPH_FORMATS else "text/turtle"
        return 200, serialize(self.triples_within_rights(triples), format=GRAPH_FORMATS[kind]) or b"", kind
