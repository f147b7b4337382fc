"""How long and how much: for how long a server asks to be left alone (RFC 9110, Retry-After), and an answer read within bounds."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import httpx2


def retry_after(headers: Mapping[str, str]) -> float:
    """Retry-After in seconds, from a number or a date."""
    printed = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}(?:\.\d+)?", printed):
        return float(printed)
    try:
        at = parsedate_to_datetime(printed)
    except (TypeError, ValueError):
        return 0.0
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def body_of(response: httpx2.Response, name: str, largest: int, late: Callable[[], Exception | None]) -> bytes:
    """The bytes of an answer, read piece by piece.

    Args:
        response: open for streaming.
        name: what the service is called in an error.
        largest: bytes that are read at most.
        late: the error to raise where it takes too long by now; asked at each piece.

    Raises:
        InputError: it is larger.
    """
    pieces, length = list[bytes](), 0
    for piece in response.iter_bytes(1 << 16):
        pieces.append(piece)
        length += len(piece)
        if length > largest:
            raise InputError(f"{name}: the answer is larger than {largest:,} bytes")
        if (wrong := late()) is not None:
            raise wrong
    return b"".join(pieces)
