"""The store that the settings name, opened for who reads or writes it, beside a running server too, and closed in the end."""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import captures_of, engine_settings, store_location
from graph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.settings import Settings
    from graph.store import Store

_MARK = re.compile(r"[0-9a-fA-F]{4,}")
"""The mark of a version, or its beginning."""


@contextmanager
def opened(settings: Settings, *, read_only: bool = False, as_of: str = "", existing: bool = False) -> Iterator[Store]:
    """The store that the settings name, closed in the end; where a server holds it, a reader gets the server's latest snapshot.

    Args:
        settings: of this run.
        read_only: several may read at once.
        as_of: an earlier version to read instead.
        existing: where there is no store yet, none is made: a name with a slip in it is not filled with nothing.

    Raises:
        BusyError: another program holds the store, and for writing also a server does.
        StoreError: there is no store, and none is to be made.
        UsageError: the version is not kept.
    """
    if existing:
        refuse_none(store_location(settings))
    store = _earlier(settings, as_of) if as_of else _open(settings, read_only=read_only)
    try:
        yield store
    finally:
        store.close()


def is_there(location: str) -> bool:
    """Whether there is a store to open; of an engine elsewhere that is taken for granted."""
    return location.startswith("http") or location == ":memory:" or Path(location, "CURRENT").is_file()


def refuse_none(location: str) -> None:
    """See that there is a store to open.

    Raises:
        StoreError: there is none.
    """
    if not is_there(location):
        raise StoreError(f"{location}: there is no store here; `govgraph load` or `govgraph up` makes one")


def _earlier(settings: Settings, told: str) -> Store:
    """A version that is kept; or the graph as it is now, where that is meant: decisions since the last load made it."""
    from api.server.past import past_of
    from graph.errors import UsageError
    from graph.loads.history import names
    from graph.loads.version import version

    try:
        return past_of(settings).store(told)
    except UsageError:
        if not _MARK.fullmatch(told):
            raise
        store = _open(settings, read_only=True)
        if names(version(store), told):
            return store
        store.close()
        raise


def _open(settings: Settings, *, read_only: bool) -> Store:
    from api.server import serving
    from graph.errors import BusyError
    from graph.opening import open_store

    location, more = store_location(settings), engine_settings(settings)
    try:
        return open_store(location, read_only=read_only, settings=more)
    except BusyError as error:
        note = serving.found(location)
        if note is None:
            raise
        if not read_only:
            raise BusyError(f"{location} is served on {note.url}; stop that server, or use a command that it takes over (load)") from error
        beside = {"captures": captures_of(settings)}
        return open_store(note.snapshot, read_only=True, settings=beside)
