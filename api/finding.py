"""Things by name, for the search page, the CLI and GraphQL: whole labels first, then beginnings, then parts; respondents never."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from graph.store import Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

TYPES = ("Concept", "Work", "Case", "Reform", "Person", "Jurisdiction", "Organisation", "Venue", "AtlasTopic", "AtlasSubject", "Course")
SHORTEST, ALIKE, COMPARED = 4, 86, 60_000
"""For misspelt names: letters at the least, likeness of 100, and how many names are compared at the most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: `rank` 0 = its whole label, 1 = the beginning of a label, 2 = a part of one, 3 = one much like the text."""

    id: str
    label: str
    kind: str
    rank: int


def find(store: Store, text: str, *, kind: str | None = None, most: int = 20) -> list[Hit]:
    """Things whose label or alternative label has the text, best first.

    Args:
        store: where to look.
        text: a name or part of it, in any case.
        kind: a class's local name (`Concept`), else all of `TYPES`.
        most: how many at the most.
    """
    wanted = text.strip().lower()
    if not wanted:
        return []
    filters = " ".join(f"FILTER(CONTAINS(LCASE(STR(?name)), {Literal(word)}))" for word in wanted.split()[:8])
    kinds = " ".join(f"<{terms.GOV}{name}>" for name in TYPES if kind is None or name == kind)
    if not kinds:
        return []
    best: dict[str, Hit] = {}
    for hit, name in _named(store, kinds, filters, 2000):
        rank = 0 if name == wanted else 1 if name.startswith(wanted) else 2
        held = best.get(hit.id)
        if held is None or rank < held.rank:
            best[hit.id] = replace(hit, rank=rank)
    if not best and len(wanted) >= SHORTEST:
        return _alike(store, kinds, wanted, most)
    order = {name: n for n, name in enumerate(TYPES)}
    return sorted(best.values(), key=lambda hit: (hit.rank, order[hit.kind], len(hit.label), hit.label))[:most]


def _named(store: Store, kinds: str, filters: str, most: int) -> Iterator[tuple[Hit, str]]:
    """Things with each of their names, in lower case."""
    query = f"""SELECT DISTINCT ?thing ?label ?class ?name WHERE {{
      VALUES ?class {{ {kinds} }} ?thing a ?class . VALUES ?p {{ <{terms.RDFS}label> <{terms.SKOS}altLabel> }} ?thing ?p ?name .
      {filters} OPTIONAL {{ ?thing <{terms.RDFS}label> ?label }} FILTER NOT EXISTS {{ ?thing a <{terms.GOV}Respondent> }} }} LIMIT {most}"""
    for thing, label, cls, name in store.select(query):
        if thing is not None and cls is not None and name is not None:
            shown = label.value if label is not None else name.value
            yield Hit(thing.value, shown, cls.value.removeprefix(terms.GOV), 3), name.value.lower()


def _alike(store: Store, kinds: str, wanted: str, most: int) -> list[Hit]:
    """Where nothing has the text: things with a name that is a slip away from it."""
    from rapidfuzz import fuzz

    scores: dict[Hit, float] = {}
    for hit, name in _named(store, kinds, "", COMPARED):
        score = fuzz.WRatio(wanted, name, score_cutoff=ALIKE)
        if score >= ALIKE:
            scores[hit] = max(score, scores.get(hit, 0))
    return sorted(scores, key=lambda hit: (-scores[hit], len(hit.label), hit.label, hit.id))[:most]


def count(store: Store, cls: str) -> int:
    """How many things of a class the graph holds."""
    rows = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a <{terms.GOV}{cls}> }}")
    return next((int(row[0].value) for row in rows if isinstance(row[0], Literal)), 0)
