"""Tagged strings → what the tagger learns from: the features of each word and its label, as the program sees the string."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from loaders.reading.reference.alignment import ruled_words
from loaders.reading.reference.parts import clean
from loaders.reading.reference.rules import read_draft
from loaders.reading.reference.words import features, looks_like_year, mark_of, split_words

if TYPE_CHECKING:
    from benchmarks.references.corpora import Tagged
    from loaders.reading.reference.words import Word


class Sequence(NamedTuple):
    """One string to learn from."""

    features: list[list[str]]
    labels: list[str]


def sequence(told: Tagged, *, rules: bool = True) -> Sequence:
    """The words of a tagged string after cleaning, with their labels."""
    string = " ".join(told.string.split())
    words = split_words(string)
    labels = _labels(string, told, words)
    draft = clean(string)
    text = draft.text
    left = split_words(text)
    if len(left) != len(words):
        labels = _carried(words, labels, left)
    if rules:
        read_draft(draft)
        ruled = ruled_words(draft, left)
    else:
        ruled = [""] * len(left)
    return Sequence(features(text, left, ruled), labels)


def _carried(words: list[Word], labels: list[str], left: list[Word]) -> list[str]:
    carried = ["other"] * len(left)
    matcher = SequenceMatcher(None, [w.text for w in words], [w.text for w in left], autojunk=False)
    for a, b, size in matcher.get_matching_blocks():
        carried[b : b + size] = labels[a : a + size]
    return carried


def _labels(string: str, told: Tagged, words: list[Word]) -> list[str]:
    labels = ["other"] * len(words)
    for label, start, end in told.spans:
        inside = [n for n, w in enumerate(words) if start <= w.start < end]
        for n in inside:
            labels[n] = label
        if label == "year":
            _year(words, labels, inside)
        elif label in ("volume", "issue", "pages"):
            _numbers(string, words, labels, inside)
        elif label in ("author", "editor", "book", "edition"):
            _edges(words, labels, inside, label)
    return labels


def _year(words: list[Word], labels: list[str], inside: list[int]) -> None:
    years = [n for n in inside if looks_like_year(words[n].text)]
    for n in inside:
        labels[n] = "year" if years and n == years[0] else "month"


def _numbers(string: str, words: list[Word], labels: list[str], inside: list[int]) -> None:
    seen = 0
    for n in inside:
        kind = mark_of(words[n].text)
        if kind in ("volume", "issue", "pages", "others", "and") and not words[n].text.isdigit():
            labels[n] = "mark"
            continue
        if labels[n] == "volume" and seen:
            before = string[words[n - 1].end : words[n].start].replace(" ", "")
            if labels[n - 1] == "issue" or "(" in before or before in (".", ":", "/", ",", ";") or mark_of(words[n - 1].text) == "issue":
                labels[n] = "issue"
        elif labels[n] == "volume" and n and mark_of(words[n - 1].text) == "issue":
            labels[n] = "issue"
        seen += 1


def _edges(words: list[Word], labels: list[str], inside: list[int], label: str) -> None:
    for n in inside:
        kind = mark_of(words[n].text)
        if label == "edition":
            continue
        if kind == "editors" and label != "book" and len(words[n].text) > 1:
            labels[n] = "mark"
    for n in inside:
        if mark_of(words[n].text) not in ("in", "editors") and words[n].text.casefold() not in ("by", "par"):
            break
        labels[n] = "mark"
