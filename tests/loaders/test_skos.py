"""SKOS vocabularies: what becomes of concepts, keys, every syntax, and RDF that is refused whole."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

import loaders
from graph.errors import InputError
from graph.loading import load
from graph.opening import open_store
from graph.record import Capture, Concept, Finding, Reject, Source
from graph.sources.capture import capture_of, read_capture
from graph.sources.foreign import statements
from loaders import skos
from loaders._skos_reading import key_of

SAMPLE = Path(__file__).parent / "samples" / "skos.ttl"
PREFIX = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
HERE = "https://tides.example/vocab/"


def said(capture: Capture, kind: type) -> list:
    return [one for one in loaders.read(capture, "skos") if isinstance(one, kind)]


def turtle(text: str) -> Capture:
    return capture_of((PREFIX + text).encode(), "v.ttl")


def reason(data: bytes, name: str) -> str:
    (reject,) = said(capture_of(data, name), Reject)
    assert not said(capture_of(data, name), Concept)
    return reject.reason


def test_the_sample() -> None:
    capture = read_capture(SAMPLE)
    (source,) = said(capture, Source)
    assert (source.label, source.rights_holder, source.display, source.retrieved_from) == (
        "Tides thesaurus",
        "Tide Office",
        "full",
        f"{HERE}scheme",
    )
    office, desk, ferry, ours = said(capture, Concept)
    assert (office.slug, office.label, office.labels, office.alternatives) == (
        "tides-example-vocab-1",
        "Tidal office",
        {"de": "Gezeitenamt"},
        {"en": ["office of tides"]},
    )
    assert (office.definition, office.definitions) == ("An office that works when the water allows.", {"de": "Ein Amt nach der Flut."})
    assert [one.slug for one in desk.broader] == [office.slug]
    assert [one.slug for one in desk.related] == [ferry.slug]
    assert desk.matches == [
        ("exactMatch", f"{HERE}2"),
        ("closeMatch", "https://other.example/9"),
        ("exactMatch", "https://other.example/10"),
    ]
    assert (ferry.language, ferry.label, ferry.alternatives) == ("de", "Fähre", {"de": ["Fährboot"]})
    assert (ours.slug, ours.label, ours.alternatives) == ("welfare-state", "Welfare state", {"en": ["State of welfare"]})
    told = {one.what: one.detail for one in said(capture, Finding) if one.kind == "ignored"}
    assert told["concepts that the vocabulary has withdrawn"] == "1"
    assert told["skos:broader to what is no concept of the file"] == "1"


@pytest.mark.parametrize("syntax", ["RDF_XML", "N_TRIPLES", "N_QUADS", "TRIG", "JSON_LD"])
@pytest.mark.parametrize("named", [True, False])
def test_every_syntax_says_the_same(syntax: str, named: bool) -> None:
    form = getattr(pyoxigraph.RdfFormat, syntax)
    data = pyoxigraph.serialize(pyoxigraph.parse(SAMPLE.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE), format=form)
    capture = capture_of(data, f"v.{form.file_extension}" if named else "v")
    assert loaders.recognise(capture) == "skos"
    expected = {one.slug: (one.label, one.definition, sorted(one.matches)) for one in said(read_capture(SAMPLE), Concept)}
    assert {one.slug: (one.label, one.definition, sorted(one.matches)) for one in said(capture, Concept)} == expected


def test_a_vocabulary_in_the_store(tmp_path: Path) -> None:
    store = open_store(str(tmp_path))
    capture = read_capture(SAMPLE)
    load(store, capture, loaders.read(capture))
    rows = store.select(f"SELECT ?c ?d {{ ?c <http://www.w3.org/2004/02/skos/core#exactMatch> <{HERE}1> ; ?p ?d FILTER(LANG(?d) = 'de') }}")
    assert sorted(row[1].value for row in rows if row[1] is not None) == ["Ein Amt nach der Flut.", "Gezeitenamt"]
    store.close()


def test_many_linked_concepts_are_described_one_by_one(tmp_path: Path) -> None:
    line = "<http://x.example/{0}> a skos:Concept ; skos:prefLabel 'C{0}'@en ; skos:related <http://x.example/{1}> .\n"
    text = "".join(line.format(n, n + 1) for n in range(3_000))
    store = open_store(str(tmp_path))
    capture = turtle(text)
    load(store, capture, loaders.read(capture))
    assert store.ask("ASK { ?c <http://www.w3.org/2004/02/skos/core#exactMatch> <http://x.example/2999> }")
    store.close()


def test_keys_come_from_addresses_and_never_from_labels() -> None:
    assert key_of("http://zbw.eu/stw/descriptor/19406-5") == "zbw-eu-stw-descriptor-19406-5"
    assert key_of("http://v.example/Ab") != key_of("http://v.example/ab") != key_of("http://v.example/a_b")
    one, other = said(turtle("<http://v.example/1> a skos:Concept ; skos:prefLabel 'New Public Management'@en .\n"
                             "<http://v.example/2> a skos:Concept ; skos:prefLabel 'New Public Management'@en ."), Concept)  # fmt: skip
    assert len({one.slug, other.slug, "new-public-management"}) == 3


def test_cycles_and_self_links_end() -> None:
    one, other = said(turtle("<http://v.example/1> a skos:Concept ; skos:broader <http://v.example/2>, <http://v.example/1> .\n"
                             "<http://v.example/2> a skos:Concept ; skos:broader <http://v.example/1> ."), Concept)  # fmt: skip
    assert ([b.slug for b in one.broader], [b.slug for b in other.broader]) == ([other.slug], [one.slug])


REFUSED = {
    "bad line": (b'<http://x/0> <http://x/p> "v" .\n<http://x/1> <http://x/p> "v" .\n<http://x/bad <http://x/p> "v" .\n', "v.nt", "line 3"),
    "escaped bracket": (b'<http://x/a\\u003E\\u003Chttp://e> <http://x/p> "1" .', "v.nt", "line 1"),
    "DTD": (b'<!DOCTYPE r [<!ENTITY a "b">]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>', "v.rdf", "DTD"),
    "deep": (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="a:">' + b"<a:X><a:p>" * 5_000, "v.rdf", "deeper"),
    "cut off": (b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">', "v.rdf", "not well-formed"),
    "remote context": (b'{"@context": "http://127.0.0.1:9/c", "@id": "http://x/1", "skos:a": 1}', "v.jsonld", "never fetched"),
    "inner context": (b'{"@graph": [{"@context": ["http://127.0.0.1:9/c"], "@id": "http://x/1"}]}', "v.jsonld", "never fetched"),
    "import": (b'{"@context": {"@import": "http://127.0.0.1:9/c"}, "@id": "http://x/1"}', "v.jsonld", "never fetched"),
    "deep JSON": (b'{"@id": ' + b"[" * 100_000, "v.jsonld", "deeper"),
    "no concept": (b"<http://x/0> <http://x/p> <http://x/1> .", "v.nt", "without a skos:Concept"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused_whole(case: str) -> None:
    data, name, words = REFUSED[case]
    assert words in reason(data, name)


@pytest.mark.parametrize("poison", ["owl:Thing owl:equivalentClass owl:Nothing", "skos:broader owl:sameAs skos:narrower",
                                    "skos:broader <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> owl:sameAs",
                                    "<https://w3id.org/govgraph/ns#Claim> owl:equivalentClass owl:Nothing"])  # fmt: skip
def test_reserved_words_are_not_a_sources_to_define(poison: str) -> None:
    text = f"{poison} . <http://v.example/1> a skos:Concept ; skos:prefLabel 'A'@en ."
    assert "reserved vocabularies" in reason((PREFIX + text).encode(), "v.ttl")


def test_a_chain_of_same_things_is_over_budget() -> None:
    text = PREFIX + "".join(f"<http://x/{n}> owl:sameAs <http://x/{n + 1}> .\n" for n in range(2_000))
    assert "budget" in reason(text.encode(), "v.ttl")


def test_imports_are_told_and_not_fetched() -> None:
    capture = turtle("<http://x/o> owl:imports <http://127.0.0.1:9/i> . <http://v.example/1> a skos:Concept ; skos:prefLabel 'A'@en .")
    assert len(said(capture, Concept)) == 1
    assert any("127.0.0.1:9/i is not fetched" in one.detail for one in said(capture, Finding))


def test_blank_nodes_of_two_files_never_meet() -> None:
    first, second = (statements(b'_:a <http://x/name> "P" .', "ntriples")[0].subject for _ in range(2))
    assert first != second


HOSTILE = {
    "bad_line_middle.nq": "line 6",
    "escaped_gt_iri.nt": "line 1",
    "attr_flood.rdf": "attributes",
    "owl_imports_ssrf.rdf": "never fetched",
    "tbox_poison.ttl": "reserved",
    "sameas_bomb.ttl": "budget",
    "bnode_collision_a.nt": "without",
    "bnode_collision_b.nt": "without",
}


@needs_shared
def test_hostile_files_are_refused_in_time() -> None:
    for capture in loaders.open_paths([SHARED / "hostile" / "rdf"]):
        begun = time.process_time()
        assert HOSTILE[capture.name] in reason(capture.data, capture.name)
        assert time.process_time() - begun < 8


@needs_shared
def test_a_whole_thesaurus() -> None:
    (path,) = (SHARED / "samples" / "vocab-stw").rglob("stw.ttl")
    capture = read_capture(path)
    assert loaders.recognise(capture) == "skos"
    found = said(capture, Concept)
    assert len(found) > 6_000
    assert len({one.slug for one in found}) == len(found)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["v.ttl", "v.nt", "v.nq", "v.rdf", "v.jsonld", "v.trig", "v"]))
def test_no_bytes_raise(data: bytes, name: str) -> None:
    for start in (
        b"",
        PREFIX.encode(),
        b'{"@context": {}, "@graph": ',
        b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>",
    ):
        list(skos.read(capture_of(start + data, name)))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["rdfxml", "turtle", "ntriples", "nquads", "trig", "jsonld"]))
def test_foreign_rdf_is_statements_or_an_input_error(data: bytes, syntax: str) -> None:
    with suppress(InputError):
        statements(data, syntax, base="urn:x:")
