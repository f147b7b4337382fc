"""Names for works that a source prints without a title, so that a person can tell them apart; they are shown, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.store import IRI, RESOLVED
from ontology import terms
from queries.result import Result, Thing

if TYPE_CHECKING:
    from graph.rights import Shown
    from graph.store import Store

LONGEST = 50


def named(store: Store, result: Result, shown: Shown) -> Result:
    """The answer with a name for each work without a label: its authors as printed and year, or the first words of its abstract."""
    places = [n for n, column in enumerate(result.columns) if column.is_thing]
    bare = {cell.id for row in result.rows for n in places if isinstance(cell := row[n], Thing) and cell.label is None}
    names = _names(store, sorted(iri for iri in bare if "/id/work/" in iri), shown)
    if not names:
        return result

    def filled(row: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(Thing(cell.id, names[cell.id]) if isinstance(cell, Thing) and cell.id in names else cell for cell in row)

    return Result(result.columns, [filled(row) for row in result.rows])  # type: ignore[misc] # rows keep their width


def _names(store: Store, works: list[str], shown: Shown) -> dict[str, str]:
    if not works:
        return {}
    gov, listed = terms.GOV, " ".join(str(IRI(work)) for work in works)
    query = f"""SELECT ?work ?printed ?year ?abstract ?source WHERE {{ VALUES ?work {{ {listed} }}
      OPTIONAL {{ ?work <{gov}authorsAsPrinted> ?printed }} OPTIONAL {{ ?work <{gov}publicationYear> ?year }}
      OPTIONAL {{ ?work <{gov}abstract> ?abstract }} OPTIONAL {{ ?work <{gov}describedIn> ?source }} }} ORDER BY ?work ?printed ?source"""
    authors: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for work, printed, year, abstract, source in store.select(query, graph=RESOLVED):
        if work is None:
            continue
        if printed is not None:
            known = authors.setdefault(work.value, [])
            if printed.value not in known:
                known.append(printed.value)
            names[work.value] = " and ".join(known) + (f" ({year.value})" if year is not None else "")
        elif abstract is not None and source is not None and work.value not in names:
            words = shown.quote(source.value, abstract.value[:LONGEST], claim=work.value)
            names[work.value] = f"abstract: {words}" if words else ""
    return {work: name for work, name in names.items() if name}
