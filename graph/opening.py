"""How a store is opened: a folder is embedded Oxigraph, an http(s) URL any SPARQL 1.1 engine; a load that was cut off is cleaned up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.loads.history import History, Version
    from graph.store import Store

FORMAT = 1
"""Of what a store's folder holds. A change that this program's predecessors would read wrongly raises it, with a record in docs/decisions
that says how older stores are brought up."""
NOTE = "format"
"""The file in a store's folder that tells it; a store from before it was told has none, and is of format 1."""
INDEX = "index"
"""The folder in a version's that holds its search index."""


def open_store(location: str, *, read_only: bool = False, settings: Mapping[str, str] | None = None) -> Store:
    """Open a store by its location: `http(s)://…` = SPARQL 1.1 Protocol, else a folder ("" or ":memory:" = in memory).

    Args:
        location: where the store is.
        read_only: several may read at once, beside no writer; the folder must exist.
        settings: `query`, `update`, `data` (endpoints), `user`, `password`, `timeout` (seconds) of a remote engine; `captures`, the
            private folder of captures (unless given, `captures` inside the store's folder); `versions`, how many earlier ones are kept.

    Raises:
        BusyError: another process has the store open.
        StoreError: it cannot be opened, or a newer govgraph made it.
    """
    chosen = dict(settings or {})
    if location.startswith(("http://", "https://")):
        from graph.engines.remote import RemoteStore  # the HTTP client is imported only where it is used

        return RemoteStore(location, chosen)
    from graph.engines.oxigraph import EmbeddedStore

    folder, kept = "" if location == ":memory:" else location, chosen.get("captures", "")
    versions = int(chosen.get("versions", 0))
    if folder:
        _refuse_newer(Path(folder))
    store = EmbeddedStore(folder, read_only=read_only, captures=kept, versions=versions)
    if folder and not read_only:
        _tell_format(Path(folder))
    if not _cut_off(store):
        return store
    if read_only:
        store.close()
        store = EmbeddedStore(folder, captures=kept, versions=versions)
    _recover(store)
    if read_only:
        store.close()
        store = EmbeddedStore(folder, read_only=True, captures=kept)
    return store


def open_version(history: History, chosen: Version, captures: str) -> Store:
    """Open a version that is kept, to read from; its captures are those of the store, its search index is its own.

    Raises:
        UsageError: it has just gone.
        StoreError: it cannot be opened.
    """
    from graph.engines.oxigraph import EmbeddedStore

    try:
        store = EmbeddedStore(str(chosen.folder), read_only=True, captures=captures)
    except StoreError:
        history.find(chosen.mark)
        raise
    store.indexes = str(chosen.folder / INDEX)
    return store


def _refuse_newer(folder: Path) -> None:
    try:
        told = (folder / NOTE).read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return
    if not told.isdecimal():
        raise StoreError(f"{folder / NOTE} should tell the store's format as a number, not '{told[:40]}'; write {FORMAT} into it")
    if int(told) > FORMAT:
        raise StoreError(f"{folder} is of format {told}, and this govgraph reads up to {FORMAT}: use the newer govgraph that made it")


def _tell_format(folder: Path) -> None:
    if not (folder / NOTE).exists():
        partial = folder / f"{NOTE}.partial"
        partial.write_text(f"{FORMAT}\n", encoding="ascii")
        partial.replace(folder / NOTE)


def _cut_off(store: Store) -> bool:
    from graph.loads.journal import unfinished

    return unfinished(store) is not None


def _recover(store: Store) -> None:
    """Clean up after a load that was cut off: the store is locked, so it is not running any more."""
    from graph.loads.journal import recover
    from graph.resolve import rebuild

    try:
        recover(store, rebuild)
    except BaseException:
        store.close()
        raise
