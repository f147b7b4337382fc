"""`govgraph card`: a thing's card."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import as_of_option, everywhere
from api.opening import opened
from graph.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Print the card of a concept or another thing.")
@click.argument("thing")
@click.option("--format", "form", metavar="SUFFIX", help="How it is written: txt unless said, html, json, jsonld or md.")
@click.option("--languages", metavar="TAGS", default="", help="Language tags, the most wanted first: nb,en.")
@as_of_option
@everywhere
def command(settings: Settings, as_json: bool, thing: str, form: str | None, languages: str, as_of: str) -> None:
    """Print the card of THING: a concept's slug or label, a work's DOI, KIND/KEY, or an IRI."""
    from api.cards import formats
    from api.cards.card import card
    from api.links import THINGS
    from graph.identify import key_of, normal_doi
    from graph.languages import tags
    from graph.search.naming import named_one

    wanted, suffix = tags(languages), form or ("json" if as_json else "txt")
    if suffix not in formats():
        raise UsageError(f"cards have no format '{suffix}'; there are {', '.join(sorted(formats()))}")
    kind, slash, key = thing.removeprefix(THINGS).partition("/")
    with opened(settings, read_only=True, as_of=as_of) as store:
        found = card(store, kind, key, wanted) if slash else card(store, "concept", kind, wanted)
        called = "work" if normal_doi(thing) else "" if slash else "concept"
        if found is None and called:
            found = card(store, called, key_of(named_one(store, called, thing)), wanted)
    if found is None:
        raise UsageError(f"the graph holds nothing by the name '{thing}'; `govgraph search` finds names")
    click.echo(formats()[suffix].write(found, settings.base).rstrip("\n"))
