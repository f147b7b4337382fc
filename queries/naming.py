"""What the things of an answer are called: in the languages asked for, and works without a title by what can tell them apart.

Such names are shown, never stored.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from graph.languages import best, tags
from graph.store import IRI, RESOLVED
from ontology import terms
from queries.result import Result, Thing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from graph.rights import Shown
    from graph.store import Store, Term
    from queries.question import SavedQuery
    from queries.result import Cell

LONGEST = 50
LANGUAGES = "languages"
"""What any saved query takes beside its own parameters: tags, the most wanted first; a parameter of its own by that name goes before."""
_AT_ONCE = 500


def languages_of(query: SavedQuery, given: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The parameters without `languages`, and the tags that it names.

    Raises:
        UsageError: it names what is no tag.
    """
    if LANGUAGES not in given or any(parameter.name == LANGUAGES for parameter in query.parameters):
        return dict(given), ()
    told = given[LANGUAGES]
    listed = ",".join(map(str, told)) if isinstance(told, (list, tuple)) else str(told or "")
    return {name: value for name, value in given.items() if name != LANGUAGES}, tags(listed)


def translated(store: Store, result: Result, languages: Sequence[str]) -> Result:
    """The answer with each thing called as it is in the first of the languages that has a name for it."""
    places = [n for n, column in enumerate(result.columns) if column.is_thing]
    iris = sorted({cell.id for row in result.rows for n in places if isinstance(cell := row[n], Thing)})
    found: dict[str, list[Term]] = {}
    for start in range(0, len(iris), _AT_ONCE):
        listed = " ".join(str(IRI(iri)) for iri in iris[start : start + _AT_ONCE])
        names = f"VALUES ?p {{ <{terms.RDFS_LABEL}> <{terms.SKOS_PREF_LABEL}> }}"
        for thing, name in store.select(
            f"SELECT ?thing ?name WHERE {{ VALUES ?thing {{ {listed} }} {names} ?thing ?p ?name }}", graph=RESOLVED
        ):
            if thing is not None and name is not None:
                found.setdefault(thing.value, []).append(name)
    called = {iri: term.value for iri, held in found.items() if (term := best(held, languages)) is not None}
    return _called(result, called)


def named(store: Store, result: Result, shown: Shown) -> Result:
    """The answer with a name for each work without a label: its authors as printed and year, or the first words of its abstract."""
    places = [n for n, column in enumerate(result.columns) if column.is_thing]
    bare = {cell.id for row in result.rows for n in places if isinstance(cell := row[n], Thing) and cell.label is None}
    names = _names(store, sorted(iri for iri in bare if "/id/work/" in iri), shown)
    return _called(result, names)


def _called(result: Result, names: Mapping[str, str]) -> Result:
    """The answer with other names for some things."""
    if not names:
        return result

    def filled(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        return tuple(Thing(cell.id, names[cell.id]) if isinstance(cell, Thing) and cell.id in names else cell for cell in row)

    return replace(result, rows=[filled(row) for row in result.rows])


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
