"""A backup is a plain folder: the whole graph as N-Quads in canonical order, its digest, and the captures; it fills any engine."""

from __future__ import annotations

import hashlib
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
        StoreError: the backup is damaged, or what was read is not what was written.
    """
    try:
        told: dict[str, Any] = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
        written = str(told["digest"])
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise InputError(f"{folder} is no whole backup: backup.json is missing or broken") from error
    if store.graphs():
        raise UsageError(f"{store.location} is not empty; restore into a new store")
    _refuse_damaged(folder, written)
    with (folder / "graph.nq").open("rb") as file:
        store.load(file)
    store.flush()
    kept = store.captures.folder
    if kept and (folder / "captures").is_dir():
        shutil.copytree(folder / "captures", kept, dirs_exist_ok=True)
    found = digest(store, "all")
    if found != written:
        raise StoreError(f"the restored graph has digest {found}, the backup says {written}: the store did not keep what it was given")
    return told


def _refuse_damaged(folder: Path, written: str) -> None:
    """See that the graph and the captures are the ones that were written, before anything of them is taken over."""
    found, meta = hashlib.sha256(), f" <{META}> .\n".encode()
    with (folder / "graph.nq").open("rb") as file:
        for line in file:
            if not line.endswith(meta):
                found.update(line)
    altered = [] if found.hexdigest() == written else [folder / "graph.nq"]
    kept = sorted(place for place in (folder / "captures").glob("*/*") if place.suffix != ".txt")
    altered += [place for place in kept if hashlib.sha256(place.read_bytes()).hexdigest() != place.name]
    if altered:
        more = f" and {len(altered) - 1} more" if len(altered) > 1 else ""
        raise StoreError(f"{altered[0]}{more}: not as it was written; the backup is damaged, nothing was restored")
