"""A person's decisions: carried out here, or by the server that holds the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import UsageError

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store

ACTIONS = ("suppress", "unsuppress", "accept", "reject", "undo", "judge")


def perform(store: Store, asked: dict[str, Any]) -> None:
    """Carry out `{action, things, status, reason, by}`; each action is a function of `graph.curation`.

    Raises:
        UsageError: there is no such action, or what it is about is unknown.
    """
    from graph import curation

    if asked.get("action") not in ACTIONS:
        raise UsageError(f"no decision '{asked.get('action')}'; there are {', '.join(ACTIONS)}")
    more = [asked["status"]] if asked["action"] == "judge" else []
    getattr(curation, asked["action"])(store, *asked["things"], *more, reason=asked["reason"], by=asked["by"])


def decide(settings: Settings, action: str, *things: str, reason: str, by: str, status: str = "") -> None:
    """Decide of things by their IRIs.

    Raises:
        UsageError: what it is about is unknown.
        BusyError: another program holds the store.
    """
    from api import serving
    from api.commands._shared import opened
    from api.handed import hand_over
    from api.settings import store_location

    asked = {"action": action, "things": list(things), "status": status, "reason": reason, "by": by}
    note = serving.found(store_location(settings))
    if note is not None:
        hand_over(note, {"decide": asked})
        return
    with opened(settings) as store:
        perform(store, asked)
