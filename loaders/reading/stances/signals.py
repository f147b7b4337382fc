"""What a sentence shows about a claim: the groups of words in it, where they stand to the concept, where it stands in the text.

The answer is a set of names, the features that `weights.py` weighs: nothing in it depends on the words of one concept, place or work.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from loaders.reading.prose import sieve

TABLE = Path(__file__).with_name("signals.txt")
NEAR = 60
MARK = re.compile(r"⟦\d+⟧")
"""Characters between a concept and the words that speak of it."""


@lru_cache(maxsize=1)
def groups() -> tuple[sieve.Sieve, tuple[tuple[str, sieve.Lazy], ...]]:
    """(name, pattern) of each alternative of each group of `signals.txt`, and the sieve over them."""
    lines = (line.split(" | ", 1) for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("# "))
    found = tuple((name, sieve.Lazy(words)) for name, whole in lines for words in sieve.split(whole))
    return sieve.Sieve(lazy.words for _, lazy in found), found


def in_sentence(marked: str) -> dict[str, list[tuple[int, int]]]:
    """The groups met in a marked sentence, each with the stretches where its words stand."""
    found: dict[str, list[tuple[int, int]]] = {}
    strainer, alternatives = groups()
    for number in strainer.passing(marked):
        name, lazy = alternatives[number]
        places = [match.span() for match in lazy.pattern.finditer(marked)]
        if places:
            found.setdefault(name, []).extend(places)
    return {name: sorted(places) for name, places in found.items()}


def tone(met: dict[str, list[tuple[int, int]]]) -> set[str]:
    """Whether the sentence speaks for or against, in part, or both, a negation before a word of praise or blame turned round."""
    negations = [end for _, end in met.get("negated", ())]
    good = bad = 0
    for names, sign in ((FOR, 1), (AGAINST, -1)):
        for name in names:
            for start, _ in met.get(name, ()):
                turned = any(0 <= start - end <= TURNS for end in negations)
                if (sign > 0) != turned:
                    good += 1
                else:
                    bad += 1
    bad += len(met.get("against", ()))
    in_part = bool(met.get("condition") or met.get("limit"))
    turns = bool(met.get("contrast") or met.get("both sides"))
    found = {f"tone {'for' if good else ''}{' against' if bad else ''}{' in part' if in_part else ''}".strip()}
    if turns:
        found |= {f"{each}, turning" for each in found}
    if good != bad:
        found.add("rather for" if good > bad else "rather against")
    return found


FOR, AGAINST = ("good", "gain", "support", "associated"), ("bad",)
TURNS = 14
"""So many characters at most lie between "not" and the word that it turns round."""

USES = ("lens", "using")
PAIRS = (
    ("lens", "using"),
    ("new", "new name"),
    ("finding", "tone"),
    ("arguing", "tone"),
    ("method", "lens"),
    ("reported", "tone"),
    ("aim", "tone"),
)


def together(found: set[str]) -> set[str]:
    """Groups that tell more together than each alone."""
    tones = [name for name in found if name.startswith("tone ") and not name.endswith("turning")] or [""]
    made = set[str]()
    for first, second in PAIRS:
        if first in found:
            if second == "tone":
                made.update(f"{first} with {name}" for name in tones)
            elif second in found:
                made.add(f"{first} with {second}")
    return made


def of_concept(met: dict[str, list[tuple[int, int]]], at: tuple[int, int] | None) -> set[str]:
    """The groups as features of one concept whose mark stands at `at`; None where it is not named in the sentence."""
    found = set(met) | tone(met)
    found |= together(found)
    if at is None:
        found.update(f"{name}, unnamed" for name in met)
        return found
    for name, places in met.items():
        for start, end in places:
            if at[1] <= start:
                found.add(f"{name}, after" if start - at[1] > NEAR else f"{name}, soon after")
            elif end <= at[0]:
                found.add(f"{name}, before" if at[0] - end > NEAR else f"{name}, just before")
    return found
