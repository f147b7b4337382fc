"""Paths → captures → loaders → store: where loaders and graph are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import loaders
from graph.loading import load_many
from loaders.reading.stances.weights import asked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from api.settings import Settings
    from graph.loads.report import LoadReport
    from graph.record import Capture, Said
    from graph.store import Store


def load_paths(
    store: Store,
    paths: Iterable[Path],
    settings: Settings,
    *,
    form: str | None = None,
    dry_run: bool = False,
    address: str = "",
    label: str = "",
    progress: Callable[[str, int], None] | None = None,
) -> LoadReport:
    """Load files and folders, each by the loader that its content asks for.

    Args:
        store: open for writing.
        paths: files and folders.
        settings: the size limit of an input, and how sure a claim must be.
        form: a loader's name, where the content is not to decide.
        dry_run: tell what would change.
        address: where the one document came from (`--as`).
        label: what the one document is about, where it does not print it (`--label`).
        progress: called with a capture's name and the number of things read so far.
    """
    return load_many(store, said(paths, settings, form=form, address=address, label=label), dry_run=dry_run, progress=progress)


def told_of(report: LoadReport) -> dict[str, Any]:
    """What came of a load, as commands tell it and a server hands it to them: text, report, rejects as rows, and the exit code."""
    rows = [row for source in report.sources for row in source.reject_rows()]
    return {"text": report.as_text(), "report": report.as_json(), "rejects": rows, "exit": report.exit_code}


def said(
    paths: Iterable[Path], settings: Settings, *, form: str | None = None, address: str = "", label: str = ""
) -> Iterator[tuple[Capture, Iterable[Said]]]:
    """Each capture with what its loader says of it, read lazily."""
    least = asked_for(settings.least_confidence)
    for capture in loaders.open_paths(list(paths), largest=settings.input_size << 20):
        if address:
            capture.retrieved_from = address
        if label:
            capture.context["label"] = label
        yield capture, loaders.read(capture, form, least=least)
