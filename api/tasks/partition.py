"""Addresses of sources → files in tasks of about one size, and how a worker reads them: folders and object stores behind fsspec."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import loaders
from graph.errors import InputError, UsageError
from graph.extras import install
from graph.record import Capture
from graph.sources.capture import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.record import Said

SIZE = 64 << 20
"""Bytes of files that one task reads."""


@dataclass(frozen=True)
class Reader:
    """Reads files wherever they are; sent to the workers, so it holds settings only."""

    form: str | None = None
    largest: int = LARGEST
    least: Mapping[str, float] = field(default_factory=dict)
    """By stance, the confidence from which on a claim found in passages is said."""

    def __call__(self, addresses: Sequence[str]) -> Iterator[tuple[Capture, Iterable[Said]]]:
        """Each file's capture with what its loader says."""
        for address in addresses:
            yield from ((capture, loaders.read(capture, self.form, least=self.least)) for capture in self._captures(address))

    def _captures(self, address: str) -> Iterator[Capture]:
        if "://" not in address:
            yield from loaders.open_paths([address], largest=self.largest)
            return
        from fsspec.core import url_to_fs

        system, path = url_to_fs(address)
        try:
            with tempfile.TemporaryDirectory(prefix="govgraph-") as folder:
                copy = Path(folder, path.rpartition("/")[2])
                system.get_file(path, str(copy))
                for capture in loaders.open_paths([copy], largest=self.largest):
                    capture.path = address
                    yield capture
        except OSError as failed:
            why = f"{address}: cannot be read ({failed.strerror or failed})"
            yield Capture(b"", path.rpartition("/")[2], address, context={"unreadable": why})


def partition(sources: Iterable[str], size: int = SIZE) -> list[list[str]]:
    """The files of some sources in the order in which a load takes them, some for each task.

    Raises:
        InputError: there is nothing at an address.
        UsageError: fsspec is not installed.
    """
    jobs: list[list[str]] = [[]]
    held = 0
    for address, length in _files(sources):
        if jobs[-1] and held + length > size:
            jobs.append([])
            held = 0
        jobs[-1].append(address)
        held += length
    return jobs if jobs[0] else []


def _files(sources: Iterable[str]) -> Iterator[tuple[str, int]]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as missing:
        raise UsageError(f"this needs fsspec: {install('scale')}") from missing
    for source in sources:
        try:
            system, top = url_to_fs(source)
            found = system.find(top, detail=True)
        except (OSError, ValueError, ImportError) as failed:
            raise InputError(f"{source}: cannot be listed ({failed}); name a file or folder that the workers reach") from failed
        if not found:
            raise InputError(f"{source}: there is no file; name a file or folder that the workers reach")
        remote = "://" in source
        for path in sorted(found, key=lambda name: name.split("/")):
            inside = path[len(top) :].split("/")
            if not any(part.startswith(".") for part in inside):
                yield (system.unstrip_protocol(path) if remote else path), int(found[path].get("size") or 0)
