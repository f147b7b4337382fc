"""`govgraph up`: the starter atlas if the store is empty, one question with its answer, then the server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, listening_options
from api.opening import opened
from graph.errors import UsageError
from graph.plural import counted

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store

QUESTION = ("cases-challenging-theory", {"theory": "post-npm", "jurisdiction": "CA"})


@click.command(short_help="Build the starter atlas if needed, answer one question, serve.")
@listening_options
@click.option("--no-serve", is_flag=True, help="Stop after the answer.")
@everywhere
def command(settings: Settings, as_json: bool, no_serve: bool) -> None:
    """Load the starter atlas into the default store if that is empty, print one answer, and serve."""
    from api.server import serving
    from api.settings import store_location

    note = serving.found(store_location(settings))
    with opened(settings, read_only=note is not None) as store:
        if note is None and not store.ask("ASK { ?s ?p ?o }"):
            _build(store, settings)
        _tell(answer(store, as_json=as_json))
    if note is not None:
        click.echo(f"already served on {note.url}", err=True)
    elif not no_serve:
        from api.commands.serve import serve

        serve(settings)


def _build(store: Store, settings: Settings) -> None:
    from api.counting import count
    from api.tasks.intake import load_paths
    from loaders import starter_folder

    click.echo("building the starter atlas …", err=True)
    report = load_paths(store, [Path(starter_folder())], settings)
    kinds = ("Concept", "Work", "Case", "Claim", "Reform", "Jurisdiction")
    told = ", ".join(counted(count(store, kind), kind.lower()) for kind in kinds)
    click.echo(f"{told} from {counted(len(report.sources), 'file')}", err=True)
    for source in report.sources:
        for row in source.reject_rows():
            click.echo(f"rejected: {row['file']}: {row['reason']}", err=True)


def _tell(told: str) -> None:
    from loaders import starter_folder

    if told:
        click.echo(told)
    else:
        click.echo(f"the store holds things of yours without the starter atlas: govgraph load {starter_folder()} adds it", err=True)


def answer(store: Store, *, as_json: bool = False) -> str:
    """One question and its answer, as the README shows it; empty where the store has none, as without the starter atlas."""
    import queries
    from queries.result import Result

    name, parameters = QUESTION
    try:
        result = queries.run(store, name, parameters)
    except UsageError:  # no source in the store names the theory or the place
        result = Result(queries.saved(name).columns, [])
    if as_json:
        return result.written("json")
    if not result.rows:
        return ""
    given = " ".join(f"-p {key}={value}" for key, value in parameters.items())
    lines = [f"$ govgraph query {name} {given}", queries.saved(name).summary]
    for row in result.plain():
        case, work, jurisdiction = (_label(row.get(column)) for column in ("case", "work", "jurisdiction"))
        lines.append(f"  {case} ({jurisdiction}): “{row.get('evidence')}”\n    {work}")
    return "\n".join(lines) + "\n"


def _label(cell: object) -> str:
    return str(cell.get("label") or cell.get("id")) if isinstance(cell, dict) else ""
