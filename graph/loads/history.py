"""The graph as it was after earlier loads: a snapshot of each lies beside the store, hard links to its files, and the newest are kept.

A capture's graph is never rewritten, but who is one with whom, what is hidden and what is derived is: only a snapshot still knows it.
"""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import StoreError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FOLDER = "versions"
_TOLD = "version.json"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-([0-9a-f]{32})")
_WRITTEN = "%Y%m%dT%H%M%S%fZ"
SHORTEST = 4
"""Letters of a mark that are enough to name a version, if no other begins so."""


@dataclass(frozen=True, slots=True)
class Version:
    """What a load left: the graph's mark then, when it ended (UTC), the names of the captures it brought, and the snapshot's folder."""

    mark: str
    at: datetime
    sources: tuple[str, ...]
    folder: Path

    def told(self) -> dict[str, object]:
        """The version as JSON."""
        return {"version": self.mark, "at": self.at.isoformat(), "sources": list(self.sources)}


class History:
    """The versions of one store that are kept, the newest `most` of them.

    Args:
        folder: where they lie; "" = nowhere, and none is kept.
        most: how many a load leaves; those that are there may be read whatever it says.
        backup: writes the store as it is now into a folder that is not there yet.
    """

    def __init__(self, folder: str = "", most: int = 0, backup: Callable[[str], None] | None = None) -> None:
        self._folder = Path(folder) if folder else None
        self._most = most
        self._backup = backup

    def kept(self) -> list[Version]:
        """The versions that can be asked, the newest first."""
        if self._folder is None or not self._folder.is_dir():
            return []
        found = [(named, place) for place in self._folder.iterdir() if (named := _NAME.fullmatch(place.name))]
        return [_version(named[1], named[2], place) for named, place in sorted(found, key=lambda one: one[1].name, reverse=True)]

    def find(self, told: str) -> Version:
        """The version that a mark, the beginning of one, or a time names: the newest that stood at that time; of a day, at its end.

        Raises:
            UsageError: it names none that is kept; with those that are.
        """
        known, told = self.kept(), told.strip()
        time = _time(told)
        meant = [one for one in known if names(one.mark, told)]
        found = meant if time is None else [one for one in known if one.at < time][:1]
        if len({one.mark for one in found}) == 1:
            return found[0]
        if not known:
            raise UsageError(
                f"no version of the graph '{told[:80]}' is kept: none is (a store in a folder keeps as many as `versions` says)"
            )
        listed = ", ".join(f"{one.mark[:12]} of {one.at:%Y-%m-%dT%H:%M:%SZ}" for one in known)
        several = f"'{told[:80]}' names several versions" if found else f"no version of the graph '{told[:80]}' is kept"
        raise UsageError(f"{several}; name one of {listed}, or a time after the oldest")

    def keep(self, mark: str, sources: Sequence[str]) -> None:
        """Keep the graph as it is now, under its mark, once; the oldest version goes where there are more than are wanted.

        Raises:
            StoreError: it cannot be written.
        """
        if self._folder is None or self._backup is None or self._most < 1 or mark in {one.mark for one in self.kept()}:
            return
        name = f"{datetime.now(UTC):{_WRITTEN}}-{mark}"
        partial = self._folder / f"{name}.partial"
        try:
            self._folder.mkdir(exist_ok=True)
            for left in self._folder.glob("*.partial"):  # by a writer that was killed
                shutil.rmtree(left, ignore_errors=True)
            self._backup(str(partial))
            (partial / _TOLD).write_text(json.dumps({"sources": list(sources)}), encoding="utf-8")
            partial.rename(self._folder / name)
        except OSError as error:
            raise StoreError(f"{self._folder}: this version could not be kept ({error})") from error
        for old in self.kept()[self._most :]:
            shutil.rmtree(old.folder, ignore_errors=True)

    def forget(self) -> None:
        """Let all versions go: they still show what somebody has just hidden for good."""
        for one in self.kept():
            shutil.rmtree(one.folder, ignore_errors=True)


def names(mark: str, told: str) -> bool:
    """Whether somebody means a version: by its mark, or so much of its beginning that no other is meant."""
    return len(told) >= SHORTEST and mark.startswith(told.lower())


def _version(at: str, mark: str, place: Path) -> Version:
    try:
        sources = tuple(map(str, json.loads((place / _TOLD).read_text(encoding="utf-8"))["sources"]))
    except (OSError, ValueError, KeyError, TypeError):
        sources = ()
    return Version(mark, datetime.strptime(at, _WRITTEN).replace(tzinfo=UTC), sources, place)


def _time(told: str) -> datetime | None:
    """The moment just behind an ISO 8601 time or day; None where it is neither. Without a zone it is UTC."""
    if not re.match(r"\d{4}-\d\d-\d\d", told):
        return None
    try:
        found = datetime.fromisoformat(told)
    except ValueError:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    if len(told) == len("2026-01-31"):
        return found + timedelta(days=1)
    return found + (timedelta(microseconds=1) if found.microsecond else timedelta(seconds=1))
