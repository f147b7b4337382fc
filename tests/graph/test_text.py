"""The gate: whatever a source prints, what stands in the graph can be written, read back and shown."""

from __future__ import annotations

import io
import time
import unicodedata
from xml.sax import make_parser
from xml.sax.xmlreader import InputSource

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat, Store, parse

from graph.text import boolean, clean, clean_quote, decimal, integer, iri, link, literal, quotation

ANY = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=80) | st.text(
    alphabet='\x00\x0b\x85\u2028\u202e\u2066\u2069\ufffe\uffff\ud800\U0001fffe"\\\r\n\te\u0301é', max_size=30
)


def read(term: str) -> Literal:
    quad = next(iter(parse(f"<urn:s> <urn:p> {term} .", RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, Literal)
    return quad.object


@given(ANY)
def test_every_text_becomes_a_literal_that_reads_back_as_the_clean_text(text: str) -> None:
    assert read(literal(text)).value == clean(text)


@given(ANY)
def test_cleaning_is_normal_safe_and_done_once(text: str) -> None:
    done = clean(text)
    assert clean(done) == done
    assert unicodedata.is_normalized("NFC", done)
    for code in map(ord, done):
        assert code in (9, 10) or (code >= 32 and not 0x7F <= code < 0xA0)
        assert not 0xD800 <= code < 0xE000
        assert code & 0xFFFE != 0xFFFE


@given(ANY)
def test_directions_never_leak_out_of_a_text(text: str) -> None:
    for row in clean(text).split("\n"):
        depth = 0
        for char in row:
            assert char not in "\u202a\u202b\u202d\u202e\u202c"
            depth += (char in "\u2066\u2067\u2068") - (char == "\u2069")
            assert depth >= 0
        assert depth == 0


@given(ANY)
def test_xml_results_stay_well_formed(text: str) -> None:
    store = Store()
    store.update(f"INSERT DATA {{ <urn:s> <urn:p> {literal(text)} , {quotation(text)} }}")
    written = store.query("SELECT ?o { ?s ?p ?o }").serialize(format=QueryResultsFormat.XML)
    source = InputSource()
    source.setByteStream(io.BytesIO(written or b""))
    make_parser().parse(source)


@given(ANY)
def test_a_quotation_keeps_its_length_and_what_a_literal_can_hold(text: str) -> None:
    kept = clean_quote(text)
    assert len(kept) == len(text)
    assert all(a in (b, "\ufffd") for a, b in zip(kept, text, strict=True))
    assert read(quotation(text)).value == kept


def test_a_quotation_is_not_normalised() -> None:
    assert read(quotation("e\u0301tat\r\n")).value == "e\u0301tat\r\n"
    assert read(literal("e\u0301tat\r\n")).value == "état\n"


@given(st.text(max_size=40) | st.text(alphabet="%2F[]#?:/@aé\ue000\u202e ", max_size=20))
def test_every_iri_can_be_read(text: str) -> None:
    NamedNode(iri(f"https://example.org/{text}")[1:-1])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://example.org/a b", "<https://example.org/a%20b>"),
        (" http://example.org/<x> ", "<http://example.org/%3Cx%3E>"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("/relative", None),
        ("", None),
        ("https://[broken/x", None),
        ("https://example.org:port/", None),
        ("https://example.org/100%[a]#b#c", "<https://example.org/100%25%5Ba%5D#b%23c>"),
        ("https://example.org/" + "x" * 3000, None),
    ],
)
def test_only_addresses_become_links(text: str, expected: str | None) -> None:
    assert link(text) == expected


def test_numbers_and_truth_values() -> None:
    assert integer(2017) == '"2017"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert [decimal(n)[1:].split('"')[0] for n in (0.85, 1, 0, 0.1234567)] == ["0.85", "1.0", "0.0", "0.123457"]
    assert boolean(True) == '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'


@pytest.mark.parametrize(("lang", "suffix"), [("en", "@en"), ("pt-BR", "@pt-br"), ("", ""), ("not a tag", ""), ("e_n", "")])
def test_language_tags_are_tags_or_left_out(lang: str, suffix: str) -> None:
    assert literal("x", lang) == f'"x"{suffix}'


@given(st.from_regex(r"[A-Za-z]{0,9}(-[A-Za-z0-9]{0,9}){0,3}", fullmatch=True))
def test_no_language_tag_breaks_a_line(lang: str) -> None:
    assert read(literal("x", lang)).value == "x"


def test_literals_are_fast_enough_for_bulk_loads() -> None:
    texts = ["Collaborative governance in practice", "Jane", "Doe", "Réforme de l'État", "Public Administration Review"] * 4000
    started = time.process_time()
    for text in texts:
        literal(text)
    assert time.process_time() - started < 5  # 20,000; about 10 ms on the machine this was written on
