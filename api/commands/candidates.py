"""`govgraph candidates`: pairs that may be one thing and wait for a person."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="List the pairs that may be one thing and wait for a person to say so.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """List candidates, the surest first, with the rule and the evidence; `govgraph merge` decides."""
    from graph.decisions.curation import doubts
    from graph.store import IRI, RESOLVED
    from ontology import terms

    with opened(settings, read_only=True) as store:
        found = list(doubts(store))
        listed = " ".join(str(IRI(iri)) for one in found for iri in (one.first, one.second))
        query = f"SELECT ?s ?l WHERE {{ VALUES ?s {{ {listed} }} ?s <{terms.RDFS}label> ?l }}"
        labels = {s.value: label.value for s, label in store.select(query, graph=RESOLVED) if s is not None and label is not None}
    if as_json:
        print_json([{**asdict(one), "labels": [labels.get(one.first), labels.get(one.second)]} for one in found])
        return
    for one in found:
        click.echo(f"{one.score:.2f}  {labels.get(one.first, '[no label]')}  ?=  {labels.get(one.second, '[no label]')}")
        click.echo(f"      {one.rule}: {one.evidence}\n      {one.first}\n      {one.second}")
    click.echo(f"{len(found)} waiting", err=True)
