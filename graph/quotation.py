"""A quotation that a person wrote down → its place in the captured text of the source, or nothing: never a place that only looks like it.

Blanks, line breaks, hyphens at line ends, quotation marks and dashes may differ from the capture; letters and digits may not.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.record import Reject, Span

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import Claim

SHORTEST = 8
"""Characters: a shorter quotation could stand anywhere."""
_SAME = str.maketrans({"’": "'", "‘": "'", "‚": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_DASHES = frozenset("-‐‑‒–—−")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def find(text: str, quote: str) -> Span | None:
    """The first place where the text has these words, with exact offsets; None where it has them nowhere."""
    quote = quote.strip()
    if len(quote) < SHORTEST:
        return None
    at = text.find(quote)
    if at >= 0:
        return Span(at, at + len(quote), quote)
    for hyphens in (True, False):  # "co-" at a line's end is "co-production" as well as "coproduction"
        letters, places = _folded(text, hyphens)
        wanted = _folded(quote, hyphens)[0].strip()
        at = letters.find(wanted) if len(wanted) >= SHORTEST else -1
        if at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            return Span(start, end, text[start:end])
    return None


@lru_cache(maxsize=8)
def _folded(text: str, hyphens: bool) -> tuple[str, list[int]]:
    """The text with blanks folded, line-end hyphens closed and marks made alike; and the place of each of its characters."""
    out: list[str] = []
    places: list[int] = []
    at, length = 0, len(text)
    while at < length:
        sign = text[at]
        if sign == "\xad" or (sign in _DASHES and (_breaks_word(text, at) or not (hyphens or text[at + 1 : at + 2].isspace()))):
            at += 1
            while at < length and text[at].isspace():
                at += 1
            continue
        if sign.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                places.append(at)
        else:
            for letter in _LIGATURES.get(sign, "-" if sign in _DASHES else sign.translate(_SAME)):
                out.append(letter)
                places.append(at)
        at += 1
    return "".join(out), places


def _breaks_word(text: str, at: int) -> bool:
    """A hyphen between two letters with a line end after it."""
    after = text[at + 1 : at + 40]
    rest = after.lstrip()
    return bool(at and text[at - 1].isalpha() and "\n" in after[: len(after) - len(rest)] and rest[:1].isalpha())


def resolved(claim: Claim, lookup: Callable[[str], tuple[str, str] | None]) -> tuple[Claim | None, list[Reject]]:
    """The claim with its quotations as evidence, and what could not be found; no claim where no evidence is left.

    Args:
        claim: as a person wrote it.
        lookup: address, digest or file name of a source → (digest, captured text), None where no such source was loaded.
    """
    if not claim.quotes:
        return claim, []
    evidence, rejects = list(claim.evidence), []
    for source, words in claim.quotes:
        held = lookup(source)
        if held is None:
            rejects.append(Reject("quote", f"the source {source!r} is not in the store: load it first, or correct its name", words[:200]))
            continue
        digest, text = held
        place = find(text, words)
        if place is None:
            rejects.append(Reject("quote", f"the source {source!r} does not have these words: quote it word for word", words[:200]))
        else:
            evidence.append(replace(place, page=claim.page_locator, capture=digest))
    return (replace(claim, evidence=evidence, quotes=[]) if evidence else None), rejects
