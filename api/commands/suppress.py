"""`govgraph suppress`: hide a thing for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Hide a thing for good, reloading included.")
@click.argument("thing")
@click.option("--reason", default="", help="Why, for those who come later.")
@click.option("--by", "who", default="", help="Who decides.")
@click.option("--undo", is_flag=True, help="Show it again.")
@everywhere
def command(settings: Settings, as_json: bool, thing: str, reason: str, who: str, undo: bool) -> None:
    """Hide THING (an IRI or KIND/KEY) from the resolved graph, from pages, queries and what is exported of it.

    Captures are never rewritten: `backup` and `export --view all` hold them with what is hidden, and with the word that it is.
    """
    from api.tasks.decisions import decide
    from api.typed import term_of

    iri = term_of(thing).value
    decide(settings, "unsuppress" if undo else "suppress", iri, reason=reason, by=who)
    if as_json:
        print_json({"thing": iri, "suppressed": not undo})
    else:
        click.echo(f"{iri} {'shows again' if undo else 'is hidden'}")
