"""`govgraph index`: make the search index anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Make the search index anew; it is kept up to date without this.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Build the full-text index of names and texts beside the store. A search does it by itself where the index is missing or old."""
    from graph.search.finding import index_of

    with opened(settings, read_only=True) as store:
        index = index_of(store, rebuild=True)
    if as_json:
        print_json({"things": index.searcher.num_docs, "version": index.version})
    else:
        click.echo(f"{counted(index.searcher.num_docs, 'thing')} can be found")
