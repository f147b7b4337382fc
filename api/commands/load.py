"""`govgraph load`: read files into the store."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands._shared import everywhere, from_option, print_json, rejects_option
from api.opening import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.settings import Settings


@click.command(short_help="Load files and folders; the format is recognised from the content.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@from_option
@click.option("--as", "address", metavar="URL", default="", help="The address that the (one) document was retrieved from.")
@click.option("--label", default="", help="What the (one) document is about, where it does not print it.")
@click.option("--dry-run", is_flag=True, help="Tell what would change; write nothing.")
@click.option("--resume", is_flag=True, help="Go on after a load that was cut off: what is whole in the store is not read again.")
@rejects_option()
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    paths: tuple[Path, ...],
    form: str | None,
    address: str,
    label: str,
    dry_run: bool,
    resume: bool,
    rejects: Path | None,
) -> None:
    """Load PATHS (files, folders, an atlas folder); the same input again changes nothing."""
    del resume  # a load always goes on from what is whole in the store
    asked = {"paths": [str(path.absolute()) for path in paths], "form": form, "address": address, "label": label, "dry_run": dry_run}
    told = _load(settings, asked)
    if rejects is not None:
        rejects.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told["rejects"]), encoding="utf-8")
    if as_json:
        print_json(told["report"])
    else:
        click.echo(told["text"])
    sys.exit(told["exit"])


def _load(settings: Settings, asked: dict[str, Any]) -> dict[str, Any]:
    """Load here, or by the server that holds the store."""
    from api.server import serving
    from api.server.handing.sending import hand_over
    from api.settings import store_location
    from api.tasks.intake import load_paths, told_of
    from graph.errors import BusyError

    location = store_location(settings)
    note = None if location.startswith("http") else serving.found(location)
    if note is not None:
        return hand_over(note, asked)
    paths, options = [Path(path) for path in asked["paths"]], {name: value for name, value in asked.items() if name != "paths"}
    try:
        with opened(settings) as store, shown_progress() as progress:
            report = load_paths(store, paths, settings, progress=progress, **options)
    except BusyError:
        note = serving.found(location)
        if note is None:
            raise
        return hand_over(note, asked)
    return told_of(report)


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int], None] | None]:
    """A line on the terminal with the file, the count and the rate; nothing where stderr is not a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn("{task.completed:,} things, {task.fields[rate]:,.0f} a second"),
    )
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("reading", total=None, rate=0.0)

        def told(name: str, count: int) -> None:
            bars.update(task, description=name, completed=count, rate=bars.tasks[0].speed or 0.0)

        yield told
