"""Logs on stderr, lines for people or JSON for programs: no query strings, bodies, addresses of clients, passwords or tokens in them."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from graph.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from api.settings import Settings

KINDS = ("errors", "requests", "json")
_REQUESTS = logging.getLogger("govgraph.requests")


def secrets_of(settings: Settings) -> list[str]:
    """What may stand in no log: passwords and tokens, those within addresses too."""
    found = [settings.password, settings.openalex_key, "" if settings.reviewing in ("local", "off") else settings.reviewing]
    addresses = (settings.store, settings.query, settings.update, settings.data)
    found += [urlsplit(address).password or "" for address in addresses if "://" in address]
    return sorted((secret for secret in found if secret), key=len, reverse=True)


class Line(logging.Formatter):
    """One line a record, secrets struck out; as JSON with time, level, logger, message and what else the record tells."""

    def __init__(self, hidden: list[str], *, as_json: bool) -> None:
        super().__init__("%(levelname)s %(message)s")
        self._hidden, self._as_json = hidden, as_json

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        if not self._as_json:
            return self._struck(super().format(record))
        told: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(
            {key: self._struck(value) if isinstance(value, str) else value for key, value in told.items()}, ensure_ascii=False
        )

    def _struck(self, text: str) -> str:
        for secret in self._hidden:
            text = text.replace(secret, "***")
        return text


def configure(settings: Settings) -> None:
    """Set the process's logging up as the setting `log` says.

    Raises:
        UsageError: there is no such kind of log.
    """
    if settings.log not in KINDS:
        raise UsageError(f"'log' is one of {', '.join(KINDS)}, not '{settings.log}'")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Line(secrets_of(settings), as_json=settings.log == "json"))
    for name in ("govgraph", "uvicorn", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], name == "uvicorn.error"
        if name != "uvicorn.error":
            logger.addHandler(handler)
            logger.setLevel(logging.WARNING)
    _REQUESTS.setLevel(logging.INFO if settings.log in ("requests", "json") else logging.WARNING)


class Logged:
    """Middleware that writes one line a request: method, path, status, bytes and milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on and note what became of it."""
        if scope["type"] != "http" or not _REQUESTS.isEnabledFor(logging.INFO):
            await self._app(scope, receive, send)
            return
        status, size, begun, version = 500, 0, time.perf_counter(), ""

        async def noted(message: Message) -> None:
            nonlocal status, size, version
            if message["type"] == "http.response.start":
                status = message["status"]
                version = next((value.decode("latin-1") for name, value in message["headers"] if name.lower() == b"graph-version"), "")
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            took = round((time.perf_counter() - begun) * 1000, 2)
            path = scope["path"].encode("ascii", "backslashreplace").decode().replace("\n", "\\n").replace("\r", "\\r")[:500]
            told = {"method": scope["method"], "path": path, "status": status, "bytes": size, "milliseconds": took, "graphVersion": version}
            _REQUESTS.info("%s %s %d %d bytes %.2f ms", scope["method"], path, status, size, took, extra={"told": told})
