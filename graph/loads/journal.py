"""What makes a load whole or absent: a note in `graph/meta` that stands from its first write to its last.

Each call of a store is atomic, a load of many calls is not. The note says that a load runs and which capture graphs it is writing; whoever
finds it without the load drops those graphs and computes `graph/resolved` anew from the rest.
"""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.errors import BusyError
from graph.loads.version import renewal
from graph.store import META, Literal, capture_graph
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from graph.provenance import Activity
    from graph.store import Store

JOURNAL = f"{META}#journal"
HELD_BY = f"{terms.GOV}journalHeldBy"
WRITES = f"{terms.GOV}journalWrites"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A load that did not end: who ran it, and the digests of the captures that it had begun and not finished."""

    holder: str
    captures: tuple[str, ...]


def unfinished(store: Store) -> Unfinished | None:
    """The load that the store's note tells of, if there is one."""
    holder, captures = "", []
    for prop, value in store.select(f"SELECT ?p ?o WHERE {{ <{JOURNAL}> ?p ?o }}", graph=META):
        if prop is not None and value is not None:
            if prop.value == HELD_BY:
                holder = value.value
            elif prop.value == WRITES:
                captures.append(value.value)
    return Unfinished(holder, tuple(sorted(captures))) if holder or captures else None


def begin(store: Store, rebuild: Callable[[Store], object]) -> None:
    """Write the note, durably; a load that did not end is cleaned up first.

    Raises:
        BusyError: the other load is still running.
    """
    recover(store, rebuild)
    holder = json.dumps({"host": platform.node(), "pid": os.getpid()})
    store.update(f"INSERT DATA {{ GRAPH <{META}> {{ <{JOURNAL}> <{HELD_BY}> {Literal(holder)} }} }}")
    store.flush()


def begin_capture(store: Store, digest: str) -> None:
    """Note that the graph of a capture is being written."""
    store.update(f'INSERT DATA {{ GRAPH <{META}> {{ <{JOURNAL}> <{WRITES}> "{digest}" }} }}')


def end_captures(store: Store, activities: Sequence[Activity]) -> None:
    """Note, in one step, that the graphs of these captures are whole."""
    if not activities:
        return
    gone = " . ".join(f'<{JOURNAL}> <{WRITES}> "{activity.digest}"' for activity in activities)
    told = " . ".join(statement for activity in activities for statement in activity.statements())
    store.update(f"DELETE DATA {{ GRAPH <{META}> {{ {gone} }} }} ; INSERT DATA {{ GRAPH <{META}> {{ {told} }} }}")


def end(store: Store) -> None:
    """Take the note away when everything that it stands for is durable."""
    store.flush()
    store.update(f"DELETE WHERE {{ GRAPH <{META}> {{ <{JOURNAL}> ?p ?o }} }} ; {renewal()}")
    store.flush()


def recover(store: Store, rebuild: Callable[[Store], object], *, force: bool = False) -> Unfinished | None:
    """Clean up after a load that did not end: its unfinished captures are dropped, the resolved graph is computed anew.

    Args:
        store: open for writing.
        rebuild: computes identity and `graph/resolved` from what is left.
        force: do so although the load may still run.

    Returns:
        What was cleaned up, or None where there was nothing.

    Raises:
        BusyError: the load runs still, or runs on another machine where nobody here can tell.
    """
    found = unfinished(store)
    if found is None:
        return None
    if not force:
        _refuse_running(store, found.holder)
    for digest in found.captures:
        store.clear(capture_graph(digest))
    rebuild(store)
    end(store)
    return found


def _refuse_running(store: Store, holder: str) -> None:
    """An embedded store is locked by its one writer, so whoever holds the note is gone; a remote one has only the note to go by."""
    if not store.location.startswith(("http://", "https://")):
        return
    try:
        told = json.loads(holder)
        host, pid = str(told["host"]), int(told["pid"])
    except (ValueError, KeyError, TypeError):
        return
    if host != platform.node():
        raise BusyError(f"{store.location}: a load from {host} is running or was cut off; wait, or finish it there")
    if pid == os.getpid():
        return
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return
    except PermissionError:
        pass
    raise BusyError(f"{store.location}: process {pid} is loading into this store; wait for it to end")
