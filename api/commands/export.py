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
@click.option("--format", "form", type=click.Choice([*GRAPH_FORMATS, *RECORD_FORMATS]), default="nq", show_default=True)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; stdout unless said.")
@everywhere
def command(settings: Settings, as_json: bool, view: Literal["resolved", "all"], form: str, output: Path | None) -> None:
    """Write the graph. The digest goes to stderr (with --json: to stdout, and -o is needed)."""
    from graph.errors import UsageError
    from graph.export import digest, export

    if as_json and output is None:
        raise UsageError("--json prints the digest on stdout; name a file for the graph with -o")
    with opened(settings, read_only=True) as store:
        if form in RECORD_FORMATS:
            from api.records import export_records

            chunks = export_records(store, form)
        else:
            chunks = export(store, view, form)
        _write(chunks, output)
        found = digest(store, view)
    if as_json:
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
