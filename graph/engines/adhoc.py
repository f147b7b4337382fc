"""Ad-hoc SPARQL over an immutable snapshot of the store, meant to run in a worker that may be killed."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from graph.engines.computing import TESTS_AT_MOST, computed
from graph.engines.forms import bare
from graph.engines.oxigraph import GRAPH_FORMATS, RESULT_FORMATS, EmbeddedStore
from graph.engines.syntax import fault_of
from graph.rights import Shown
from graph.store import RESOLVED, Rows
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from graph.store import Term

DEEPEST = 48
SHORTEST_GUARDED = 30
"""Characters from which a literal is looked up among the words of captures."""
GUARDED = (terms.GOV + "quote", terms.GOV + "abstract", terms.SKOS + "definition")
COMPUTES = (
    "the query is not answered: {}, and not every source here is open. Such words can be shown within their rule, counted, and tested with "
    f"CONTAINS, STRSTARTS, STRENDS or REGEX against a text, {TESTS_AT_MOST} times a query; on the machine itself `govgraph sparql` computes"
)
_FORMS = "SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY"
PLAIN = "text/plain; charset=utf-8"
_Results: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


def forbidden(query: str) -> tuple[int, str] | None:
    """Why a query may not run at all: (HTTP status, reason), or None.

    SERVICE would reach the network, updates are not queries, and groups nested past `DEEPEST` crash or stall the engine's parser.
    """
    words = bare(query)
    # `service:x` is a name, unless the empty prefix makes it `:x`
    colon = "" if re.search(r"PREFIX\s*:", words, re.IGNORECASE) else "(?!:)"
    if re.search(rf"(?<![?$:\w-])SERVICE\b{colon}", words, re.IGNORECASE):
        return 403, "SERVICE is not allowed here: this endpoint asks no other server"
    form = re.search(rf"(?<![?$:\w-])({_FORMS})\b(?!\s*:)", words, re.IGNORECASE)
    if form and form[1].upper() == "LOAD":
        return 403, "LOAD is not allowed here: this endpoint only answers queries and asks no other server"
    if form and form[1].upper() in {"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"}:
        return 400, f"{form[1].upper()} is an update; this endpoint only answers queries (SELECT, ASK, CONSTRUCT, DESCRIBE)"
    depth = deepest = 0
    for mark in re.finditer(r"[{}()]", words):
        depth += 1 if mark[0] in "{(" else -1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        return 400, f"groups are nested {deepest} deep; at most {DEEPEST} are allowed"
    return None


class Gate:
    """Keeps the words of captures in an answer within their rights; whoever inherits says what are such words."""

    def guarded(self, term: object) -> tuple[str, str] | None:
        """(subject, property) of a statement whose words belong to a capture, if the term is such words."""
        raise NotImplementedError

    def select(self, query: str, *, graph: str | None = RESOLVED) -> Rows:
        """Rows of a SELECT of ours: what the rule of a source is."""
        raise NotImplementedError

    def refused(self, query: str) -> tuple[int, str] | None:
        """Why a query may not run: as `forbidden` tells, or since it computes with words of sources that are not open."""
        if told := forbidden(query):
            return told
        closed = f'?s a <{terms.SOURCE}> FILTER NOT EXISTS {{ ?s <{terms.GOV}display> "full" }}'
        if (how := computed(query)) and any(self.select(f"SELECT ?s WHERE {{ GRAPH ?g {{ {closed} }} }} LIMIT 1", graph=None)):
            return 403, COMPUTES.format(how)
        return None

    def _within(self, term: Literal, guarded: tuple[str, str], shown: Shown) -> Literal:
        text = shown.literal(*guarded, term.value)
        return Literal(text, language=term.language) if term.language else Literal(text)

    def triples_within_rights(self, triples: Iterable[Triple]) -> list[Triple]:
        """The triples, the words of captures as far as this answer may show them."""
        shown = Shown(self)
        kept = []
        for triple in triples:
            guarded = self.guarded(triple.object)
            if guarded and isinstance(triple.object, Literal):
                kept.append(Triple(triple.subject, triple.predicate, self._within(triple.object, guarded, shown)))
            else:
                kept.append(triple)
        return kept

    def rows_within_rights(self, tsv: bytes) -> bytes:
        """The same of tab-separated rows."""
        shown, changed, lines = Shown(self), False, [tsv.split(b"\n", 1)[0]]
        solutions = parse_query_results(tsv, format=QueryResultsFormat.TSV)
        assert isinstance(solutions, QuerySolutions)
        for row in solutions:
            terms_of_row: list[Term | None] = list(row)
            for n, term in enumerate(terms_of_row):
                guarded = self.guarded(term)
                if guarded and isinstance(term, Literal):
                    terms_of_row[n] = self._within(term, guarded, shown)
                    changed = True
            lines.append("\t".join("" if term is None else str(term) for term in terms_of_row).encode())
        return b"\n".join(lines) + b"\n" if changed else tsv


class Snapshot(Gate):
    """A read-only snapshot, and the same as a `store`; `answer` gives (HTTP status, body, media type)."""

    writes = 0

    def __init__(self, folder: str) -> None:
        self.store = EmbeddedStore(folder, read_only=True)
        self._store = self.store.engine

    def answer(
        self, query: str, media_type: str, default_graph: str | None, named: Sequence[str] | None, rows: int, largest: int
    ) -> tuple[int, bytes, str]:
        """Answer one query whole, or say why not: 400 a fault of the query, 413 more rows or bytes than allowed."""
        if refused := self.refused(query):
            return refused[0], refused[1].encode(), PLAIN
        try:
            body, kind = self._written(self._query(query, default_graph, named), media_type, rows, largest)
        except _RowsExceededError:
            return too_many(rows)
        except _BytesExceededError:
            return too_large(largest)
        except (SyntaxError, ValueError) as error:
            return 400, f"the query could not be read: {fault_of(query, error)}".encode(), PLAIN
        except (OSError, RuntimeError) as error:
            return 400, f"the query could not be answered: {error}".encode(), PLAIN
        return 200, body, kind

    def _written(self, results: _Results, media_type: str, rows: int, largest: int) -> tuple[bytes, str]:
        """What was found within its rights, and the media type that it is written in: the one asked for, if there is such a form of it."""
        if isinstance(results, QueryTriples):
            kind = media_type if media_type in GRAPH_FORMATS else "text/turtle"
            return self._triples(results, kind, rows, largest), kind
        kind = media_type if media_type in RESULT_FORMATS else "application/sparql-results+json"
        if isinstance(results, QueryBoolean):
            if kind.startswith("text/"):
                return (b"true" if results else b"false"), PLAIN
            return results.serialize(format=RESULT_FORMATS[kind]) or b"", kind
        return self._rows(results, kind, rows, largest), kind

    def _triples(self, results: QueryTriples, kind: str, rows: int, largest: int) -> bytes:
        triples = list(islice(results, rows + 1))
        if len(triples) > rows:
            raise _RowsExceededError
        body = serialize(self.triples_within_rights(triples), format=GRAPH_FORMATS[kind])
        assert body is not None
        if len(body) > largest:
            raise _BytesExceededError
        return body

    def _rows(self, results: QuerySolutions, kind: str, rows: int, largest: int) -> bytes:
        counted = _Counted(rows, largest)
        results.serialize(output=counted, format=QueryResultsFormat.TSV)
        rows_within = self.rows_within_rights(counted.getvalue())
        if kind == "text/tab-separated-values":
            return rows_within
        again = parse_query_results(rows_within, format=QueryResultsFormat.TSV)
        assert isinstance(again, QuerySolutions)
        return again.serialize(format=RESULT_FORMATS[kind]) or b""

    def whole(self, query: str, default_graph: str | None, named: Sequence[str] | None, largest: int) -> tuple[int, bytes, str]:
        """Answer one SELECT or CONSTRUCT of ours whatever it holds, as SPARQL JSON or N-Triples: rights are kept by who asks.

        400 where the engine does not take it, 413 where it is larger than `largest` bytes.
        """
        try:
            results = self._query(query, default_graph, named)
            assert not isinstance(results, QueryBoolean)
            kept = _Held(largest)
            if isinstance(results, QueryTriples):
                serialize(results, output=kept, format=RdfFormat.N_TRIPLES)
                return 200, kept.getvalue(), "application/n-triples"
            results.serialize(output=kept, format=QueryResultsFormat.JSON)
            return 200, kept.getvalue(), "application/sparql-results+json"
        except _BytesExceededError:
            return too_large(largest)
        except (SyntaxError, ValueError, OSError, RuntimeError) as error:
            return 400, f"the query could not be answered: {error}".encode(), PLAIN

    def _query(self, query: str, default_graph: str | None, named: Sequence[str] | None) -> _Results:
        return self._store.query(
            query,
            default_graph=[NamedNode(default_graph)] if default_graph else None,
            named_graphs=[NamedNode(g) for g in named] if named is not None else None,
        )

    def select(self, query: str, *, graph: str | None = RESOLVED) -> Rows:
        """Rows of a SELECT of ours: what the rule of a source is."""
        answer = self._store.query(query, default_graph=[NamedNode(graph)] if graph else None)
        assert isinstance(answer, QuerySolutions)
        return Rows([v.value for v in answer.variables], (tuple(row) for row in answer))

    def guarded(self, term: object) -> tuple[str, str] | None:
        """As `Gate` asks, looked up in the snapshot."""
        if not isinstance(term, Literal) or len(term.value) < SHORTEST_GUARDED:
            return None
        for graph in (NamedNode(RESOLVED), None):  # captures hold words that the resolved graph does not
            for name in GUARDED:
                for quad in self._store.quads_for_pattern(None, NamedNode(name), term, graph):
                    assert isinstance(quad.subject, NamedNode)
                    return quad.subject.value, name
        return None


def too_many(rows: int) -> tuple[int, bytes, str]:
    """The answer to a query with more rows than allowed."""
    return 413, f"the answer has more than {rows} rows; add a LIMIT or use a saved query, which can be paged".encode(), PLAIN


def too_large(largest: int) -> tuple[int, bytes, str]:
    """The answer to a query with more bytes than allowed."""
    return 413, f"the answer is larger than {largest >> 20} MiB; ask for less".encode(), PLAIN


class _RowsExceededError(ValueError):
    """More rows than allowed."""


class _BytesExceededError(ValueError):
    """More bytes than allowed."""


class _Held(BytesIO):
    """A buffer that stops at so many bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__()
        self._bytes = largest

    def write(self, data) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 - any buffer
        written = super().write(data)
        self._bytes -= written
        if self._bytes < 0:
            raise _BytesExceededError
        return written


class _Counted(_Held):
    """A buffer of tab-separated rows that stops at the row limit, too (a term's own line breaks are escaped in TSV)."""

    def __init__(self, rows: int, largest: int) -> None:
        super().__init__(largest)
        self._left = rows + 1  # one line is the header

    def write(self, data) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 - any buffer
        self._left -= bytes(data).count(b"\n")
        if self._left < 0:
            raise _RowsExceededError
        return super().write(data)


def rows_of(body: bytes) -> Rows:
    """The rows of a SELECT that `Snapshot.whole` answered."""
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return Rows([variable.value for variable in found.variables], map(tuple, found))


def triples_of(body: bytes) -> Iterator[Triple]:
    """The triples of a CONSTRUCT that `Snapshot.whole` answered."""
    return (quad.triple for quad in parse(body, RdfFormat.N_TRIPLES))
