"""What every engine does, held against each of them by the same tests."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from graph.errors import InputError, StoreError, UsageError
from graph.store import IRI, META, RESOLVED, Literal, Quad, capture_graph

if TYPE_CHECKING:
    from graph.store import Store

ONE, TWO = capture_graph("1" * 64), capture_graph("2" * 64)


def line(s: str, o: str, graph: str = RESOLVED, p: str = "urn:p") -> bytes:
    return f"<{s}> <{p}> {o} <{graph}> .\n".encode()


def column(store: Store, query: str, **dataset: object) -> list[object]:
    return [row[0].value if row[0] is not None else None for row in store.select(query, **dataset)]


def test_rows_come_with_their_names_and_terms(store: Store) -> None:
    store.load([line("urn:s", '"a"@en'), line("urn:s", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>', p="urn:q")])
    rows = store.select("SELECT ?s ?o ?none WHERE { ?s <urn:p> ?o OPTIONAL { ?s <urn:r> ?none } }")
    assert rows.variables == ("s", "o", "none")
    assert list(rows) == [(IRI("urn:s"), Literal("a", language="en"), None)]
    assert column(store, "SELECT ?o WHERE { ?s <urn:q> ?o FILTER(?o > 6) }") == ["7"]


def test_a_store_without_statements_answers_nothing_and_no_error(store: Store) -> None:
    assert list(store.select("SELECT ?s WHERE { ?s ?p ?o }")) == []
    assert store.ask("ASK { ?s ?p ?o }") is False
    assert list(store.construct("CONSTRUCT WHERE { ?s ?p ?o }")) == []
    assert list(store.quads()) == []
    assert store.graphs() == []


def test_one_statement_of_two_sources_counts_once_through_resolved(store: Store) -> None:
    for graph in (ONE, TWO, RESOLVED):
        store.load([line("urn:work", '"The same title"', graph)])
    count = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
    assert column(store, count) == ["1"]
    # why there is a resolved graph at all: every way to read the two sources as one graph counts the statement twice or more
    per_graph = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert column(store, per_graph, named=[ONE, TWO]) == ["2"]
    assert column(store, per_graph, named=[ONE, TWO, RESOLVED]) == ["3"]


def test_only_the_default_graph_is_read(store: Store) -> None:
    store.load([line("urn:a", '"in resolved"'), line("urn:b", '"in meta"', META)])
    assert column(store, "SELECT ?o WHERE { ?s ?p ?o }") == ["in resolved"]
    assert column(store, "SELECT ?o WHERE { ?s ?p ?o }", graph=META) == ["in meta"]
    assert column(store, "SELECT ?o WHERE { ?s ?p ?o }", graph=ONE) == []


def test_only_the_named_graphs_that_were_given_can_be_named(store: Store) -> None:
    store.load([line("urn:a", '"one"', ONE), line("urn:a", '"two"', TWO), line("urn:a", '"resolved"')])
    asked = "SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } }"
    assert column(store, asked, named=[ONE]) == ["one"]
    assert sorted(column(store, asked, named=[ONE, TWO])) == ["one", "two"]
    assert column(store, asked, named=[]) == []


def test_without_a_dataset_every_named_graph_is_at_hand_and_no_other(store: Store) -> None:
    store.load([line("urn:a", '"one"', ONE), line("urn:a", '"resolved"')])
    assert column(store, "SELECT ?o WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o", graph=None) == ["one", "resolved"]


def test_naming_a_graph_without_being_given_one_is_refused_not_answered_by_nothing(store: Store) -> None:
    store.load([line("urn:a", '"one"', ONE)])
    with pytest.raises(UsageError, match="named="):
        store.select(f"SELECT ?o WHERE {{ GRAPH <{ONE}> {{ ?s ?p ?o }} }}")
    # words that only look like it are left alone
    assert column(store, 'SELECT ?graph WHERE { ?s ?graph "GRAPH { <x> }" } # GRAPH <y>') == []


@pytest.mark.parametrize("query", ["SELECT ?s WHERE { ?s ?p", "SELECT ?s WHERE { ?s ?p ?o } LIMIT x", "", "DELETE WHERE { ?s ?p ?o }"])
def test_a_query_that_cannot_be_read_is_a_usage_error(store: Store, query: str) -> None:
    with pytest.raises(UsageError):
        list(store.select(query))


def test_the_wrong_form_of_query_is_a_usage_error(store: Store) -> None:
    with pytest.raises(UsageError, match="SELECT"):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(UsageError, match="ASK"):
        store.ask("SELECT ?s WHERE { ?s ?p ?o }")


def test_text_of_every_script_comes_back_as_it_went_in(store: Store) -> None:
    text = 'Żółć "quoted" back\\slash\ttab\nline — 行政 حوكمة 𝔾 é 🏛'
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    store.load([line("urn:gouvernance/é", f'"{escaped}"@fr')])
    assert list(store.select("SELECT ?s ?o WHERE { ?s ?p ?o }")) == [(IRI("urn:gouvernance/é"), Literal(text, language="fr"))]
    assert store.ask(f"ASK {{ ?s ?p {Literal(text, language='fr')} }}")


def test_construct_and_quads_give_statements(store: Store) -> None:
    store.load([line("urn:a", '"1"'), line("urn:a", '"2"', ONE)])
    assert {str(t) for t in store.construct("CONSTRUCT { ?o_ <urn:was> ?o } WHERE { ?o_ ?p ?o }")} == {'<urn:a> <urn:was> "1"'}
    assert list(store.quads(ONE)) == [Quad(IRI("urn:a"), IRI("urn:p"), Literal("2"), IRI(ONE))]
    assert len(list(store.quads())) == 2
    assert store.graphs() == sorted([ONE, RESOLVED])


def test_results_are_written_in_every_media_type(store: Store) -> None:
    store.load([line("urn:a", '"x"')])
    rows = "SELECT ?s ?o WHERE { ?s ?p ?o }"
    told = json.loads(store.results(rows, "application/sparql-results+json"))
    assert told["results"]["bindings"][0]["o"] == {"type": "literal", "value": "x"}
    assert store.results(rows, "text/csv") == b"s,o\r\nurn:a,x\r\n"
    assert store.results(rows, "text/tab-separated-values") == b'?s\t?o\n<urn:a>\t"x"\n'
    assert b"<binding" in store.results(rows, "application/sparql-results+xml")
    assert json.loads(store.results("ASK {?s ?p ?o}", "application/sparql-results+json"))["boolean"] is True
    assert store.results("CONSTRUCT WHERE { ?s ?p ?o }", "application/n-triples") == b'<urn:a> <urn:p> "x" .\n'
    with pytest.raises(UsageError, match="text/html"):
        store.results(rows, "text/html")


def test_an_update_is_done_whole(store: Store) -> None:
    store.load([line("urn:a", '"1"')])
    gone, new = f'GRAPH <{RESOLVED}> {{ <urn:a> <urn:p> "1" }}', f'GRAPH <{ONE}> {{ <urn:a> <urn:p> "2" }}'
    store.update(f"DELETE DATA {{ {gone} }} ; INSERT DATA {{ {new} }}")
    assert [q.object.value for q in store.quads()] == ["2"]
    with pytest.raises(UsageError):
        store.update("INSERT DATA { this is no update }")


def test_clearing_drops_one_graph_and_a_missing_one_is_no_error(store: Store) -> None:
    store.load([line("urn:a", '"1"', ONE), line("urn:a", '"2"', TWO)])
    store.clear(ONE)
    store.clear(ONE)
    store.clear("urn:never-was")
    assert [q.object.value for q in store.quads()] == ["2"]
    assert store.graphs() == [TWO]


def test_loading_twice_changes_nothing(store: Store) -> None:
    for _ in range(2):
        store.load([line("urn:a", '"1"'), line("urn:a", '"2"')])
    assert len(list(store.quads())) == 2


@pytest.mark.parametrize("form", ["pieces", "reader", "bytes"])
def test_a_large_load_comes_in_chunks_of_whole_lines(store: Store, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.bulk.PIECE", 100_000)
    monkeypatch.setattr("graph.engines.remote.CHUNK", 400_000)
    monkeypatch.setattr("graph.engines.bulk.SMALLEST", 400_000)
    monkeypatch.setattr("graph.engines.bulk.LARGEST", 400_000)
    whole = b"".join(line(f"urn:s{n}", f'"a statement number {n}"') for n in range(20_000))
    odd = [whole[i : i + 65_537] for i in range(0, len(whole), 65_537)]  # pieces that end in the middle of lines
    store.load({"pieces": odd, "reader": io.BytesIO(whole), "bytes": whole}[form])
    assert column(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == ["20000"]


def test_while_statements_are_fed_others_read_and_write(store: Store) -> None:
    feed = store.feed()
    feed.write(b"".join(line(f"urn:s{n}", f'"a statement number {n}"') for n in range(30_000)))  # two pieces: a bulk load is under way
    store.update(f"INSERT DATA {{ GRAPH <{RESOLVED}> {{ <urn:other> <urn:p> 1 }} }}")
    assert store.ask("ASK { <urn:other> ?p ?o }")
    feed.write(line("urn:last", '"one"'))
    feed.drain()
    feed.stop()
    assert column(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }") == ["30002"]


def test_a_wrong_line_far_into_a_large_load_is_named_and_ends_it(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.engines.bulk.PIECE", 50_000)
    lines = [line(f"urn:s{n}", f'"a statement number {n}"') for n in range(40_000)]
    lines[30_000] = b"<urn:a> <urn:p> what is this <urn:g> .\n"
    with pytest.raises(InputError, match="line 30001"):
        store.load(lines)
    store.load([line("urn:z", '"afterwards"')])
    assert store.ask('ASK { <urn:z> <urn:p> "afterwards" }')


def test_a_line_that_is_wrong_is_named_by_its_number(store: Store) -> None:
    with pytest.raises(InputError, match="line 2"):
        store.load([line("urn:a", '"1"'), b"<urn:a> <urn:p> this is wrong .\n"])
    assert list(store.quads()) == []


def test_a_blank_node_is_refused_and_text_that_looks_like_one_is_not(store: Store) -> None:
    store.load([line("urn:a", '"see _:b0 there"')])
    for bad in (b'_:b <urn:p> "x" <urn:g> .\n', b"<urn:a> <urn:p> _:b <urn:g> .\n"):
        with pytest.raises(InputError, match=r"line 2: a blank node"):
            store.load([line("urn:c", '"good"'), bad])
    assert len(list(store.quads())) == 1


def test_after_closing_every_call_raises(store: Store) -> None:
    store.flush()
    store.close()
    store.close()
    for call in (lambda: list(store.select("SELECT ?s WHERE { ?s ?p ?o }")), lambda: store.update("DROP ALL"), lambda: list(store.quads())):
        with pytest.raises(StoreError, match="closed"):
            call()
