"""`check` names the offender: contradictions with their fewest facts, unknown terms, shapes, and what it could not run."""

from __future__ import annotations

import json
import shutil

import pytest
from little_atlas import ID, RESOLVED, derived, lines_of, little_atlas

from graph.engines.oxigraph import EmbeddedStore
from graph.store import capture_graph
from graph.upkeep import check as checking
from graph.upkeep.check import check

CAPTURE = capture_graph("ab" * 32)


def graph_of(*turtle: str):
    """A store with the little atlas and more statements, each in a capture's graph and, with all that follows, in the resolved one."""
    lines = [*little_atlas(), *(line for text in turtle for line in lines_of(text))]
    store = EmbeddedStore()
    store.load([f"{line.removesuffix('.')} <{CAPTURE}> .\n".encode() for line in lines])
    store.load([f"{line.removesuffix('.')} <{RESOLVED}> .\n".encode() for line in derived(lines)])
    return store


def faults(report) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.kind, one.where) for one in report.troubles if not one.warning]


def test_a_sound_graph_has_no_faults_and_says_what_ran() -> None:
    report = check(graph_of(), hermit=False)
    assert report.ok, report.as_text()
    assert {"contradiction rules", "terms", "hygiene rules"} <= set(report.ran)
    assert any(line.startswith("shapes on ") for line in report.ran)
    assert "HermiT: not asked for" in report.skipped
    assert "0 faults" in report.as_text()


STANCES = ':x gov:statedIn :work-tug ; gov:claimStatus "STATED" ; gov:supportsTheory :concept-shore ; gov:challengesTheory :concept-dock .'


def test_a_planted_contradiction_is_told_by_its_fewest_asserted_facts() -> None:
    report = check(graph_of(STANCES), explain=True, shapes=False, hermit=False)
    assert not report.ok
    told = [one for one in report.troubles if one.kind == "contradiction"]
    assert {f"{ID}x"} <= {iri for one in told for iri in one.where}
    gov = "https://w3id.org/govgraph/ns#"
    two = {f"<{ID}x> <{gov}supportsTheory> <{ID}concept-shore> .", f"<{ID}x> <{gov}challengesTheory> <{ID}concept-dock> ."}
    assert [set(one.facts) for one in told] == [two, two]  # once by the classes, once by the two values of hasStance
    assert all(one.derived == () for one in told)
    assert "supportsTheory" in report.as_text()


def test_without_explain_the_clashing_statements_are_told() -> None:
    report = check(graph_of(STANCES), shapes=False, hermit=False)
    told = next(one for one in report.troubles if one.what == "hasStance has one value")
    assert len(told.facts) == 2
    assert all("hasStance" in fact for fact in told.facts)


@pytest.mark.java
def test_hermit_agrees_with_the_fewest_facts() -> None:
    report = check(graph_of(STANCES), explain=True, shapes=False)
    told = [one for one in report.troubles if one.kind == "contradiction"]
    assert [(len(one.facts), one.confirmed) for one in told] == [(2, True), (2, True)]
    assert any(one.kind == "reasoner" and "inconsistent too" in one.what for one in report.troubles)


@pytest.mark.java
def test_two_works_of_one_claim_clash_by_their_names_alone() -> None:
    report = check(graph_of(":claim-1 gov:statedIn :work-tug ."), explain=True, shapes=False)
    (told,) = (one for one in report.troubles if one.kind == "contradiction")
    assert told.confirmed is False
    assert told.where[0] == f"{ID}claim-1"
    assert "one thing" in report.as_text()


@pytest.mark.java
def test_hermit_runs_on_a_sound_graph() -> None:
    report = check(graph_of(), shapes=False)
    assert report.ok
    assert "HermiT on the ontology" in report.ran
    assert any("statements of the graph" in line for line in report.ran)


def test_without_java_the_rest_is_done_and_the_gap_is_said(monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    report = check(graph_of(STANCES), explain=True, shapes=False)
    assert any("Java" in line for line in report.skipped)
    assert len([one for one in report.troubles if one.kind == "contradiction"]) == 2


def test_a_term_that_the_ontology_lacks_is_named_with_a_thing_that_has_it() -> None:
    report = check(graph_of(":x gov:hasAuthr :p .", ":y a gov:Werk ."), shapes=False, hermit=False)
    assert ("term", (f"{ID}x",)) in faults(report)
    assert ("term", (f"{ID}y",)) in faults(report)
    assert "hasAuthr" in report.as_text()


def test_shapes_name_the_thing_the_key_and_the_cycle() -> None:
    report = check(
        graph_of(':x a gov:Work ; gov:doi "DOI 12" .', ':y gov:doi "10.5555/ferry" .', ":p gov:within :q . :q gov:within :p ."),
        hermit=False,
    )
    where = {iri for kind, iris in faults(report) if kind == "shape" for iri in iris}
    assert {f"{ID}x", f"{ID}y", f"{ID}p", f"{ID}q"} <= where


def test_shapes_run_on_the_things_touched_alone() -> None:
    store = graph_of(":x gov:confidence 7.0 . :y gov:confidence 8.0 .")
    report = check(store, hermit=False, things=[f"{ID}x"])
    assert ("shape", (f"{ID}x",)) in faults(report)
    assert ("shape", (f"{ID}y",)) not in faults(report)


def test_more_things_than_one_run_takes_are_told_as_left_out(monkeypatch) -> None:
    monkeypatch.setattr(checking, "SHAPED", 5)
    monkeypatch.setattr(checking, "BATCH", 2)
    report = check(graph_of(), hermit=False)
    assert any("too many for one run" in line for line in report.skipped)


def test_batches_find_what_one_run_finds(monkeypatch) -> None:
    store = graph_of(":x gov:confidence 7.0 . :y gov:confidence 8.0 . :z a gov:Work ; gov:publicationYear 1 .")
    at_once = check(store, hermit=False).troubles
    monkeypatch.setattr(checking, "BATCH", 7)
    assert sorted(map(repr, check(store, hermit=False).troubles)) == sorted(map(repr, at_once))


def test_an_empty_store_is_sound() -> None:
    report = check(EmbeddedStore(), hermit=False)
    assert report.ok
    assert report.troubles == []


def test_many_alike_are_counted_in_the_text_and_all_in_the_json() -> None:
    turtle = " ".join(f":many{n} gov:confidence 7.0 ." for n in range(30))
    report = check(graph_of(turtle), hermit=False)
    assert "… and " in report.as_text()
    whole = json.loads(json.dumps(report.as_json()))
    assert whole["ok"] is False
    assert len([one for one in whole["troubles"] if one["kind"] == "shape" and not one["warning"]]) == 30
