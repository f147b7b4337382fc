"""No sequence of questions within one answer gets more of a capture than its rule allows."""

from __future__ import annotations

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import UsageError
from graph.opening import open_store
from graph.rights import CLAIM_CHARACTERS, SOURCE_SHARE, Shown, is_open, shortened
from graph.store import RESOLVED, Store
from graph.text import integer, literal
from ontology import terms

GOV = terms.GOV
SOURCES = {
    "urn:full": {"display": literal("full"), "textLength": integer(10_000)},
    "urn:quote": {
        "display": literal("quote"),
        "textLength": integer(10_000),
        "rightsHolder": literal("© The Press"),
        "licence": literal("CC BY 4.0"),
    },
    "urn:short": {"display": literal("quote"), "textLength": integer(400)},
    "urn:locator": {"display": literal("locator"), "textLength": integer(10_000)},
    "urn:unsaid": {"textLength": integer(10_000)},
    "urn:unmeasured": {"display": literal("quote")},
    "urn:odd": {"display": literal("as you like"), "textLength": integer(10_000)},
}
LENGTHS = {
    "urn:quote": 10_000,
    "urn:short": 400,
    "urn:unsaid": 10_000,
    "urn:unmeasured": 0,
    "urn:unknown": 0,
    "urn:locator": 0,
    "urn:odd": 0,
}
WORDS = st.lists(st.text(alphabet="abcdeé —,\n", min_size=1, max_size=12), min_size=1, max_size=90).map(" ".join) | st.sampled_from(
    ["one two " * 20, "three four " * 40]
)


def store_of_sources() -> Store:
    store = open_store(":memory:")
    lines = [f"<{s}> <{GOV}{p}> {o} <{RESOLVED}> .\n" for s, of in SOURCES.items() for p, o in of.items()]
    lines += [f'<{s}> <{terms.RDFS_LABEL}> "Label of {s[4:]}" <{RESOLVED}> .\n' for s in SOURCES]
    # a source whose capture and whose curator disagree: the narrower rule holds
    lines += [f"<urn:both> <{GOV}display> {literal(d)} <{RESOLVED}> .\n" for d in ("full", "locator")]
    store.load([line.encode() for line in lines])
    return store


STORE = store_of_sources()


@given(st.lists(st.tuples(st.sampled_from(list(LENGTHS)), st.sampled_from(["", "urn:c1", "urn:c2", "urn:c3"]), WORDS), max_size=60))
def test_no_sequence_of_calls_shows_more_than_the_rule(calls: list[tuple[str, str, str]]) -> None:
    shown = Shown(STORE)
    by_source: dict[str, set[tuple[str, str]]] = defaultdict(set)
    by_claim: dict[str, set[str]] = defaultdict(set)
    for source, claim, text in calls:
        told = shown.quote(source, text, claim=claim)
        assert told in (text, "") or (told.endswith(" …") and text.startswith(told[:-2]))
        by_source[source].add((text, told))
        if claim:
            by_claim[claim].add(told)
    for source, told_of in by_source.items():
        longest = {text: max(len(told) for other, told in told_of if other == text) for text, _ in told_of}
        assert sum(longest.values()) <= LENGTHS[source] * SOURCE_SHARE
    for texts in by_claim.values():
        assert sum(map(len, texts)) <= CLAIM_CHARACTERS


@given(WORDS, st.integers(-5, 400))
def test_a_cut_is_short_enough_and_at_a_word(text: str, allowed: int) -> None:
    told = shortened(text, allowed)
    assert len(told) <= max(allowed, 0)
    if told not in (text, ""):
        kept = told[:-2]
        assert text.startswith(kept)
        assert kept
        rest = text[len(kept) :]
        assert " " not in kept or rest[0] in " ,;:–—-(\n\t"


def test_each_display_rule() -> None:
    shown, text = Shown(STORE), "word " * 100
    assert shown.quote("urn:full", text) == text
    assert shown.quote("urn:full", text * 20) == text * 20
    assert 280 < len(shown.quote("urn:quote", text, claim="c")) <= 300
    assert shown.quote("urn:locator", text) == ""
    assert shown.quote("urn:odd", text) == ""
    assert shown.quote("urn:both", text) == ""
    assert 280 < len(shown.quote("urn:unsaid", text)) <= 300
    assert shown.quote("urn:unmeasured", text) == ""
    assert shown.quote("urn:not-in-the-store", text) == ""
    assert len(shown.quote("urn:short", text)) <= 20


def test_the_same_sentence_again_is_free_and_another_is_not() -> None:
    shown = Shown(STORE)
    sentence, other = "a" * 10 + " " + "b" * 8, "c" * 10 + " " + "d" * 8
    assert shown.quote("urn:short", sentence, claim="c1") == sentence
    assert shown.quote("urn:short", sentence, claim="c2") == sentence
    assert shown.quote("urn:short", other, claim="c3") == ""


def test_attribution_names_what_is_known() -> None:
    shown = Shown(STORE)
    assert shown.attribution("urn:quote") == "Label of quote, © The Press, CC BY 4.0"
    assert shown.attribution("urn:unsaid") == "Label of unsaid"
    assert shown.attribution("urn:nothing") == ""


@pytest.mark.parametrize(
    ("licence", "yes"),
    [
        ("CC BY 4.0", True),
        ("https://creativecommons.org/licenses/by-nc/4.0/", True),
        ("CC0", True),
        ("", False),
        ("All rights reserved", False),
        ("© The Author(s) 2015", False),
        ("Reprints: see journalsPermissions.nav, not CC BY", False),
    ],
)
def test_only_open_licences_are_open(licence: str, yes: bool) -> None:
    assert is_open(licence) is yes


def test_abstracts_are_shown_under_an_open_licence_only() -> None:
    store = open_store(":memory:")
    lines = [
        f'<urn:w1> <{GOV}licence> "CC BY 4.0" <{RESOLVED}> .\n',
        f"<urn:w2> <{GOV}describedIn> <urn:s> <{RESOLVED}> .\n",
        f'<urn:s> <{GOV}display> "quote" <{RESOLVED}> .\n',
        f"<urn:s> <{GOV}textLength> {integer(9000)} <{RESOLVED}> .\n",
    ]
    store.load([line.encode() for line in lines])
    shown = Shown(store)
    assert shown.literal("urn:w1", f"{GOV}abstract", "Long text") == "Long text"
    assert shown.literal("urn:w2", f"{GOV}abstract", "Long text") == ""
    assert shown.literal("urn:w2", f"{GOV}title", "A title is a fact") == "A title is a fact"


def test_whose_a_definition_is_does_not_hang_on_what_was_asked_before() -> None:
    store = open_store(":memory:")
    lines = [f"<urn:c> <{GOV}{p}> <{o}> <{RESOLVED}> .\n" for p, o in (("definitionSource", "urn:s"), ("describedIn", "urn:open"))]
    lines += [f'<{s}> <{GOV}display> "{d}" <{RESOLVED}> .\n' for s, d in (("urn:s", "locator"), ("urn:open", "full"))]
    store.load([line.encode() for line in lines])
    shown = Shown(store)
    assert shown.literal("urn:c#disagreement-1", f"{GOV}otherValue", "Another label") == "Another label"
    assert shown.literal("urn:c", terms.SKOS_DEFINITION, "Words that only their place may be told of") == ""


def test_what_a_curator_narrows_is_narrowed_in_the_next_answer() -> None:
    store = store_of_sources()
    assert Shown(store).rule("urn:full").open
    store.load([f"<urn:full> <{GOV}display> {literal('locator')} <{RESOLVED}> .\n".encode()])
    assert Shown(store).rule("urn:full").display == "locator"
    store.update(f"DELETE WHERE {{ GRAPH <{RESOLVED}> {{ <urn:full> <{GOV}display> ?any }} }}")
    assert Shown(store).rule("urn:full").display == "quote"


@pytest.mark.parametrize("query", ["SELECT * { GRAPH ?g { ?s ?p ?o } }", "SELECT * { graph # a comment\n <urn:g> { ?s ?p ?o } }"])
def test_a_query_that_names_graphs_needs_some_to_name(query: str) -> None:
    with pytest.raises(UsageError, match="GRAPH"):
        STORE.select(query)


@pytest.mark.parametrize("query", ['SELECT * { ?s <urn:graph/of> "GRAPH ?g" }', "SELECT ?graph { ?graph ?p ?o } # GRAPH <urn:g>"])
def test_the_word_alone_names_none(query: str) -> None:
    list(STORE.select(query))
