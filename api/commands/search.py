"""`govgraph search`: things by name."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from api.commands._shared import as_of_option, everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Find concepts, cases, authors, works and places by name.")
@click.argument("text")
@click.option("--type", "kind", metavar="CLASS", help="Only things of this class, say Concept or Case.")
@click.option("--most", type=click.IntRange(min=1), default=20, show_default=True, help="How many at the most.")
@as_of_option
@everywhere
def command(settings: Settings, as_json: bool, text: str, kind: str | None, most: int, as_of: str) -> None:
    """Find things whose label or alternative label has TEXT, best first."""
    from graph.errors import UsageError
    from graph.search.documents import TYPES
    from graph.search.finding import find

    wanted = next((name for name in TYPES if kind and name.lower() == kind.lower()), None)
    if not text.strip():
        raise UsageError("give a name to search for")
    if kind and not wanted:
        raise UsageError(f"no type '{kind}'; there are {', '.join(TYPES)}")
    with opened(settings, read_only=True, as_of=as_of) as store:
        hits = find(store, text, kind=wanted, most=most)
    if as_json:
        print_json([asdict(hit) for hit in hits])
        return
    for hit in hits:
        click.echo(f"{hit.label}  [{hit.kind}]  {hit.id}")
    if not hits:
        click.echo(f"nothing by the name of '{text}'", err=True)
