"""What a loader of pages tells of a field: whether it was found, and where a page contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.record import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Work


def looked_for(what: str, found: object, absent: str = "") -> Finding:
    """That a field was found, or is absent and why."""
    return Finding("found", what) if found else Finding("absent", what, absent)


def conflicts(work: Work) -> Iterator[Finding]:
    """What two places tell otherwise of a work, and by which rule one was chosen."""
    for two in work.disagreements:
        yield Finding("conflicting", two.property, f"{two.chosen} / {two.other}: {two.rule}")
