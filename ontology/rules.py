"""What follows from the axioms, as rules that any SPARQL 1.1 store can run; and what must never hold together.

Both lists are generated from the Turtle (`ontology.rules_generation`) and committed as `rules.json`, so that reading them needs no
RDF library. A term in a pattern is a variable ("?x") or a full IRI. Rules speak of our own namespace only: alignments with other
vocabularies are never materialised.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Pattern: TypeAlias = tuple[str, str, str]

RULES_FILE = Path(__file__).with_name("rules.json")


def _term(term: str) -> str:
    return term if term.startswith("?") else f"<{term}>"


def sparql(patterns: Iterable[Pattern]) -> str:
    """Triple patterns as SPARQL text."""
    return " . ".join(" ".join(_term(term) for term in pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the body holds, the head holds.

    `axiom` is the reason in words, for `explain`; `name` is unique and stable as long as the axiom stands.
    """

    name: str
    axiom: str
    body: tuple[Pattern, ...]
    head: Pattern

    @property
    def linear(self) -> bool:
        """Whether one statement alone is enough to fire the rule."""
        return len(self.body) == 1

    def construct(self) -> str:
        """A CONSTRUCT of everything the rule says of the default graph, known or new."""
        return f"CONSTRUCT {{ {sparql([self.head])} }} WHERE {{ {sparql(self.body)} }}"

    def insert(self, graph: str) -> str:
        """An update that adds to the named graph what the rule says of it and is not there yet."""
        head = sparql([self.head])
        return (
            f"INSERT {{ GRAPH <{graph}> {{ {head} }} }} "
            f"WHERE {{ GRAPH <{graph}> {{ {sparql(self.body)} FILTER NOT EXISTS {{ {head} }} }} }}"
        )


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that must not stand together: the patterns, with `choices` of IRIs for some variables.

    `left` and `right` are two variables whose terms must differ for the contradiction to hold, each pair told once: things of
    different IRIs count as different, since the resolved graph has one IRI a thing. `offenders` are the variables of the things
    to name to a person.
    """

    name: str
    axiom: str
    body: tuple[Pattern, ...]
    offenders: tuple[str, ...]
    left: str = ""
    right: str = ""
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The variables of the body in order of first use, without their question marks: the columns of the answer."""
        return tuple(dict.fromkeys(term[1:] for pattern in self.body for term in pattern if term.startswith("?")))

    def select(self, limit: int | None = None) -> str:
        """A SELECT over the default graph with one row a contradiction."""
        values = [f"VALUES {name} {{ {' '.join(f'<{iri}>' for iri in iris)} }}" for name, iris in self.choices]
        parts = [*values[:1], sparql(self.body), *values[1:]]
        if self.left:
            parts.append(f"FILTER(STR({self.left}) < STR({self.right}))")
        columns = " ".join(f"?{name}" for name in self.variables)
        return f"SELECT DISTINCT {columns} WHERE {{ {' '.join(parts)} }}" + (f" LIMIT {limit}" if limit is not None else "")

    def premises(self, row: Mapping[str, str]) -> tuple[Pattern, ...]:
        """The statements that contradict each other, given the row's terms by variable name without question mark."""
        return tuple((_bound(s, row), _bound(p, row), _bound(o, row)) for s, p, o in self.body)


def _bound(term: str, row: Mapping[str, str]) -> str:
    return row[term[1:]] if term.startswith("?") else term


@cache
def _read() -> tuple[tuple[Rule, ...], tuple[Contradiction, ...]]:
    stored = json.loads(RULES_FILE.read_text(encoding="utf-8"))
    rules_ = tuple(
        Rule(name=one["name"], axiom=one["axiom"], body=tuple(map(_pattern, one["body"])), head=_pattern(one["head"]))
        for one in stored["rules"]
    )
    contradictions_ = tuple(
        Contradiction(
            name=one["name"],
            axiom=one["axiom"],
            body=tuple(map(_pattern, one["body"])),
            offenders=tuple(one["offenders"]),
            left=one.get("left", ""),
            right=one.get("right", ""),
            choices=tuple((name, tuple(iris)) for name, iris in one.get("choices", [])),
        )
        for one in stored["contradictions"]
    )
    return rules_, contradictions_


def _pattern(terms: list[str]) -> Pattern:
    subject, predicate, value = terms
    return subject, predicate, value


def rules() -> tuple[Rule, ...]:
    """Every materialisation rule, linear ones first, then by name."""
    return _read()[0]


def contradictions() -> tuple[Contradiction, ...]:
    """Everything that must not hold, by name."""
    return _read()[1]
