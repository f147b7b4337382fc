"""`govgraph compare`: cases side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere
from api.opening import opened

if TYPE_CHECKING:
    from api.settings import Settings

FORMATS = ("md", "csv", "latex", "html", "json")


@click.command(short_help="Set cases side by side, property by property.")
@click.argument("cases", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(FORMATS), help="How the table is written; md unless said.")
@everywhere
def command(settings: Settings, as_json: bool, cases: tuple[str, ...], form: str | None) -> None:
    """Compare CASES, each by its IRI, key, slug or label.

    For example: govgraph compare "Alberta one-stop-shop initiative" "Norwegian welfare reform" --format latex
    """
    from api.tasks.comparison import compared

    with opened(settings, read_only=True) as store:
        table = compared(store, cases)
    click.echo(table.written(form or ("json" if as_json else "md")), nl=False)
