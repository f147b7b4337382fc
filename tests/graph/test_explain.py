"""Why a statement stands: sources, rules with premises, and what was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from small import small_atlas

from graph.errors import UsageError
from graph.explain import why
from graph.loading import load
from graph.record import Source, Work
from graph.sources.capture import capture_of
from graph.store import BASE, IRI, RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.explain import Explanation
    from graph.store import Store

COUNTERS = IRI(f"{BASE}id/concept/shared-counters")
WORK = IRI(f"{BASE}id/work/10.5555%2Fcounters")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    made = small_atlas()
    yield made
    made.close()


def leaves(told: Explanation) -> Iterator[Explanation]:
    if not told.premises:
        yield told
    for premise in told.premises:
        yield from leaves(premise)


def test_an_asserted_statement_names_its_source(store: Store) -> None:
    told = why(store, COUNTERS, IRI(terms.RELATED_CONCEPT), IRI(f"{BASE}id/concept/separate-offices"))
    assert not told.rule
    assert len(told.said) == 1
    assert "Counter atlas" in told.as_text()


def test_a_chain_leads_down_to_what_captures_say(store: Store) -> None:
    case = next(row[0] for row in store.select(f'SELECT ?c {{ ?c <{terms.RDFS}label> "Northmark" ; a <{terms.CASE}> }}'))
    assert case is not None
    told = why(store, case, IRI(terms.SITUATED_IN), IRI(f"{BASE}id/jurisdiction/CA"))
    assert not told.said
    assert told.rule
    assert told.axiom
    assert all(leaf.said for leaf in leaves(told))
    assert "within" in told.as_text()


def test_every_derived_statement_can_be_explained(store: Store) -> None:
    captures = set()
    for graph in store.graphs():
        if "/graph/" in graph and len(graph.rsplit("/", 1)[1]) == 64:
            captures |= {(str(q.subject), str(q.predicate), str(q.object)) for q in store.quads(graph)}
    asked = 0
    for quad in store.quads(RESOLVED):
        statement = (str(quad.subject), str(quad.predicate), str(quad.object))
        if statement in captures or "#disagreement" in statement[0]:
            continue
        told = why(store, quad.subject, quad.predicate, quad.object)
        assert told.said or told.rule or told.notes, statement
        asked += 1
    assert asked > 50


def test_what_was_settled_is_told() -> None:
    store = small_atlas()
    other = Work(kind="article", title="Counting counters", year=2018, doi="10.5555/counters")
    load(store, capture_of(b"another list", "list.txt"), [Source(label="A list"), Work(title="Citing", year=2022, key="x"), other])
    years = [row[0].value for row in store.select(f"SELECT ?y {{ {WORK} <{terms.PUBLICATION_YEAR}> ?y }}") if row[0]]
    assert len(years) == 1
    told = why(store, WORK, IRI(terms.PUBLICATION_YEAR), Literal(int(years[0])))
    assert any(({"2018", "2019"} - set(years)).pop() in note for note in told.notes)
    store.close()


def test_what_does_not_stand_is_an_error(store: Store) -> None:
    with pytest.raises(UsageError, match="does not say"):
        why(store, COUNTERS, IRI(terms.RELATED_CONCEPT), COUNTERS)
