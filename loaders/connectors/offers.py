"""The works in a list that a service answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import Work


def works_in(listed: object, work_of: Callable[[Any], Work]) -> list[Work]:
    """The works of the records in a list; what is no work is not offered."""
    out = []
    for entry in listed if isinstance(listed, list) else []:
        try:
            out.append(work_of(entry))
        except (InputError, AttributeError):
            continue
    return out
