"""The resolved graph is a function of the captures: any order, any batches, incremental or rebuilt, give the same statements."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING
from unittest.mock import patch

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from little import (
    Case,
    Claim,
    Concept,
    Contributor,
    Jurisdiction,
    Mention,
    Organisation,
    Reference,
    Span,
    Venue,
    Work,
    capture,
    graph,
    identity,
    person,
    put,
)

from benchmarks._synthetic import said
from graph.decisions.curation import accept, doubts, reject, undo
from graph.loading import load
from graph.opening import open_store
from graph.resolve import rebuild
from graph.store import META, RESOLVED
from ontology import terms
from ontology.rules import rules

if TYPE_CHECKING:
    from graph.store import Store

EXAMPLES = int(os.environ.get("GOVGRAPH_EXAMPLES", "24"))
"""How many loads are tried; some hundreds found what reading did not."""
NAMES = ["Jane Møller", "Jane Moeller", "J. Moller", "Jane Q. Moller", "Wei Wang", "W. Wang", "Ada Fountain", "A. Fountains"]
TITLES = [
    "Steering the city state",
    "Steering the city state: a view",
    "On digital budgets and trust",
    "Editorial",
    "Steering a city state",
]
JOURNALS = [
    Venue("Acta Publica", issns=["1566-7170"]),
    Venue("Acta Publica"),
    Venue("Acta Publica", ["Act. Publ."], ["1573-7098", "1566-7170"]),
    Venue("Act. Publ."),
    Venue("Acta Publica", issns=["0378-5955"]),
]
CONCEPTS = [("new-public-management", "paradigm"), ("one-stop-shop", "practice"), ("one-stop-shop", "concept")]
PLACES = ["CA-AB", "CA", "GB-SCT", "region:europe"]


ORCIDS = ["", "", "", "0000-0002-1825-0097", "0000-0002-1694-233X"]


@st.composite
def people(draw: st.DrawFn, most: int) -> list[Contributor]:
    made = [person(name) for name in draw(st.lists(st.sampled_from(NAMES), max_size=most))]
    for one in made:
        one.orcid = draw(st.sampled_from(ORCIDS))
    return made


@st.composite
def works(draw: st.DrawFn, depth: int = 1) -> Work:
    if draw(st.integers(0, 5)) == 0:
        return Work(
            authors_as_printed=[draw(st.sampled_from(["Fountains", "Wang et al.", "Moller"]))], year=draw(st.sampled_from([2001, 2002]))
        )
    kind = draw(st.sampled_from(["article", "article", "book", "chapter"]))
    work = Work(
        kind=kind,
        title=draw(st.sampled_from(TITLES)),
        authors=draw(people(2)),
        isbns=["0-306-40615-2"] if kind == "book" and draw(st.booleans()) else [],
        year=draw(st.sampled_from([None, 2001, 2001, 2002])),
        year_suffix=draw(st.sampled_from(["", "", "a", "b"])),
        doi=draw(st.sampled_from(["", "", "10.1234/x", "10.1234/y"])),
        volume=draw(st.sampled_from(["", "3", "4"])),
        pages=draw(st.sampled_from(["", "11–19", "11-19", "846–60"])),
        venue=draw(st.sampled_from(JOURNALS)) if kind == "article" else None,
        editors=draw(people(1)) if kind == "book" else [],
        keywords=draw(st.lists(st.sampled_from(["a", "b"]), max_size=1)),
    )
    if kind == "chapter":
        work.part_of = Work(kind="book", title=TITLES[2], editors=[person("Ada Fountain")], year=2001)
    if depth:
        work.references = [Reference(draw(works(depth=0))) for _ in range(draw(st.integers(0, 3)))]
    return work


@st.composite
def captured(draw: st.DrawFn) -> list[object]:
    things: list[object] = []
    for _ in range(draw(st.integers(1, 2))):
        work = draw(works())
        things.append(work)
        slug, kind = draw(st.sampled_from(CONCEPTS))
        concept = Concept(slug=slug, label=slug.replace("-", " "), kind=kind)
        if draw(st.booleans()):
            concept.related = [Concept(slug="trust", label="trust")]
        things.append(Mention(work, concept, Span(1, 5, "xxxx")))
        if draw(st.booleans()):
            place = Jurisdiction(draw(st.sampled_from(PLACES)))
            hidden = draw(st.booleans())
            case = Case(work, "A city", [] if hidden else [place], [Organisation("City Hall")], anonymised=hidden)
            case.parts = [Case(work, "A part")] if draw(st.booleans()) else []
            stance = draw(st.sampled_from(["supports", "challenges"]))
            things.append(Claim(work, concept, stance, [Span(3, 9, "xxxxxx")], cases=[case], confidence=0.5))
    return things


def closed(store: Store) -> list[str]:
    """Rules that say more than the resolved graph has."""
    held = {(q.subject, q.predicate, q.object) for q in store.quads(RESOLVED)}
    return [rule.name for rule in rules() if any((t.subject, t.predicate, t.object) not in held for t in store.construct(rule.construct()))]


def both(load: list[list[tuple[str, list[object]]]]) -> tuple[set[str], set[str]]:
    store = open_store(":memory:")
    for batch in load:
        put(store, *((capture(name), things) for name, things in batch))
    assert closed(store) == []
    return graph(store), identity(store)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(captured(), min_size=2, max_size=3), st.data())
def test_order_and_batches_do_not_matter(captures: list[list[object]], data: st.DataObject) -> None:
    named = [(f"capture {n}", things) for n, things in enumerate(captures)]
    together = both([named])
    order = data.draw(st.sampled_from(list(itertools.permutations(named))))
    one_by_one = both([[one] for one in order])
    for a, b, what in ((together[0], one_by_one[0], "resolved"), (together[1], one_by_one[1], "identity")):
        note(f"{what}: only together {sorted(a - b)}, only one by one {sorted(b - a)}")
        assert a == b


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(captured(), min_size=3, max_size=4), st.data())
def test_what_leaves_leaves_nothing_behind(captures: list[list[object]], data: st.DataObject) -> None:
    """A capture that another one supersedes, and decisions of people: the update equals a rebuild."""
    store = open_store(":memory:")
    *old, new = captures
    made = [capture(f"capture {n}") for n in range(len(captures))]
    for one, things in zip(made, old, strict=False):
        put(store, (one, things))
    doubtful = list(doubts(store))
    if doubtful:
        some = data.draw(st.sampled_from(doubtful))
        if some.relation == "possiblySameAs":
            data.draw(st.sampled_from([accept, reject]))(store, some.first, some.second, reason="drawn")
            equals_a_rebuild(store)
    source = f"<{terms.BASE}id/source/"
    put(store, (made[-1], [*new, [f"{source}{made[-1].digest}> <{terms.SUPERSEDES}> {source}{made[0].digest}>"]]))
    equals_a_rebuild(store)
    if doubtful and some.relation == "possiblySameAs":
        undo(store, some.first, some.second, reason="drawn")
        equals_a_rebuild(store)


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(captured(), min_size=2, max_size=3))
def test_a_load_that_outweighs_the_store_gives_what_any_other_gives(captures: list[list[object]]) -> None:
    named = [(f"capture {n}", things) for n, things in enumerate(captures)]
    together = both([named])
    with patch("graph.resolve.LARGE", 0):
        assert both([[one] for one in sorted(named, key=lambda one: len(one[1]))]) == together


def test_many_works_beside_a_few_are_resolved_as_the_few_beside_the_many() -> None:
    """Of the first order all is resolved anew, of the other what the few touch is brought up to date."""
    many, few = list(said(600)), list(said(20, seed=2))
    graphs = []
    for order in ((few, many), (many, few)):
        store = open_store(":memory:")
        for things in order:
            load(store, capture(str(len(things))), things)
        graphs.append((graph(store), identity(store), redirects(store)))
    assert graphs[0] == graphs[1]


def equals_a_rebuild(store: Store) -> None:
    before = graph(store), identity(store), redirects(store)
    rebuild(store)
    for a, b in zip(before, (graph(store), identity(store), redirects(store)), strict=True):
        note(f"updated {sorted(a - b)}, rebuilt {sorted(b - a)}")
        assert a == b


def redirects(store: Store) -> set[str]:
    return {line for line in graph(store, META) if "isReplacedBy" in line}


@settings(max_examples=EXAMPLES // 2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(captured(), min_size=1, max_size=3))
def test_a_rebuild_changes_nothing(captures: list[list[object]]) -> None:
    store = open_store(":memory:")
    for n, things in enumerate(captures):
        put(store, (capture(f"capture {n}"), things))
    equals_a_rebuild(store)
