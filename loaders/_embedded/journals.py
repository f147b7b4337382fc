"""A journal by the names that a page gives it: its full title is the title, a short form stands beside it, wherever either was printed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.linkage.titles.vocabulary import STOP
from graph.linkage.works.likeness import abbreviates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Venue


def folded(text: str) -> str:
    """A title without marks and capitals."""
    return re.sub(r"\W+", " ", text.casefold()).strip()


def is_short_of(short: str, full: str) -> bool:
    """Whether a name is the short form of another: words cut short (`Adm. Sci.`), or initials (`JPART`); fewer whole words are none."""
    mine, theirs = folded(short), folded(full)
    return not set(mine.split()) <= set(theirs.split()) and (abbreviates(mine, theirs) or _are_initials(mine, theirs.split()))


def _are_initials(letters: str, words: list[str]) -> bool:
    return len(letters) > 1 and any(letters == "".join(word[0] for word in some) for some in (words, [w for w in words if w not in STOP]))


def short_among(names: Iterable[str], title: str) -> str:
    """The first of other names that goes with a title as short form and full title, whichever of the two it is; else the empty string."""
    return next((name for name in names if is_short_of(name, title) or is_short_of(title, name)), "")


def complete(venue: Venue, other: Venue) -> None:
    """Give a venue what another vocabulary says of it: the full title for a short one, short forms, ISSNs; nothing of another journal."""
    mine, theirs = folded(venue.title), folded(other.title)
    short = venue.title in venue.abbreviations and other.title not in other.abbreviations and mine[:1] == theirs[:1]
    if mine != theirs and (short or is_short_of(venue.title, other.title)):
        venue.abbreviations, venue.title = [*venue.abbreviations, venue.title], other.title
    elif mine != theirs and is_short_of(other.title, venue.title):
        venue.abbreviations = [*venue.abbreviations, other.title]
    elif mine != theirs and not set(venue.issns) & set(other.issns):
        return
    venue.issns = venue.issns or list(other.issns)
    venue.abbreviations = list(dict.fromkeys([*venue.abbreviations, *other.abbreviations]))


def settle(venue: Venue | None) -> None:
    """Take the title itself out of the short forms: it stood there as long as another vocabulary could have had the full one."""
    if venue is not None and venue.abbreviations:
        venue.abbreviations = [name for name in venue.abbreviations if name != venue.title]
