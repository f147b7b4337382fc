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
    from graph.curation import candidates

    with opened(settings, read_only=True) as store:
        found = candidates(store)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.score:.2f}  {one.one_label or '[no label]'}  ?=  {one.other_label or '[no label]'}  ({one.rule}: {one.evidence})")
        click.echo(f"      {one.one}\n      {one.other}")
    click.echo(f"{len(found)} waiting", err=True)
