"""The trained tagger: which field each word of a reference string belongs to, and how sure that is.

A linear-chain conditional random field (python-crfsuite) over what `words.features` looks at, trained by
`benchmarks.references.training`. The model is opened when the first string needs it; where it is missing the rules read alone.
"""

from __future__ import annotations

import logging
import threading
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from loaders.reading.reference.alignment import ruled_words
from loaders.reading.reference.words import features, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.reference.parts import Draft
    from loaders.reading.reference.words import Word

MODEL = Path(__file__).with_name("tagger.crfsuite")
_MOST_WORDS = 400
_ONE_AT_A_TIME = threading.Lock()
"""A tagger holds the string it was given last, so threads take turns."""


_NO_FIELD = ("other", "mark", "month")


class Run(NamedTuple):
    """Neighbouring words of one field: `first` to `last` (word numbers, both included), and the least sure of them (0–1)."""

    label: str
    first: int
    last: int
    sure: float


class Tagging(NamedTuple):
    """A string's words and its runs in order."""

    text: str
    words: list[Word]
    runs: list[Run]


@lru_cache(maxsize=1)
def tagger_of(model: Path | None) -> Any:
    """The tagger of a model, opened once; None without one."""
    return open_tagger(model) if model else None


_MODEL_IN_USE: list[Path | None] = [MODEL]


def use_model(model: Path | None) -> None:
    """Read with another model than the one that ships, or with the rules alone (None): for measuring."""
    _MODEL_IN_USE[0] = model


def open_tagger(model: Path) -> Any:
    """The tagger of a model file, or None, told once, where the file or the library is missing or broken."""
    try:
        import pycrfsuite

        tagger = pycrfsuite.Tagger()
        tagger.open(str(model))
    except (ImportError, OSError, ValueError) as error:
        logging.getLogger(__name__).warning(
            "reference strings are read by rules alone: %s cannot be used (%s); reinstall govgraph", model, error
        )
        return None
    return tagger


def tag(draft: Draft, text: str) -> Tagging | None:
    """The tagging of a cleaned string whose reading by the rules is `draft`; None without a model or without words."""
    tagger = tagger_of(_MODEL_IN_USE[0])
    words = split_words(text)[:_MOST_WORDS]
    if tagger is None or not words:
        return None
    seen = features(text, words, ruled_words(draft, words))
    with _ONE_AT_A_TIME:
        return Tagging(text, words, list(_runs(tagger, tagger.tag(seen))))


def _runs(tagger: Any, labels: list[str]) -> Iterator[Run]:
    first = 0
    for n in range(1, len(labels) + 1):
        if n == len(labels) or labels[n] != labels[first]:
            label = labels[first]
            if label not in _NO_FIELD:
                yield Run(label, first, n - 1, min(tagger.marginal(label, at) for at in range(first, n)))
            first = n
