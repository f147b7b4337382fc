"""What services answered, kept on disk: nothing is asked twice, and a harvest that was cut off goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = 86_400


@dataclass(slots=True, frozen=True)
class Answer:
    """The bytes that a service answered, the address asked for (without contact or key) and whether they came from the folder."""

    address: str
    data: bytes
    media: str = ""
    kept: bool = False


class Answers:
    """A folder of answers by the digest of their address.

    Args:
        folder: where they lie; "" keeps nothing.
        days: how long an answer counts.
        now: seconds since 1970.
    """

    def __init__(self, folder: str, days: float, now: Callable[[], float] = time.time) -> None:
        self._folder = Path(folder).expanduser() if folder else None
        self._seconds, self._now = days * DAY, now

    def get(self, address: str) -> Answer | None:
        """The answer kept for an address, if it is young enough and whole."""
        place = self._place(address)
        if place is None:
            return None
        try:
            head, _, data = place.read_bytes().partition(b"\n")
            told = json.loads(head)
            fresh = self._now() - float(told["time"]) <= self._seconds
            if not fresh or told["address"] != address or told["digest"] != hashlib.sha256(data).hexdigest():
                return None
            return Answer(address, data, str(told["media"]), kept=True)
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there, or damaged: it is asked for again

    def keep(self, answer: Answer) -> None:
        """Write an answer, whole or not at all.

        Raises:
            UsageError: the folder cannot be written.
        """
        place = self._place(answer.address)
        if place is None:
            return
        told = {
            "address": answer.address,
            "media": answer.media,
            "time": self._now(),
            "digest": hashlib.sha256(answer.data).hexdigest(),
        }
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=".answer-")
            with os.fdopen(handle, "wb") as file:
                file.write(json.dumps(told).encode() + b"\n" + answer.data)
            Path(name).replace(place)
        except OSError as wrong:
            raise UsageError(
                f"{place.parent}: answers cannot be kept ({wrong.strerror or wrong}); set GOVGRAPH_CACHE to a folder"
            ) from wrong

    def _place(self, address: str) -> Path | None:
        if self._folder is None:
            return None
        key = hashlib.sha256(address.encode()).hexdigest()
        return self._folder / key[:2] / key
