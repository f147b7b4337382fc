"""The text of a capture and the line numbers in it, for formats that are read as they stand."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from graph.record import Reject, Source
from graph.rights import is_open
from graph.sources.capture import decoded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.errors import InputError
    from graph.record import Capture, Said


def text_of(capture: Capture) -> str:
    """The capture's text as it was decoded when it was taken, else decoded now."""
    if not capture.text and capture.data:
        capture.text, _ = decoded(capture.data)
    return capture.text


def head_of(capture: Capture, length: int) -> str:
    """The beginning of that text, without decoding the whole."""
    return capture.text[:length] if capture.text else decoded(capture.data[: 2 * length])[0][:length]


def source_of(capture: Capture, format_: str) -> Source:
    """What a file of works says of itself: nothing; its licence is that of the atlas folder it lies in, if it lies in one."""
    held = capture.context.get("licence")
    licence, holder = held if isinstance(held, tuple) else ("", "")
    label = str(capture.context.get("inside") or capture.name)
    return Source(label, capture.retrieved_from, licence, holder, "full" if is_open(licence) else "quote", format=format_)


def refused(capture: Capture, format_: str, wrong: InputError) -> Iterator[Said]:
    """What is said of a file that cannot be read at all: its Source, and why."""
    yield source_of(capture, format_)
    yield Reject("file", str(wrong))


class Lines:
    """Line numbers of text offsets, counted once."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def at(self, offset: int) -> int:
        """The line (from 1) in which an offset lies."""
        return bisect_right(self._starts, offset)
