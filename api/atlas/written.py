"""One file of an atlas folder that is to be written."""

from __future__ import annotations

from dataclasses import dataclass

MADE = "from-the-graph"
"""The sub-folder of what no file of the atlas says."""


@dataclass(frozen=True, slots=True)
class Written:
    """One file to write: its path inside the folder, and whether it stands as it was loaded, with verdicts, or comes from the graph."""

    path: str
    data: bytes
    how: str
