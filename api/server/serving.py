"""How commands find the server that holds a store: a private note in the store's folder names its address, token and snapshot."""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.engines.oxigraph import EmbeddedStore
    from graph.store import Store

NOTE = "serving.json"
SNAPSHOTS = "snapshots"
CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Note:
    """Who serves a store: process, address, the token for its one writer, and the folder of its latest snapshot.

    `writer` is the writer's own address where other processes read, else "".
    """

    pid: int
    url: str
    token: str
    snapshot: str
    writer: str = ""


def snapshot(store: EmbeddedStore) -> Path:
    """A new snapshot beside the store's files; what a killed server left there goes first."""
    folder = Path(store.location, SNAPSHOTS)
    if found(store.location) is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    made = folder / uuid.uuid4().hex
    store.flush()
    store.backup(str(made))
    return made


def point(made: Path) -> None:
    """Make a snapshot the current one, in one step: whoever looks finds the old one or the new."""
    partial = made.parent / f"{CURRENT}.partial"
    partial.unlink(missing_ok=True)
    partial.symlink_to(made.name)
    partial.replace(made.parent / CURRENT)


def current(location: str) -> str:
    """The name of a store's current snapshot; "" where there is none."""
    try:
        return os.readlink(os.path.join(location, SNAPSHOTS, CURRENT))  # noqa: PTH115, PTH118 - asked at every request
    except OSError:
        return ""


def announce(store: EmbeddedStore, settings: Settings, token: str, made: Path, writer: str = "") -> None:
    """Write the note, readable by its owner only."""
    note = Note(os.getpid(), f"http://{settings.host}:{settings.port}", token, str(made), writer)
    place = Path(store.location, NOTE)
    partial = place.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(asdict(note), file)
    partial.replace(place)


def withdraw(store: Store, made: Path) -> None:
    """Take the note and the snapshot away."""
    Path(store.location, NOTE).unlink(missing_ok=True)
    (made.parent / CURRENT).unlink(missing_ok=True)
    shutil.rmtree(made, ignore_errors=True)


def found(location: str) -> Note | None:
    """The note of the living server that holds a store, if there is one."""
    try:
        note = Note(**json.loads(Path(location, NOTE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if not _is_of(note, location):
        return None
    try:
        os.kill(note.pid, 0)
    except PermissionError:
        return note  # it lives, under another user
    except OSError:
        return None
    return note


def _is_of(note: Note, location: str) -> bool:
    """Whether a note is this store's own: who copies a served store's folder copies the note too, and must not write to the first one."""
    try:
        return Path(note.snapshot).parents[1].samefile(location)
    except (OSError, IndexError):
        return False
