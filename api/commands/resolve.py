"""`govgraph resolve`: which records of some files are one work; nothing is stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands._shared import everywhere, from_option, print_json, reject_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings
    from graph.linkage.cluster import Candidate, Edge
    from graph.linkage.facts import Facts


@click.command(short_help="Tell which records of some files are one work; nothing is stored.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@from_option
@click.option("--reasons", is_flag=True, help="Tell of each joined pair, too, by which rule and on what evidence.")
@everywhere
def command(settings: Settings, as_json: bool, paths: tuple[Path, ...], form: str | None, reasons: bool) -> None:
    """Print the clusters of the works in the files PATH…, by the `id` that `govgraph read` gives them, and the doubtful pairs, as JSON."""
    from graph.linkage.facts import Facts

    del as_json  # the answer is JSON either way
    facts = Facts()
    ids, refused = _gather(paths, settings, form, facts.take)
    print_json(_decided(facts, ids, reasons=reasons))
    sys.exit(3 if refused else 0)


def _gather(
    paths: tuple[Path, ...], settings: Settings, form: str | None, take: Callable[[str, str, str, str], None]
) -> tuple[dict[str, list[str]], int]:
    """Hand what the files say to `take`; the work IRIs (in brackets) with the ids of their records, and how much was rejected."""
    from api.tasks.intake import said
    from graph.describe import iri_of, statements
    from graph.loads.report import reject_row
    from graph.record import Finding, Reject, Work
    from graph.sources.csl import work_to_csl_unlike
    from graph.store import capture_graph

    ids: dict[str, list[str]] = {}
    known: set[str] = set()
    refused = 0
    for capture, things in said(paths, settings, form=form):
        graph, place, seen = capture_graph(capture.digest), 0, set[str]()
        for thing in things:
            if isinstance(thing, Reject):
                refused += 1
                row = reject_row(capture.path or capture.name, thing)
                click.echo(reject_line(row), err=True)
            if isinstance(thing, Reject | Finding):
                continue
            for line in statements(thing, capture):
                take(graph, *line.split(" ", 2))
            if isinstance(thing, Work):
                place += 1
                name = str(work_to_csl_unlike(thing, place, seen)["id"])
                name = name if name not in known else f"{capture.name}#{name}"
                if name not in known:  # the same file once more says nothing new
                    known.add(name)
                    ids.setdefault(f"<{iri_of(thing, capture).strip('<>')}>", []).append(name)
    return ids, refused


def _decided(facts: Facts, ids: dict[str, list[str]], *, reasons: bool) -> dict[str, Any]:
    """Clusters of two and more records, each and all of them in order, and candidates, the surest first; `reasons` of the clusters too."""
    from graph.linkage.matching import Decisions, match

    works = {iri for iri, one in facts.works.items() if one.graphs}
    found = match(facts, works, set(facts.persons), set(facts.venues), Decisions())
    groups: dict[str, list[str]] = {}
    for iri, names in ids.items():
        groups.setdefault(found.canonical.get(iri, iri), []).extend(names)
    clusters = sorted(sorted(group) for group in groups.values() if len(group) > 1)
    doubtful = [one for one in found.candidates if one.property == "possiblySameAs" and one.a in groups and one.b in groups]
    candidates = [_told(one, groups) for one in sorted(doubtful, key=lambda one: (-one.score, one.a, one.b))]
    joined = [_told(edge, ids) for edge in found.edges if edge.a in ids and edge.b in ids] if reasons else None
    return {"clusters": clusters, "candidates": candidates} | ({"reasons": joined} if joined is not None else {})


def _told(pair: Edge | Candidate, ids: dict[str, list[str]]) -> dict[str, Any]:
    return {"records": [min(ids[pair.a]), min(ids[pair.b])], "rule": pair.rule, "evidence": pair.evidence, "score": pair.score}
