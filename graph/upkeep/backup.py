"""A backup is a plain folder: the whole graph as N-Quads in canonical order, its digest, and the captures; it fills any engine."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

from graph.errors import InputError, StoreError, UsageError
from graph.exports.canonical import triples_of
from graph.exports.export import digest, export
from graph.store import META

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store


def backup(store: Store, folder: Path) -> dict[str, Any]:
    """Write `graph.nq`, `captures/` and, last, `backup.json`; what could not be written whole is taken away again.

    Raises:
        UsageError: the folder exists already.
    """
    if folder.exists():
        raise UsageError(f"{folder} exists already; name a new folder")
    folder.mkdir(parents=True)
    try:
        return _written(store, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _written(store: Store, folder: Path) -> dict[str, Any]:
    quads = 0
    with (folder / "graph.nq").open("wb") as file:
        for piece in export(store, "all", "nq"):
            quads += piece.count(b"\n")
            file.write(piece)
        end = f" <{META}> .\n".encode()  # times and activities: not in the digest, but in a backup
        for chunk in triples_of(store, META):
            quads += chunk.count(b"\n")
            file.write(chunk.replace(b" .\n", end))
    captures = 0
    for name in store.captures.digests():
        place = folder / "captures" / name[:2] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(store.captures.data(name))
        place.with_name(f"{name}.txt").write_text(store.captures.text(name), encoding="utf-8", newline="")
        captures += 1
    told = {"format": "govgraph-backup/1", "quads": quads, "captures": captures, "digest": digest(store, "all")}
    (folder / "backup.json").write_text(json.dumps(told) + "\n", encoding="utf-8")
    return told


def restore(store: Store, folder: Path) -> dict[str, Any]:
    """Fill an empty store from a backup.

    Raises:
        InputError: the folder is no whole backup.
        UsageError: the store is not empty.
        StoreError: what was read is not what was written.
    """
    try:
        told: dict[str, Any] = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"{folder} is no whole backup: backup.json is missing or broken") from error
    if store.graphs():
        raise UsageError(f"{store.location} is not empty; restore into a new store")
    with (folder / "graph.nq").open("rb") as file:
        store.load(file)
    store.flush()
    kept = store.captures.folder
    if kept and (folder / "captures").is_dir():
        shutil.copytree(folder / "captures", kept, dirs_exist_ok=True)
    found = digest(store, "all")
    if found != told["digest"]:
        raise StoreError(f"the restored graph has digest {found}, the backup says {told['digest']}: the backup is damaged")
    return told
