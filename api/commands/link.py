"""`govgraph link`: make a link that was suggested, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Say that a work is about a concept, or take it back.")
@click.argument("work")
@click.argument("concept")
@click.option("--undo", is_flag=True, help="Take back a link that a person made.")
@click.option("--reason", default="", help="Why, for those who come later.")
@click.option("--by", "who", default="", help="Who decides.")
@everywhere
def command(settings: Settings, as_json: bool, work: str, concept: str, undo: bool, reason: str, who: str) -> None:
    """Link WORK to CONCEPT (IRIs, keys, slugs, DOIs or labels), as `govgraph links` suggests; it survives reloading the source.

    For example: govgraph link 10.5555/counters one-stop-shop --by "Eva Lind"
    """
    from api.tasks.decisions import decide
    from graph.search.naming import named_one

    with opened(settings, read_only=True) as store:
        things = [named_one(store, kind, name) for kind, name in (("work", work), ("concept", concept))]
    decide(settings, "unlink" if undo else "link", *things, reason=reason, by=who)
    if as_json:
        print_json({"work": things[0], "concept": things[1], "linked": not undo})
    else:
        click.echo(f"{things[0]} is {'no longer linked' if undo else 'linked'} to {things[1]}")
