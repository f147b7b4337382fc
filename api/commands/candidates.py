"""`govgraph candidates`: pairs that may be one thing and wait for a person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings
    from graph.decisions.curation import Doubt
    from graph.store import Store

_AUTHOR = "author"


@click.command(short_help="List the pairs that may be one thing and wait for a person to say so.")
@click.option(
    "--kind",
    type=click.Choice(["work", "person", "venue", _AUTHOR]),
    help="Only pairs of two works, persons or venues, or (author) a work and who may have written it.",
)
@click.option("--matching", metavar="TEXT", help="Only pairs of which one's label or IRI has this text, whatever its case and accents.")
@click.option("--reason", metavar="TEXT", help="Only pairs whose rule or evidence has this text: preprint, same title.")
@click.option("--least", type=click.FloatRange(0, 1), default=0, show_default=True, help="Only pairs with at least this score.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many pairs.")
@everywhere
def command(
    settings: Settings, as_json: bool, kind: str | None, matching: str | None, reason: str | None, least: float, limit: int | None
) -> None:
    """List candidates, the surest first, with the rule and the evidence; `govgraph merge` decides.

    What is asked for by several options has to fit all of them.
    """
    from graph.decisions.curation import doubts

    with opened(settings, read_only=True) as store:
        waiting = list(doubts(store))
        fitting = [one for one in waiting if one.score >= least and kind in (None, _kind(one)) and _has(reason, one.rule, one.evidence)]
        shown = fitting if matching else fitting[:limit]
        labels = _labels(store, shown)
    if matching:
        fitting = [one for one in fitting if _has(matching, *(text for iri in _pair(one) for text in (iri, labels.get(iri, ""))))]
        shown = fitting[:limit]
    if as_json:
        print_json([{**asdict(one), "labels": [labels.get(iri) for iri in _pair(one)]} for one in shown])
        return
    for one in shown:
        first, second = (labels.get(iri, "[no label]") for iri in _pair(one))
        click.echo(f"{one.score:.2f}  {first}  ?=  {second}")
        click.echo(f"      {one.rule}: {one.evidence}\n      {one.first}\n      {one.second}")
    counts = [f"{len(shown)} shown"] * (len(shown) < len(fitting)) + [f"{len(fitting)} as asked for"] * (len(fitting) < len(waiting))
    click.echo(", ".join([*counts, f"{len(waiting)} waiting"]), err=True)


def _pair(one: Doubt) -> tuple[str, str]:
    return one.first, one.second


def _kind(one: Doubt) -> str:
    from graph.identify import kind_of

    return kind_of(one.first) if kind_of(one.first) == kind_of(one.second) else _AUTHOR


def _has(text: str | None, *within: str) -> bool:
    """Whether one of some texts has this one in it."""
    from graph.identify import plain_letters

    return text is None or any(plain_letters(text) in plain_letters(one) for one in within)


def _labels(store: Store, pairs: Iterable[Doubt]) -> dict[str, str]:
    """IRI → label of the things of some pairs."""
    from graph.linkage.identity import batches
    from graph.store import IRI, RESOLVED
    from ontology import terms

    labels: dict[str, str] = {}
    for some in batches(dict.fromkeys(str(IRI(iri)) for one in pairs for iri in _pair(one))):
        query = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ {some} }} ?s <{terms.RDFS_LABEL}> ?l }}"
        labels |= {s.value: label.value for s, label in store.select(query, graph=RESOLVED) if s is not None and label is not None}
    return labels
