"""The works of the graph, or a selection of them, in the formats that reference managers read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import orjson

from api.negotiation import Form
from graph.errors import UsageError
from graph.exports.works import works
from graph.identify import ID, kind_of, normal_doi, thing
from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from graph.record import Work
    from graph.store import Store


RIS, BIBTEX = Form("ris", "application/x-research-info-systems"), Form("bib", "application/x-bibtex")
"""What reference managers read, as pages offer it."""


def recorded(store: Store, form: Form, only: Sequence[str]) -> bytes:
    """These works as RIS or BIBTEX, in their order, each once; those that no entry could name are left out."""
    return b"".join(export_records(store, "bibtex" if form is BIBTEX else "ris", only, []))


def export_records(store: Store, form: str, only: Sequence[str] | None, left_out: list[str]) -> Iterator[bytes]:
    """All works by IRI, or those of `only` in its order, as bibtex, ris or csl-json.

    `left_out` takes the keys of the works that bibtex and ris have no entry for, since nobody could find them by it.
    """
    if form == "csl-json":
        from graph.sources.csl import work_to_csl

        yield b"["
        for place, work in enumerate(works(store, only)):
            yield (b",\n" if place else b"\n") + orjson.dumps(work_to_csl(work, place))
        yield b"\n]\n"
        return
    if form == "bibtex":
        from loaders._bibtex.writing import to_bibtex as written
    else:
        from loaders._ris.writing import to_ris as written
    yield written(_citable(works(store, only), left_out)).encode()


def _citable(found: Iterable[Work], left_out: list[str]) -> Iterator[Work]:
    for work in found:
        if citable(work):
            yield work
        else:
            left_out.append(work.key)


def citable(work: Work) -> bool:
    """Whether an entry tells the work from others: by title, by identifier or address, or by where it stands in a journal."""
    return bool(work.title or work.doi or work.isbns or work.url or (work.venue and work.pages))


def answered(store: Store, name: str, given: Mapping[str, object]) -> list[str]:
    """The works in a saved query's answer, in its order, each once.

    Raises:
        UsageError: there is no such query, or its parameters are wrong, or no column of its answer is a work.
    """
    import queries
    from queries.result import Thing

    result = queries.run(store, name, given)
    things = [cell.id for row in result.rows for cell in row if isinstance(cell, Thing)]
    found = list(dict.fromkeys(one for one in things if kind_of(one) == "work"))
    if result.rows and not found:
        raise UsageError(f"the answer of {name} names no works; take a query that does, such as works-on-theory-since")
    return found


def missing(store: Store, iris: Sequence[str]) -> list[str]:
    """Those that are no work of the graph."""
    rows = store.select(f"SELECT ?w WHERE {{ ?w a <{terms.WORK}> }}", graph=RESOLVED)
    known = {row[0].value for row in rows if row[0] is not None}
    return [one for one in iris if one not in known]


def named(ids: Iterable[str]) -> list[str]:
    """Works named by IRI, DOI or key → their IRIs.

    Raises:
        UsageError: one of them is an address of something else.
    """
    found = []
    for one in filter(None, (part.strip() for part in ids)):
        if kind_of(one) == "work":
            found.append(one)
        elif one.startswith(ID):
            raise UsageError(f"{one} is no work")
        elif doi := normal_doi(one):
            found.append(f"{ID}work/{quote(doi, safe='')}")
        elif re.match(r"[a-z]+://", one):
            raise UsageError(f"{one} is no work of this graph; works are named by IRI ({ID}work/…), DOI or key")
        else:
            found.append(thing("work", one))
    return list(dict.fromkeys(found))
