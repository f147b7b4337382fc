"""Loads and decisions of a command, sent to the server that holds the store."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from graph.errors import BusyError, GovgraphError

if TYPE_CHECKING:
    from api.server.serving import Note

PATH = "/-/load"


def hand_over(note: Note, asked: dict[str, Any]) -> dict[str, Any]:
    """Send a load or decision to the server and wait for what came of it.

    Raises:
        BusyError: the server does not answer.
        GovgraphError: what the server raised.
    """
    headers = {"Authorization": f"Bearer {note.token}", "Content-Type": "application/json"}
    request = urllib.request.Request((note.writer or note.url) + PATH, json.dumps(asked).encode(), headers)  # noqa: S310 - our own note's address
    try:
        with urllib.request.urlopen(request) as response:  # noqa: S310 - as above
            told: dict[str, Any] = json.loads(response.read())
    except (urllib.error.URLError, OSError, ValueError) as error:
        raise BusyError(f"{note.url} holds the store but did not take this ({error}); stop it, or try again") from error
    if "error" in told:
        fault = GovgraphError(told["error"])
        fault.exit_code = told["exit"]
        raise fault
    return told
