"""`govgraph load`: read files into the store."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.commands._models import model_options
from api.commands._shared import everywhere, from_option, print_json, rejects_option
from api.opening import is_there, opened
from graph.errors import UsageError

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
@model_options
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
    """Load PATHS (files, folders, an atlas folder); the same input again changes nothing.

    With --endpoint a language model proposes claims as well, on titles and abstracts: what is not verbatim in the text is thrown away, and
    the rest waits for a reader (`govgraph review`). Texts without an open licence are sent to this machine only, unless --send-closed.
    """
    del resume  # a load always goes on from what is whole in the store
    if (address or label) and (len(paths) > 1 or paths[0].is_dir()):
        raise UsageError("--as and --label are of one document: load each file by itself, or the second would take the place of the first")
    asked = {"paths": [str(path.absolute()) for path in paths], "form": form, "address": address, "label": label, "dry_run": dry_run}
    if settings.llm_url:
        from api.tasks.proposing import endpoint_of

        endpoint_of(settings)  # what is wrong with it is told before the load, not after
    told = _load(settings, asked)
    if settings.llm_url:
        _propose(settings, asked, told)
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
    from api.server.sending import hand_over
    from api.settings import store_location
    from api.tasks.intake import load_paths, told_of
    from graph.errors import BusyError

    location = store_location(settings)
    note = None if location.startswith("http") else serving.found(location)
    if note is not None:
        return hand_over(note, asked)
    paths, options = [Path(path) for path in asked["paths"]], {name: value for name, value in asked.items() if name != "paths"}
    try:
        # a dry run makes no store
        with (
            opened(settings if is_there(location) or not asked["dry_run"] else replace(settings, store=":memory:")) as store,
            shown_progress() as progress,
        ):
            report = load_paths(store, paths, settings, progress=progress, **options)
    except BusyError:
        note = serving.found(location)
        if note is None:
            raise
        return hand_over(note, asked)
    return told_of(report)


def _propose(settings: Settings, asked: dict[str, Any], told: dict[str, Any]) -> None:
    """Ask the model of what was loaded, load what it proposes, and add to what is told."""
    from api.tasks.asking import shown
    from api.tasks.intake import said
    from api.tasks.proposing import Asking, load_proposals

    if asked["dry_run"]:
        told["text"] += "\na dry run asks no model"
        return
    wanted = {one["digest"] for one in told["report"]["sources"] if one["state"] in ("loaded", "unchanged")}
    with shown(None, f"texts read by {settings.llm_model}") as progress:
        asking = Asking(settings, progress)
        captures = said(map(Path, asked["paths"]), settings, form=asked["form"], address=asked["address"], label=asked["label"])
        documents = list(asking.documents(captures, wanted))
    loaded, ended = load_proposals(settings, documents), asking.tally.ended
    told["report"]["model"] = asking.tally.as_json(asking.endpoint) | {"sources": loaded["report"]["sources"]}
    told["rejects"] += [*asking.tally.failed, *loaded["rejects"]]
    told["text"] = "\n".join(filter(None, (told["text"], asking.tally.as_text(asking.endpoint, waits=asking.waits), loaded["text"])))
    told["exit"] = ended.exit_code if ended is not None else max(told["exit"], loaded["exit"], asking.tally.exit_code)


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
