"""What a request brings: its body, no longer than it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.requests import Request


async def body_of(request: Request, longest: int) -> bytes | None:
    """The whole body; None as soon as it has more than so many bytes, the rest unread."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > longest:
            return None
    return body
