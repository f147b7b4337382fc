"""`govgraph restore`: a store from a backup."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Fill an empty store from a backup.")
@click.argument("src", type=click.Path(path_type=Path))
@everywhere
def command(settings: Settings, as_json: bool, src: Path) -> None:
    """Fill the store that --store names, which must be empty, from the backup in SRC, and compare the digests."""
    from graph.upkeep.backup import restore

    with opened(settings) as store:
        told = restore(store, src)
    if as_json:
        print_json(told)
    else:
        click.echo(f"{counted(told['quads'], 'quad')}, {counted(told['captures'], 'capture')}, digest {told['digest']}")
