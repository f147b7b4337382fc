"""Which claims wait, and in which order they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

Order: TypeAlias = Literal["confidence", "doubt", "theory", "jurisdiction"]
ORDERS: tuple[Order, ...] = get_args(Order)


@dataclass(frozen=True, slots=True)
class Queue:
    """Which claims: those that wait for the first reader, or for a second one; on one theory, in one place, in some order."""

    reader: str = ""
    second: bool = False
    theory: str = ""
    jurisdiction: str = ""
    order: Order = "confidence"
