"""`govgraph diff`: what two states of the graph differ in, in the words of the field."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.commands._shared import everywhere, print_json
from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.settings import Settings
    from graph.store import Store

_VERSION = re.compile(r"[0-9a-f]{4,32}$|\d{4}-\d\d-\d\d", re.IGNORECASE)
"""A mark, the beginning of one, or a time."""


@click.command(short_help="Tell in words what changed between two versions, exports, backups or stores.")
@click.argument("old")
@click.argument("new", required=False)
@everywhere
def command(settings: Settings, as_json: bool, old: str, new: str | None) -> None:
    """Compare OLD with NEW, without NEW with the graph as it is now.

    Each is an earlier version of the graph (a mark that `govgraph versions` lists, or a time), an N-Quads export, or the folder of a backup
    or of a store. For example: govgraph diff 2026-05-01, or govgraph diff yesterday.nq today.nq
    """
    from graph.differences.states import state, told

    with _read(settings, old) as store:
        before = state(store)
    with _read(settings, new) as store:
        after = state(store)
    assert before is not None
    assert after is not None
    lines = told(before, after)
    if as_json:
        print_json({"differences": lines})
    else:
        click.echo("\n".join(lines) or "nothing that the field would notice")


@contextmanager
def _read(settings: Settings, told: str | None) -> Iterator[Store]:
    """The resolved graph of a version, export, backup or store."""
    from api.opening import opened
    from graph.differences.exported import resolved_of
    from graph.opening import open_store

    place = Path(told or "")
    if told and not place.exists() and not _VERSION.match(told):
        raise UsageError(f"{told}: no such file or folder; name an export, a backup, a store or a version (`govgraph versions`)")
    if told is None or not place.exists():
        with opened(settings, read_only=True, as_of=told or "") as store:
            yield store
        return
    file = place / "graph.nq" if place.is_dir() and (place / "backup.json").is_file() else place
    store = open_store(str(file), read_only=True) if file.is_dir() else resolved_of(file)
    try:
        yield store
    finally:
        store.close()
