"""`govgraph export`: the graph in canonical order, with its digest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from api.commands._shared import everywhere, opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.settings import Settings

GRAPH_FORMATS = ("nq", "trig", "ttl", "jsonld")
RECORD_FORMATS = ("bibtex", "ris", "csl-json")


@click.command(short_help="Write the graph in canonical order, with a digest that a rebuild reproduces.")
@click.option(
    "--view", type=click.Choice(["resolved", "all"]), default="resolved", show_default=True, help="The resolved graph, or all graphs."
)
@click.option("--format", "form", type=click.Choice([*GRAPH_FORMATS, *RECORD_FORMATS]), help="nq unless said; jsonld with --json alone.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; stdout unless said.")
@everywhere
def command(settings: Settings, as_json: bool, view: Literal["resolved", "all"], form: str | None, output: Path | None) -> None:
    """Write the graph. The digest goes to stderr; with --json and -o to stdout, with --json alone the graph itself is the JSON."""
    from graph.errors import UsageError
    from graph.export import digest, export

    alone = as_json and output is None
    form = form or ("jsonld" if alone else "nq")
    if alone and form not in ("jsonld", "csl-json"):
        raise UsageError(f"{form} is no JSON: with --json take jsonld or csl-json, or name a file for the graph with -o")
    with opened(settings, read_only=True) as store:
        if form in RECORD_FORMATS:
            from api.records import export_records

            chunks = export_records(store, form)
        else:
            chunks = export(store, view, form)
        _write(chunks, output)
        found = digest(store, view)
    if as_json and not alone:
        from api.commands._shared import print_json

        print_json({"digest": found, "view": view, "format": form, "file": str(output)})
    else:
        click.echo(f"digest {found}", err=True)


def _write(pieces: Iterable[bytes], output: Path | None) -> None:
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.flush()
        return
    partial = output.with_name(output.name + ".partial")
    with partial.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    partial.replace(output)
