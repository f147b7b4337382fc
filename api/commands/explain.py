"""`govgraph explain`: why a statement stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import as_of_option, everywhere, print_json
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Tell why a statement stands: its sources, or the rule and its premises.")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object", metavar="OBJECT")
@as_of_option
@everywhere
def command(settings: Settings, as_json: bool, subject: str, predicate: str, object: str, as_of: str) -> None:  # noqa: A002 - the contract's word
    """Explain the statement SUBJECT PREDICATE OBJECT; each an IRI, a prefixed name, KIND/KEY, or (the object) a text."""
    from api.typed import term_of
    from graph.explain import why

    with opened(settings, read_only=True, as_of=as_of) as store:
        explained = why(store, term_of(subject), term_of(predicate, prop=True), term_of(object, literal=True))
    if as_json:
        print_json(explained.as_json())
    else:
        click.echo(explained.as_text())
