"""Things by name, for the search page, the CLI and GraphQL: whole labels first, then beginnings, then parts; respondents never."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.store import Literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

TYPES = ("Concept", "Work", "Case", "Reform", "Person", "Jurisdiction", "Organisation", "Venue", "AtlasTopic", "AtlasSubject", "Course")


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing found: `rank` 0 = its whole label, 1 = the beginning of a label, 2 = a part of one."""

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
    words = " ".join(f"FILTER(CONTAINS(LCASE(STR(?name)), {Literal(word)}))" for word in wanted.split()[:8])
    kinds = " ".join(f"<{terms.GOV}{name}>" for name in TYPES if kind is None or name == kind)
    if not kinds:
        return []
    query = f"""SELECT DISTINCT ?thing ?label ?class ?name WHERE {{
      VALUES ?class {{ {kinds} }} ?thing a ?class . VALUES ?p {{ <{terms.RDFS}label> <{terms.SKOS}altLabel> }} ?thing ?p ?name .
      {words} OPTIONAL {{ ?thing <{terms.RDFS}label> ?label }} FILTER NOT EXISTS {{ ?thing a <{terms.GOV}Respondent> }} }} LIMIT 2000"""
    best: dict[str, Hit] = {}
    for thing, label, cls, name in store.select(query):
        if thing is None or cls is None or name is None:
            continue
        folded = name.value.lower()
        rank = 0 if folded == wanted else 1 if folded.startswith(wanted) else 2
        held = best.get(thing.value)
        if held is None or rank < held.rank:
            best[thing.value] = Hit(thing.value, label.value if label is not None else name.value, cls.value.removeprefix(terms.GOV), rank)
    order = {name: n for n, name in enumerate(TYPES)}
    return sorted(best.values(), key=lambda hit: (hit.rank, order[hit.kind], len(hit.label), hit.label))[:most]


def count(store: Store, cls: str) -> int:
    """How many things of a class the graph holds."""
    rows = store.select(f"SELECT (COUNT(DISTINCT ?thing) AS ?n) WHERE {{ ?thing a <{terms.GOV}{cls}> }}")
    return next((int(row[0].value) for row in rows if isinstance(row[0], Literal)), 0)
