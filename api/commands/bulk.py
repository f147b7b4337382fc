"""`govgraph bulk`: files of any amount → N-Quads shards for a bulk import, by a cluster or by this machine alone."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, from_option, print_json, reject_line, rejects_option
from graph.plural import counted

if TYPE_CHECKING:
    from pathlib import Path

    from api.settings import Settings


@click.command(short_help="Convert files, on a cluster if need be, into N-Quads shards for a bulk import.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…")
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Folder or bucket of the shards; all workers must reach it.")
@from_option
@click.option("--scheduler", metavar="ADDRESS", default="", help="Address of a Dask scheduler, tcp://host:8786.")
@click.option("--workers", type=click.IntRange(0), default=0, show_default=True, help="Processes of a cluster of its own; 0 = this one.")
@click.option("--shards", type=click.IntRange(1), default=8, show_default=True, help="Files to write, and tasks of a stage.")
@click.option("--no-digest", is_flag=True, help="Leave out the digests of the whole: they take one more pass over all shards.")
@rejects_option()
@everywhere
def command(
    settings: Settings,
    as_json: bool,
    sources: tuple[str, ...],
    output: str,
    form: str | None,
    scheduler: str,
    workers: int,
    shards: int,
    no_digest: bool,
    rejects: Path | None,
) -> None:
    """Convert the files of SOURCE… (paths and fsspec URLs, folders included) into shards with a manifest; no store is touched.

    The shards hold what `load` into an empty store gives: the digests in the manifest are those of `govgraph export`.
    """
    from api.tasks.partition import Reader, partition
    from graph.distributed.conversion import convert
    from graph.distributed.engine import engine
    from loaders.reading.stances.weights import asked_for

    reader = Reader(form, settings.input_size << 20, asked_for(settings.least_confidence))
    jobs = partition(sources)
    with engine(scheduler, workers) as who:
        done = convert(who, reader, jobs, output, shards=shards, digest=not no_digest, told=_tell)
    if rejects is not None:
        rejects.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in done.rejects), encoding="utf-8")
    told = done.as_json()
    if as_json:
        print_json(told | {"rejects": done.rejects})
    else:
        statements, captures = counted(told["lines"], "statement", ","), counted(len(told["captures"]), "capture", ",")
        click.echo(f"{statements} of {captures} in {counted(len(done.shards), 'shard')}")
        if done.digest:
            click.echo(f"digest {done.digest}")
    for row in done.rejects if rejects is None and not as_json else ():
        click.echo(reject_line(row), err=True)
    sys.exit(3 if done.rejects else 0)


def _tell(stage: str) -> None:
    click.echo(f"{stage} …", err=True)
