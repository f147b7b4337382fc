"""What the engine's parser says of a query that it does not take, in words that a person reads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.engines.forms import bare

_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)", re.DOTALL)
_LETTERS = re.compile(r"\[(?:'[^']*'|[^\]'])*\]")
_SENTENCE = re.compile(r"[A-Z]\w+ \w")
_DECLARED = re.compile(r"\bPREFIX\s+([^\s:]*):", re.IGNORECASE)
_USED = re.compile(r"(?<![\w?$@:.%-])([^\W\d_][\w.-]*)?:")
_NO_PREFIX = "Prefix not found"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, and the line (from 1; 0: not known) and column where its reading stopped."""

    words: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.words}" if self.line else self.words


def fault_of(query: str, error: Exception) -> Fault:
    """The fault of a query or an update, by the error that the parser raised."""
    found = _PLACE.match(str(error))
    return Fault(_words(query, found[3]), int(found[1]), int(found[2])) if found else Fault(str(error))


def _words(query: str, said: str) -> str:
    """Without classes of letters; where the parser says in words what is wrong, these alone."""
    choices = [choice for choice in _LETTERS.sub("", said.removeprefix("one of ")).split(", ") if choice.strip()]
    sentence = next((choice for choice in choices if _SENTENCE.match(choice)), "")
    if sentence in ("", _NO_PREFIX) and (prefix := _undeclared(query)):
        return f"the prefix {prefix} is not declared; begin with PREFIX {prefix} <…>"
    if sentence:
        return sentence
    if not bare(query).strip():
        return "the query is empty"
    return f"expected {'one of ' if len(choices) > 1 else ''}{', '.join(choices)}" if choices else "not understood from here on"


def _undeclared(query: str) -> str:
    """The first prefix that is used and not declared, with its colon; empty where none is seen, or a string is open."""
    words = bare(query)
    if re.search("[\"']", words):
        return ""
    declared = set(_DECLARED.findall(words))
    return next((f"{used[1] or ''}:" for used in _USED.finditer(words) if (used[1] or "") not in declared), "")
