"""`govgraph merge`: say that two records are one thing, or are not, or take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Say that two things are one, that they are not, or take it back.")
@click.argument("one")
@click.argument("other")
@click.option("--never", is_flag=True, help="They are two things, whatever speaks for one.")
@click.option("--undo", is_flag=True, help="Take back what was decided of them.")
@click.option("--reason", required=True, help="Why, for those who come later.")
@click.option("--by", "who", default="", help="Who decides.")
@everywhere
def command(settings: Settings, as_json: bool, one: str, other: str, never: bool, undo: bool, reason: str, who: str) -> None:
    """Decide of ONE and OTHER (IRIs or KIND/KEY); the decision is data and survives reloading."""
    from api.tasks.decisions import decide
    from api.typed import term_of

    a, b = term_of(one).value, term_of(other).value
    decide(settings, "undo" if undo else "reject" if never else "accept", a, b, reason=reason, by=who)
    told = "undone" if undo else "different" if never else "same"
    if as_json:
        print_json({"one": a, "other": b, "decided": told})
    else:
        click.echo(f"{told}: {a} and {b}")
