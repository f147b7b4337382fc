"""Which of several texts is shown to somebody who reads these languages: the most wanted that there is, never none where there is one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.store import Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.store import Term

_FALLBACK = ("en", "")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
MOST = 20
"""Tags that are looked for at the most."""


def language(term: Term) -> str:
    """The language tag of a term, lower case; "" for none."""
    return (term.language or "").lower() if isinstance(term, Literal) else ""


@lru_cache(maxsize=200)
def fallbacks(languages: tuple[str, ...]) -> tuple[str, ...]:
    """The tags to look for, one after another: each wanted one, then what is left when its last parts go (RFC 4647, lookup), then ours."""
    tried: list[str] = []
    for tag in languages:
        parts = tag.lower().split("-")
        while parts and parts[0]:
            tried.append("-".join(parts))
            parts.pop()
            if parts and len(parts[-1]) == 1:
                parts.pop()
    return tuple(dict.fromkeys((*tried, *_FALLBACK)))


def best(found: Sequence[Term], languages: Sequence[str] = ()) -> Term | None:
    """The term in the first of the languages that has one, else in English, without a language, or any; ties by code point."""
    if not found:
        return None
    if len(found) == 1:
        return found[0]
    wanted = fallbacks(tuple(languages))

    def rank(term: Term) -> tuple[int, str, str]:
        tag = language(term)
        fits = (n for n, want in enumerate(wanted) if tag == want or (want and tag.startswith(f"{want}-")))
        return next(fits, len(wanted)), tag, term.value

    return min(found, key=rank)


def tags(told: str) -> tuple[str, ...]:
    """The tags of a list with commas: `nb, en`.

    Raises:
        UsageError: one is no BCP 47 tag, or there are more than `MOST`.
    """
    found = tuple(piece for one in told.split(",") if (piece := one.strip()))
    for tag in found:
        if not _TAG.fullmatch(tag):
            raise UsageError(f"'{tag[:40]}' is no language tag; give some such as `nb,en`, the most wanted first")
    if len(found) > MOST:
        raise UsageError(f"{len(found)} languages are named; at most {MOST} are looked for")
    return found
