"""`govgraph read`: the records of a file as CSL-JSON, nothing stored."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import orjson

from api.commands._shared import everywhere, from_option, print_json, reject_line, rejects_option

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Show the records of a file as CSL-JSON; nothing is stored.")
@click.argument("path", type=click.Path(path_type=Path))
@from_option
@rejects_option()
@everywhere
def command(settings: Settings, as_json: bool, path: Path, form: str | None, rejects: Path | None) -> None:
    """Print the works of the file PATH as a CSL-JSON array; with --json an object with `records` and `rejects`."""
    from api.tasks.intake import said
    from graph.loads.report import reject_row
    from graph.record import Reject, Work
    from graph.sources.csl import work_to_csl_unlike

    records: list[dict[str, Any]] = []
    refused, seen = [], set[str]()
    for capture, things in said([path], settings, form=form):
        for thing in things:
            if isinstance(thing, Work):
                records.append(work_to_csl_unlike(thing, len(records) + 1, seen))
            elif isinstance(thing, Reject):
                refused.append(reject_row(capture.path or capture.name, thing))
    if rejects is not None:
        rejects.write_bytes(b"".join(orjson.dumps(row) + b"\n" for row in refused))
    if as_json:
        print_json({"records": records, "rejects": refused})
    else:
        print_json(records)
        for row in refused:
            click.echo(reject_line(row), err=True)
    sys.exit(3 if refused else 0)
