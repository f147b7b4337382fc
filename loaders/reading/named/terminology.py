"""Terms of the discipline that the concept scheme has no entry for, by their names in `terminology.txt`.

They are found as the scheme's labels are, spelling and number folded, and become concepts under an id of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.sources import scheme
from loaders.reading.named import vocabulary
from loaders.reading.named.discovery import GENERIC_THEORIES, Term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import ConceptKind
    from loaders.reading.prose.document import Document, Reading

TABLE = Path(__file__).with_name("terminology.txt")
CONFIDENCE = 0.8
NEVER_IN_PASSING = ("theory", "paradigm")
"""Kinds of terms that a text which names them speaks of as ideas, wherever they stand."""
OFTEN = 2
SPOKEN_OF = re.compile(
    r"\b(?:concepts?|notions?|theor(?:y|ies)|ideas?|principles?|framework|model|paradigm|perspective|lens|literatures?|debates?|scholarship|"
    r"forms?|logics?) (?:of|on|about) (?:\w+ )?[‘'“\"]?$"
)
"""What stands before a term that a work speaks of as an idea, within so many characters."""
SO_FAR = 40


@dataclass(slots=True, frozen=True)
class _Entry:
    label: str
    kind: ConceptKind


def terms(document: Document) -> Iterator[tuple[Reading, Term]]:
    """The terms that a work's own text names, each time it does."""
    index, entries, guarded = _index()
    met = [
        (reading, hit)
        for reading in document.readings
        if reading.kind not in ("keywords", "heading") and not reading.passage.voiced_by
        for hit in index.find(reading.text)
    ]
    often = Counter(hit.slug for _, hit in met)
    themes = {
        hit.slug for reading, hit in met if reading.kind == "title" or SPOKEN_OF.search(reading.text, max(0, hit.start - SO_FAR), hit.start)
    }
    for reading, hit in met:
        entry = entries[hit.slug]
        if hit.form not in guarded or hit.slug in themes or often[hit.slug] >= OFTEN:
            yield reading, Term(entry.label, hit.start, hit.end, entry.kind, CONFIDENCE, whole=True)


def preferred(label: str) -> str:
    """The first name of the term that a label is, "boundary objects" of "boundary object"; the label itself where it is none."""
    forms = _index()[0].forms.get(vocabulary.key(label))
    return forms[0].slug if forms else label


def knows(label: str) -> bool:
    """Whether a label is a name of the table."""
    return vocabulary.key(label) in _index()[0].forms


@lru_cache(maxsize=1)
def _index() -> tuple[vocabulary.Index, dict[str, _Entry], frozenset[str]]:
    """The index of the names, the entry of each key, and the names that are everyday words; those that the scheme has are left to it."""
    held = {vocabulary.key(label) for concept in scheme.concepts().values() for label in concept.forms()}
    entries, labels, guarded = dict[str, _Entry](), list[tuple[str, str, bool]](), set[str]()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            kind, names = line.split(" | ")
            for number, name in enumerate(names.split("; ")):
                label = name.removesuffix("?")
                if number == 0:
                    first = label
                    entries[first] = _Entry(first, kind)  # type: ignore[arg-type] # the table is ours; a test holds its words
                if name != label and (kind not in NEVER_IN_PASSING or _is_field(label)):
                    guarded.add(label)
                views = () if _is_field(label) else vocabulary.views(label)
                labels += [(first, form, False) for form in (label, *views) if vocabulary.key(form) not in held]
    return vocabulary.Index(iter(labels)), entries, frozenset(guarded)


def _is_field(label: str) -> bool:
    """Whether a name is that of the theory of a whole field: "public administration theory"."""
    return GENERIC_THEORIES.fullmatch(label.removesuffix("theory")) is not None
