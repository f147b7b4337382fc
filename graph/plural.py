"""Numbers with what they count, for reports that people read."""

from __future__ import annotations


def counted(count: int, one: str, form: str = "") -> str:
    """`1 fault`, `2 faults`; `form` is the number's format, such as `,`."""
    return f"{count:{form}} {one}{'' if count == 1 else 's'}"
