"""Answers of services → captures → store, here or by the server that holds the store."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import loaders
from api.tasks.intake import told_of
from graph.loading import load_many
from graph.record import Work
from graph.sources.capture import capture_of, read_capture
from loaders.reading.stances.weights import asked_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from api.settings import Settings
    from graph.loads.report import LoadReport
    from graph.record import Capture, Said
    from graph.store import Store


@dataclass(slots=True, frozen=True)
class Answered:
    """An answer to be loaded: its bytes, the address it counts under, the loader (or None) and the register that tells it (or "")."""

    name: str
    data: bytes
    address: str
    form: str | None = None
    register: str = ""
    extract: bool = True


def captured(one: Answered, least: Mapping[str, float]) -> tuple[Capture, Iterable[Said]]:
    """The capture of an answer with what its loader says of it, claims from the confidence on that `least` has."""
    capture = capture_of(one.data, one.name, retrieved_from=one.address)
    said = loaders.read(capture, one.form, extract=one.extract, least=least)
    return capture, _told_by(said, one.register) if one.register else said


def _told_by(said: Iterable[Said], register: str) -> Iterator[Said]:
    """What a register says of works, marked so that it stands behind what their pages print."""
    for thing in said:
        if isinstance(thing, Work):
            for work in (thing, thing.part_of):
                if work is not None:
                    work.told_by = register
        yield thing


def load_answers(settings: Settings, answers: Iterable[Answered], *, dry_run: bool) -> dict[str, Any]:
    """Load answers as they come; beside a server they are put into a folder first and handed to it.

    Returns:
        `report` as JSON, `text`, `rejects` as rows, and the `exit` code.
    """
    from api.opening import opened
    from api.server import serving
    from api.settings import store_location

    location = store_location(settings)
    note = None if location.startswith("http") else serving.found(location)
    if note is None:
        said = partial(captured, least=asked_for(settings.least_confidence))
        with opened(settings) as store:
            return told_of(load_many(store, map(said, answers), dry_run=dry_run))
    from api.server.sending import hand_over

    with tempfile.TemporaryDirectory(prefix="govgraph-") as folder:
        listed = [_written(Path(folder), number, one) for number, one in enumerate(answers)]
        return hand_over(note, {"answers": listed, "dry_run": dry_run})


def _written(folder: Path, number: int, one: Answered) -> dict[str, Any]:
    path = folder / f"{number}"
    path.write_bytes(one.data)
    return {
        "path": str(path),
        "name": one.name,
        "address": one.address,
        "form": one.form,
        "register": one.register,
        "extract": one.extract,
    }


def load_written(store: Store, listed: list[dict[str, Any]], settings: Settings, *, dry_run: bool) -> LoadReport:
    """The server's part: load the answers that a command put into a folder."""

    def answers() -> Iterator[Answered]:
        for row in listed:
            data = read_capture(row["path"], largest=settings.input_size << 20).data
            yield Answered(row["name"], data, row["address"], row["form"], row["register"], bool(row["extract"]))

    said = partial(captured, least=asked_for(settings.least_confidence))
    return load_many(store, map(said, answers()), dry_run=dry_run)
