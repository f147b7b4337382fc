"""`govgraph load`: read files into the store."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, opened, print_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from api.settings import Settings


@click.command(short_help="Load files and folders; the format is recognised from the content.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "form", metavar="FORMAT", help="A loader's name, where the content is not to decide.")
@click.option("--as", "address", metavar="URL", default="", help="The address that the (one) document was retrieved from.")
@click.option("--label", default="", help="What the (one) document is about, where it does not print it.")
@click.option("--dry-run", is_flag=True, help="Tell what would change; write nothing.")
@click.option("--resume", is_flag=True, help="Go on after a load that was cut off: what is whole in the store is not read again.")
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Write what was rejected to a file, one JSON object a line."
)
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
    from api.intake import load_paths

    del resume  # a load always goes on from what is whole in the store
    with opened(settings) as store, shown_progress() as progress:
        report = load_paths(
            store, paths, settings, form=form, dry_run=dry_run, address=address, label=label, progress=progress
        )  # fmt: skip
    if rejects is not None:
        rows = [row for source in report.sources for row in source.reject_rows()]
        rejects.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.as_text())
    sys.exit(report.exit_code)


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
