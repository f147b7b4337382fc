"""What is written on a connection within one turn of the event loop is sent in one step: the head of an answer and its body together."""

from __future__ import annotations

import asyncio
from typing import Any

AT_ONCE = 64 << 10
"""Bytes that wait for the end of a turn at the most: of more the transport has to say when it wants no further."""


class Gathered(asyncio.Transport):
    """A transport over another."""

    def __init__(self, onto: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._onto, self._loop = onto, loop
        self._pieces = bytearray()

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send this with what else is written in this turn."""
        if not self._pieces and data:
            self._loop.call_soon(self._send)
        self._pieces += data
        if len(self._pieces) >= AT_ONCE:
            self._send()

    def _send(self) -> None:
        if self._pieces:
            pieces, self._pieces = self._pieces, bytearray()
            self._onto.write(pieces)

    def close(self) -> None:
        """Send what was written, then hang up."""
        self._send()
        self._onto.close()

    def abort(self) -> None:
        """Hang up at once."""
        self._pieces.clear()
        self._onto.abort()

    def is_closing(self) -> bool:
        """Whether it was hung up."""
        return self._onto.is_closing()

    def pause_reading(self) -> None:
        """Read nothing for a while."""
        self._onto.pause_reading()

    def resume_reading(self) -> None:
        """Read again."""
        self._onto.resume_reading()

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        """Hand the connection over to another protocol."""
        self._onto.set_protocol(protocol)

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """What the other transport knows."""
        return self._onto.get_extra_info(name, default)
