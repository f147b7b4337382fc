"""More documents and variables that are meant to hurt: each is refused before the engine is asked, or answered at little cost."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import pytest
from asked import Questions, filled
from engines import opened

from api.graphql.answer import Asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Rows, Store

FILTER = "query($w: ConceptFilter) { concepts(where: $w) { totalCount } }"
NODES = "query($w: [ID!]!) { nodes(ids: $w) { id } }"
FIRST = "query($n: Int) { concepts(first: $n) { totalCount } }"
CHAIN = range(60)


def nested(opening: str, closing: str, depth: int, core: str = "{}") -> Any:
    return json.loads(opening * depth + core + closing * depth)


REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "deep filter": (FILTER, {"w": nested('{"not":', "}", 900)}),
    "deep list": (NODES, {"w": nested("[", "]", 900, '"x"')}),
    "wide or": (FILTER, {"w": {"or": [{"slug": {"eq": "x"}}] * 5_000}}),
    "many things": (NODES, {"w": ["urn:a"] * 100_000}),
    "an expression that doubles": (FILTER, {"w": {"slug": {"matches": "(((a{1,99}){1,99}){1,99}){1,99}"}}}),
    "long expression": (FILTER, {"w": {"slug": {"matches": "(a|b|c|d|e)*" * 20}}}),
    "number of 400 digits": (FIRST, {"n": 10**400}),
    "number past 32 bits": (FIRST, {"n": 2**31}),
    "no number": ("query($n: Float) { claims(where: {confidence: {gte: $n}}) { totalCount } }", {"n": float("nan")}),
    "a text for a filter": (FILTER, {"w": "x" * 1_000_000}),
    "half a pair": ("query($t: String!) { search(text: $t) { totalCount } }", {"t": "\ud800"}),
    "half a pair in a filter": (FILTER, {"w": {"slug": {"eq": "\udfff"}}}),
    "a cursor of brackets": (
        "query($a: String) { concepts(first: 1, after: $a) { totalCount } }",
        {"a": base64.b64encode(b"[" * 20_000).decode()},
    ),
    "unused variables": ("query(" + " ".join(f"$a{n}: Int" for n in range(3_000)) + ") { __typename }", {}),
    "deep default": ("query($w: ConceptFilter = " + "{not: " * 400 + "{}" + "}" * 400 + ") { concepts(where: $w) { totalCount } }", {}),
    "digits": ("{ concepts(first: " + "9" * 15_000 + ") { totalCount } }", {}),
    "exponent": ("{ claims(where: {confidence: {gte: 1e" + "9" * 5_000 + "}}) { totalCount } }", {}),
    "escaped half a pair": ('{ search(text: "\\uD800") { totalCount } }', {}),
    "a space of no width": ("{ __type\u200bname }", {}),
    "letters of another script": ('{ \u0441\u043encept(slug: "a") { id } }', {}),
    "unknown directives": ("{ __typename " + "@x " * 400 + "}", {}),
    "a directive's arguments": ("{ __typename @include(if: true, " + ", ".join(f"a{n}: 1" for n in range(400)) + ") }", {}),
    "a directive 40 times": ("query " + "@skip(if: true) " * 40 + "{ __typename }", {}),
    "unused fragments": ("{ __typename } " + " ".join(f"fragment F{n} on Concept {{ id }}" for n in range(300)), {}),
    "a ring of fragments": (
        '{ concept(slug: "a") { ...F0 } } ' + " ".join(f"fragment F{n} on Concept {{ ...F{(n + 1) % 60} }}" for n in CHAIN),
        {},
    ),
    "a fan of fragments": (
        '{ concept(slug: "a") { ...F0 } } '
        + " ".join(f"fragment F{n} on Concept {{ {' '.join(f'...F{m}' for m in range(n + 1, min(n + 4, 60)))} id }}" for n in CHAIN),
        {},
    ),
    "inline fragments": ('{ concept(slug: "a") { ' + "... on Concept { " * 200 + "id" + " }" * 200 + " } }", {}),
    "one field 900 times": ("{ " + "__typename " * 900 + "}", {}),
    "a hundred operations": (" ".join(f"query Q{n} {{ __typename }}" for n in range(100)), {}),
    "one argument 500 times": ("{ concept(" + 'slug: "a" ' * 500 + ") { id } }", {}),
    "unknown arguments": ('{ concept(slug: "a" ' + " ".join(f"a{n}: 1" for n in range(500)) + ") { id } }", {}),
    "a long name": ("{ " + "a" * 15_000 + " }", {}),
    "many groups": ("{ works { " + " ".join(f"g{n}: groupBy(field: publicationYear) {{ value }}" for n in range(29)) + " } }", {}),
    "no cursor": ('{ concepts(first: 1, after: "' + "A" * 5_000 + '") { totalCount } }', {}),
    "comments": ("{ __typename }" + "#\n" * 9_000, {}),
    "brackets": ("{ concept" + "(" * 5_000, {}),
    "no end of a text": ('{ search(text: "' + "\\\\" * 5_000, {}),
}
ANSWERED: dict[str, tuple[str, dict[str, Any]]] = {
    "variables nobody asked for": ("{ __typename }", {f"v{n}": n for n in range(100_000)}),
    "marks on one letter": ('{ search(text: "e' + "\u0301" * 5_000 + '") { totalCount } }', {}),
    "directions": ('{ search(text: "' + "\u202e" * 3_000 + '") { totalCount } }', {}),
    "commas": ("{" + "," * 19_000 + "__typename }", {}),
    "an order 300 times": ("{ concepts(orderBy: [" + "{prefLabel: ASC} " * 300 + "]) { totalCount } }", {}),
    "a stance 500 times": ("{ claims(where: {stance: {in: [" + "CHALLENGES " * 500 + "]}}) { totalCount } }", {}),
    "an address of a script": ('{ node(id: "javascript:alert(1)") { id } }', {}),
    "an address that closes": ('{ node(id: "urn:x> ?p ?o } #") { id } }', {}),
}


class Watched:
    """A store that counts how often it is asked."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def select(self, query: str, **dataset: object) -> Rows:
        self.asked += 1
        return self._store.select(query, **dataset)


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    with opened("memory", tmp_path_factory.mktemp("hostile")) as store:
        yield Watched(filled(store))


@pytest.fixture(scope="module")
def asked(watched: Watched) -> Questions:
    questions = Questions(watched)
    questions.data("{ __typename }")
    return questions


@pytest.mark.parametrize("name", REFUSED)
def test_refused_before_the_engine_is_asked(asked: Questions, watched: Watched, name: str) -> None:
    before = watched.asked
    answer = asked.answerer.answer(Asked(*REFUSED[name]))
    assert answer.refused
    assert 1 <= len(answer.errors) <= 10
    assert len(answer.body()) < 8_192
    assert watched.asked == before


@pytest.mark.parametrize("name", ANSWERED)
def test_answered_with_a_few_queries(asked: Questions, watched: Watched, name: str) -> None:
    before = watched.asked
    answer = asked.answerer.answer(Asked(*ANSWERED[name]))
    assert not answer.refused, answer.body()
    assert len(answer.body()) < 8_192
    assert watched.asked - before <= 20
