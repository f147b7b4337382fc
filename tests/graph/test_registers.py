"""What a register says of a work stands behind what the work's own pages print, in whatever order both arrive."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from little import Work, capture, graph, person, put

from graph.opening import open_store
from graph.provenance import source_iri
from graph.resolve import rebuild
from ontology import terms

if TYPE_CHECKING:
    from graph.record import Capture
    from graph.store import Store

DOI = "10.5555/halls"
S = "<id/work/10.5555%2Fhalls>"


def printed() -> Work:
    return Work(kind="article", title="counters in halls", year=2004, volume="9", doi=DOI, authors=[person("Ada Brook")])


def told(register: str, **more: object) -> Work:
    held = {"title": "Counters in Halls", "year": 2003, "pages": "3-9", "authors": [person("Ada Brook"), person("Tom Vale")], "doi": DOI}
    return Work(kind="article", told_by=register, **held | more)


def values(store: Store, prop: str) -> set[str]:
    return {line.split(" ", 2)[2] for line in graph(store) if line.startswith(f"{S} <ns#{prop}> ")}


def loaded(*works: Work) -> Store:
    store = open_store(":memory:")
    for number, work in enumerate(works):
        put(store, (capture(f"capture {number}"), [work]))
    return store


def test_gaps_are_filled_and_nothing_printed_is_overwritten() -> None:
    store = loaded(printed(), told("crossref"), told("openalex"))
    assert values(store, "title") == {'"counters in halls"'}
    assert {value[1:5] for value in values(store, "publicationYear")} == {"2004"}
    assert len(values(store, "hasAuthor")) == 1
    assert values(store, "pages") == {'"3-9"'}
    assert values(store, "toldBy") == {'"crossref"', '"openalex"'}


def test_the_order_never_matters() -> None:
    works = [printed(), told("crossref"), told("openalex", title="Counters, in Halls", year=2005)]
    graphs = []
    for order in permutations(range(3)):
        store = open_store(":memory:")
        for number in order:
            put(store, (capture(f"page {number}"), [works[number]]))
        graphs.append(graph(store))
        rebuild(store)
        assert graph(store) == graphs[-1]
    assert all(one == graphs[0] for one in graphs)


def test_registers_alone_say_what_they_say() -> None:
    store = loaded(told("crossref"), told("openalex", title="Counters, in Halls"))
    assert len(values(store, "hasAuthor")) == 2
    assert len(values(store, "title")) == 1


def test_a_newer_answer_of_a_register_replaces_the_older_one() -> None:
    store = open_store(":memory:")
    old, new = capture("old answer"), capture("new answer")
    put(store, (capture("page"), [printed()]))
    put(store, (old, [told("crossref", pages="1-2")]))
    put(store, (new, [told("crossref"), [supersedes(new, old)]]))
    kept = graph(store)
    rebuild(store)
    assert graph(store) == kept
    assert (values(store, "title"), values(store, "pages")) == ({'"counters in halls"'}, {'"3-9"'})


def supersedes(new: Capture, old: Capture) -> str:
    return f"<{source_iri(new.digest)}> <{terms.SUPERSEDES}> <{source_iri(old.digest)}>"
