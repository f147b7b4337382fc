"""Extraction: MB/s of linking the scheme's labels in text with word bounds, and abstracts a second of the whole reading, on one core.

The texts are the annotated ones of the tests, which name a concept every two hundred characters: thinner text is linked faster, and
longer abstracts take longer. Where spaCy can be imported (it is no dependency), its PhraseMatcher links the same
labels in the same texts, from text to matches.
"""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = Path(__file__).parents[1] / "tests" / "loaders" / "annotated"
LINKING, RATIO, ABSTRACTS = 35.0, 3.0, 200.0
"""What is asked for: MB/s, times spaCy's speed, abstracts a second."""

TURNS, PAGE = 5, 8
"""PAGE: so many abstracts are linked at once, about the length of an article's pages."""


def run() -> dict[str, float | bool]:
    """Measure; of several turns the fastest counts, since other programs only slow them."""
    from graph.sources import scheme
    from loaders.reading import extract_text
    from loaders.reading.named import vocabulary

    texts = [
        json.loads(line)["text"] for path in sorted(TEXTS.glob("batch-*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    size = sum(len(text.encode()) for text in texts) / 1e6
    index = vocabulary.index()
    pages = ["\n\n".join(texts[first : first + PAGE]) for first in range(0, len(texts), PAGE)]
    linking = size * 20 / _seconds(lambda: [list(index.find(page)) for page in pages * 20])
    whole = len(texts) / _seconds(lambda: [extract_text(text) for text in texts])
    spacy = _spacy([label for concept in scheme.concepts().values() for label in concept.forms()], pages, size)
    return {
        "linking_mb_a_second": round(linking, 1),
        "abstracts_a_second": round(whole, 1),
        "characters_an_abstract": round(sum(map(len, texts)) / len(texts)),
        **({"spacy_mb_a_second": round(spacy, 1), "over_spacy": round(linking / spacy, 1)} if spacy else {}),
        "holds": linking >= LINKING and whole >= ABSTRACTS and (not spacy or linking >= RATIO * spacy),
    }


def _seconds(work: Callable[[], object]) -> float:
    """Seconds of one core that the work takes; a first turn warms up."""
    work()
    fastest = float("inf")
    for _ in range(TURNS):
        started = time.process_time()
        work()
        fastest = min(fastest, time.process_time() - started)
    return fastest


def _spacy(labels: list[str], texts: list[str], size: float) -> float:
    if importlib.util.find_spec("spacy") is None:
        return 0.0
    matching, language = importlib.import_module("spacy.matcher"), importlib.import_module("spacy").blank("en")
    matcher = matching.PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("label", [language.make_doc(label) for label in labels])
    return size / _seconds(lambda: [matcher(language.make_doc(text)) for text in texts])
