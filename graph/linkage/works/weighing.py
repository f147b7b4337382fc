"""How sure it is that two works are one: a logistic model over what speaks for it, its numbers in `weights.txt`; pure functions.

`python -m benchmarks.matching.training` made the numbers; docs/decisions/0011 says from what, and how well they do. What speaks
against is no matter of weight: that keeps two works apart, or makes a pair wait for a person (`graph.linkage.works.matching`).
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.linkage.titles.likeness import TitleLikeness

WEIGHTS = Path(__file__).with_name("weights.txt")
LEAST = "least"
ENOUGH = 500
"""Weight of the words of a title that hardly names two works of one year."""
_TOLD = ((100, "one word"), (200, "two words"), (300, "three words"), (500, "five words"))


class Evidence(NamedTuple):
    """What speaks for two works being one.

    `shared` of `people` (how many each names) are the same, `misprinted` of these but for a letter; `fit` as `likeness.containers_fit`
    tells, or `publisher` where only that is the same; `years` apart, None where one has none; `place`: the same volume and page.
    """

    title: TitleLikeness
    shared: int
    misprinted: int
    people: tuple[int, int]
    fit: str
    years: int | None
    isbn: bool
    place: bool
    open_ended: bool

    @property
    def all_authors(self) -> bool:
        """Whether both name the same people."""
        return self.shared == max(self.people) > 0

    @property
    def anything(self) -> bool:
        """Whether anything beside the title speaks for it."""
        return bool(self.shared) or self.fit in ("same", "alike", "publisher") or self.isbn or self._anonymous()

    def _anonymous(self) -> bool:
        """Whether neither names anybody, and the title that both have says enough with the year."""
        return self.title.same and self.title.words.shared > ENOUGH and self.years == 0 and not any(self.people)

    def speaks(self) -> list[str]:
        """That, in words."""
        told = (
            ("an author of the same name", self.shared),
            ("same container", self.fit in ("same", "alike")),
            ("same publisher", self.fit == "publisher"),
            ("same ISBN", self.isbn),
        )
        return [words for words, holds in told if holds]

    def features(self) -> Iterator[str]:
        """What the model weighs."""
        yield "bias"
        words = self.title.words
        told = _step(words.shared, _TOLD, "more words")
        yield f"title of {told}" + ("" if self.title.same else ", not the same")
        if not self.title.same:
            yield f"letters alike {'.95' if self.title.letters >= 95 else '.86' if self.title.letters >= 86 else 'less'}"
            if words.added:
                yield f"added to the {self.title.part}"
        yield f"authors: {self._authors()}"
        if words.shared <= 300 and not self.all_authors and min(self.people):
            yield "short title, not all authors"
        if self.title.same and words.shared > 300 and self.fit in ("same", "alike") and self.years == 0 and min(self.people):
            yield "long title in one container and year"
        if self.misprinted:
            yield "a name misprinted"
        yield f"container {'same' if self.fit == 'publisher' else self.fit}"
        yield f"years {'unknown' if self.years is None else 'the same' if not self.years else 'apart'}"
        if self.place:
            yield "same volume and page"
        if self.isbn:
            yield "same ISBN"

    def _authors(self) -> str:
        least, most = min(self.people), max(self.people)
        if not least:
            return "none on one side" if most else "none"
        if not self.shared:
            return "others"
        if self.shared == most:
            return f"all {'one' if most == 1 else 'two' if most == 2 else 'three and more'}"
        if self.shared == least:
            return "all of one list" if self.shared > 1 or self.open_ended else "one of several"
        return "most" if self.shared > 1 and 5 * self.shared >= 3 * most else "some"


def _step(value: int, steps: Iterable[tuple[int, str]], beyond: str) -> str:
    return next((name for most, name in steps if value <= most), beyond)


@cache
def _table(path: Path) -> dict[str, int]:
    """Each feature's weight, in hundredths: whole numbers add up alike in any order."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {name: int(number) for name, _, number in (line.partition(" | ") for line in lines if line and not line.startswith("#"))}


def least() -> float:
    """The chance from which on two works are joined."""
    return _table(WEIGHTS)[LEAST] / 100


def chance(features: Iterable[str]) -> float:
    """The chance that what has these features is one work."""
    table = _table(WEIGHTS)
    return 1 / (1 + math.exp(-sum(table.get(feature, 0) for feature in features) / 100))
