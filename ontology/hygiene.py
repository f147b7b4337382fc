"""The hygiene rules run over the ontology: one SELECT a file in `checks/`, whose rows are the offenders."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ontology.terms import GOV

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib import Graph

HERE = Path(__file__).parent
CHECKS = HERE / "checks"
FILES = tuple(HERE / name for name in ("govgraph.ttl", "alignments.ttl", "shapes.ttl"))


@dataclass(frozen=True, slots=True)
class Check:
    """One rule: its name (the file's), what is wrong where it has rows, and what to do about it."""

    name: str
    problem: str
    solution: str
    query: str


@dataclass(frozen=True, slots=True)
class Offence:
    """One row of a rule: the term and the further columns, as short text."""

    check: Check
    term: str
    details: tuple[str, ...]

    def __str__(self) -> str:
        more = f" ({', '.join(self.details)})" if self.details else ""
        return f"{self.check.name}: {self.term}{more}: {self.check.problem} {self.check.solution}"


def checks() -> tuple[Check, ...]:
    """Every rule in the folder, by name; ValueError where one lacks its header."""
    return tuple(_check(path) for path in sorted(CHECKS.glob("*.rq")))


def _check(path: Path) -> Check:
    query = path.read_text(encoding="utf-8")
    said = {
        name: line.split(":", 1)[1].strip()
        for line in query.splitlines()
        for name in ("Problem", "Solution")
        if line.startswith(f"# {name}:")
    }
    if len(said) != 2:
        raise ValueError(f"{path.name}: a hygiene rule begins with '# Problem: …' and '# Solution: …'")
    return Check(path.stem, said["Problem"], said["Solution"], query)


def ontology_graph() -> Graph:
    """The vocabulary, its alignments and its shapes as one graph."""
    from rdflib import Graph

    graph = Graph()
    for path in FILES:
        graph.parse(path)
    return graph


@cache
def shipped_offences() -> tuple[Offence, ...]:
    """Every offender in the ontology that ships; looked for once a run."""
    return offences()


def offences(graph: Graph | None = None, using: Iterable[Check] | None = None) -> tuple[Offence, ...]:
    """Every offender in the ontology, or in the graph given, by rule and term."""
    examined = ontology_graph() if graph is None else graph
    return tuple(offence for check in (checks() if using is None else using) for offence in _offences(examined, check))


def _offences(graph: Graph, check: Check) -> list[Offence]:
    rows = [tuple("" if value is None else _short(str(value)) for value in row) for row in graph.query(check.query)]  # type: ignore[union-attr] # a SELECT gives rows
    return [Offence(check, term, tuple(rest)) for term, *rest in sorted(set(rows))]


def _short(text: str) -> str:
    return text.replace(GOV, "gov:")
