"""`govgraph backup`: a copy of the store and its captures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Copy the store and its captures to a new folder.")
@click.argument("dest", type=click.Path(path_type=Path))
@everywhere
def command(settings: Settings, as_json: bool, dest: Path) -> None:
    """Copy the graph (N-Quads in canonical order) and the captures to DEST, which must not exist yet."""
    from graph.upkeep.backup import backup

    with opened(settings, read_only=True) as store:
        told = backup(store, dest)
    if as_json:
        print_json(told)
    else:
        click.echo(f"{dest}: {counted(told['quads'], 'quad')}, {counted(told['captures'], 'capture')}, digest {told['digest']}")
