"""`govgraph template`: the tables that researchers fill by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.commands._shared import NewFile, everywhere, print_json

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings


@click.command(short_help="Print the table of cases or claims to fill by hand, as CSV with an example row.")
@click.argument("kind", type=click.Choice(["cases", "claims"]))
@click.option("-o", "--output", type=NewFile(), help="A file; stdout unless said.")
@everywhere
def command(settings: Settings, as_json: bool, kind: str, output: Path | None) -> None:
    """Print the header and an example row to write over; with --json the columns and what stands in each.

    A spreadsheet program opens the file; `govgraph load` reads it back as CSV, XLSX or ODS.
    """
    from graph.errors import UsageError
    from loaders._claims.columns import TEMPLATES, template

    del settings
    if output is not None:
        if output.exists():
            raise UsageError(f"{output} is there already; name another file, so that nothing filled in is lost")
        output.write_text(template(kind), encoding="utf-8-sig", newline="")  # the mark tells spreadsheet programs that it is UTF-8
        click.echo(f"{output}: write your rows over the example; `govgraph load {output}` reads it", err=True)
    if as_json:
        print_json([{"column": one.name, "example": one.example, "help": one.help} for one in TEMPLATES[kind]])
    elif output is None:
        click.echo(template(kind), nl=False)
