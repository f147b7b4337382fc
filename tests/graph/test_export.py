"""An export depends on the statements alone: not on the order they came in, nor on the engine."""

from __future__ import annotations

import hashlib
import io
import json
import random
from typing import TYPE_CHECKING

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from graph.errors import UsageError
from graph.exports.export import digest, export
from graph.exports.sorting import sorted_lines
from graph.opening import open_store
from graph.store import META, RESOLVED, capture_graph
from graph.text import boolean, decimal, integer, literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

GOV = terms.GOV
ONE = capture_graph("1" * 64)
WORK, PERSON = "<https://w3id.org/govgraph/id/work/10.1234%2Fab>", "<https://w3id.org/govgraph/id/person/jane-doe>"
TITLE = 'Réforme: “new”, A\\B "c"\n第二'
STATEMENTS = [
    f"{WORK} <{terms.RDF_TYPE}> <{GOV}Article>",
    f"{WORK} <{GOV}title> {literal(TITLE)}",
    f"{WORK} <{GOV}publicationYear> {integer(2019)}",
    f"{WORK} <{GOV}hasAuthor> {PERSON}",
    f"{WORK} <{GOV}hasAuthor> <https://w3id.org/govgraph/id/person/x>",
    f"{WORK} <{GOV}anonymised> {boolean(False)}",
    f"{WORK} <{GOV}confidence> {decimal(0.85)}",
    f"{WORK} <{GOV}volume> {integer(3)}",
    f"{WORK} <https://example.org/unknown> {literal('ha', 'fr')}",
    f"{PERSON} <{terms.SKOS_PREF_LABEL}> {literal('Jane Doe', 'en')}",
    f"{PERSON} <{terms.RDFS_LABEL}> {literal('Jane Doe')}",
    f"{PERSON} <{terms.RDFS_SEE_ALSO}> <https://example.org/jane>",
]
QUADS = [f"{s} <{graph}> .\n".encode() for graph in (RESOLVED, ONE) for s in STATEMENTS]
TIMES = f'<urn:run> <{terms.PROV_ENDED_AT_TIME}> "2020-01-01" <{META}> .\n'.encode()


def whole(store: Store, view: str = "resolved", form: str = "nq") -> bytes:
    return b"".join(export(store, view, form))


def triples(written: bytes, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in parse(written, form)}


def test_every_engine_and_every_order_gives_the_same_bytes(store: Store) -> None:
    shuffled = [*QUADS, TIMES]
    random.Random(7).shuffle(shuffled)
    store.load(shuffled)
    expected = b"".join(sorted(QUADS))
    assert whole(store, "all") == expected
    assert digest(store) == hashlib.sha256(expected).hexdigest()
    assert whole(store) == b"".join(sorted(q for q in QUADS if RESOLVED.encode() in q))
    assert digest(store, "resolved") == hashlib.sha256(whole(store)).hexdigest()


@pytest.fixture
def filled() -> Store:
    store = open_store(":memory:")
    store.load([*QUADS, TIMES])
    return store


@pytest.mark.parametrize(
    ("form", "reader"), [("nt", RdfFormat.N_TRIPLES), ("ttl", RdfFormat.TURTLE), ("jsonld", RdfFormat.JSON_LD), ("trig", RdfFormat.TRIG)]
)
def test_every_format_says_the_same(filled: Store, form: str, reader: RdfFormat) -> None:
    expected = triples(whole(filled), RdfFormat.N_QUADS)
    assert len(expected) == len(STATEMENTS)
    assert triples(whole(filled, form=form), reader) == expected


@pytest.mark.parametrize(("form", "reader"), [("trig", RdfFormat.TRIG), ("jsonld", RdfFormat.JSON_LD)])
def test_formats_with_graphs_hold_all_of_them(filled: Store, form: str, reader: RdfFormat) -> None:
    read = {f"{quad} .\n".encode() for quad in parse(whole(filled, "all", form), reader)}
    assert read == set(QUADS)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader uses it
def test_json_ld_uses_the_contexts_words_and_another_reader_agrees(filled: Store) -> None:
    written = whole(filled, form="jsonld")
    work = next(node for node in json.loads(written)["graph"] if node["id"].endswith("%2Fab"))
    assert work["type"] == ["Article"]
    assert (work["publicationYear"], work["anonymised"], work["confidence"]) == (2019, False, "0.85")
    assert work["hasAuthor"] == [PERSON[1:-1], "https://w3id.org/govgraph/id/person/x"]
    other = rdflib.Graph().parse(data=written, format="json-ld")
    assert len(other) == len(STATEMENTS)
    assert triples(other.serialize(format="nt", encoding="utf-8"), RdfFormat.N_TRIPLES) == triples(whole(filled), RdfFormat.N_QUADS)


def test_times_of_runs_are_in_no_export(filled: Store) -> None:
    assert b"2020-01-01" not in whole(filled, "all")


def test_an_export_loads_into_another_store_with_the_same_digest(filled: Store) -> None:
    other = open_store(":memory:")
    other.load(export(filled, "all", "nq"))
    assert digest(other) == digest(filled)


@pytest.mark.parametrize(("view", "form"), [("some", "nq"), ("resolved", "docx"), ("all", "ttl")])
def test_what_cannot_be_written_is_a_usage_error(filled: Store, view: str, form: str) -> None:
    with pytest.raises(UsageError):
        whole(filled, view, form)


@given(st.lists(st.binary(max_size=12).map(lambda b: b.replace(b"\n", b"").replace(b"\r", b"")), max_size=60), st.integers(1, 40))
def test_sorting_on_disk_equals_sorting_in_memory(lines: list[bytes], run: int) -> None:
    whole_text = b"".join(line + b"\n" for line in lines)
    reader = io.BytesIO(whole_text)
    pieces = list(iter(lambda: reader.read(7), b""))
    assert b"".join(sorted_lines(pieces, run)) == b"".join(sorted(line + b"\n" for line in lines))
