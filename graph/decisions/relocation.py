"""Added claims follow their page: when a newer capture has the same words, their evidence is found there from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.identify import ID
from graph.provenance import newest
from graph.sources.quotation import find
from graph.store import CURATED, IRI, Literal
from graph.text import integer, literal, quotation
from ontology import terms

if TYPE_CHECKING:
    from graph.record import Span
    from graph.store import Store

_SOURCE = f"{ID}source/"


def follow(store: Store) -> bool:
    """Move the evidence of added claims from captures that were replaced to those that replace them; whether any was moved.

    Where the newer capture lacks the words the evidence stays where it was read.
    """
    query = f"SELECT ?e ?source ?quote WHERE {{ ?e <{terms.FOUND_IN}> ?source ; <{terms.QUOTE}> ?quote }} ORDER BY ?e"
    current: dict[str, str] = {}
    moved = False
    for place, source, quote in list(store.select(query, graph=CURATED)):
        if not isinstance(place, IRI) or not isinstance(source, IRI) or not isinstance(quote, Literal):
            continue
        old = source.value.removeprefix(_SOURCE)
        new = current.setdefault(old, newest(store, old))
        span = find(_text(store, new), quote.value) if new != old else None
        if span is not None:
            _move(store, place.value, old, new, span)
            moved = True
    return moved


def _text(store: Store, digest: str) -> str:
    try:
        return store.captures.text(digest) if digest in store.captures else ""
    except StoreError:
        return ""


def _move(store: Store, place: str, old: str, new: str, span: Span) -> None:
    key = f"{new[:12]}-{span.start}-{span.end}"
    e, there, source = f"<{place}>", f"<{ID}evidence/{key}>", f"<{_SOURCE}{new}>"
    told = ", ".join(
        f"<{iri}>" for iri in (terms.SLUG, terms.FOUND_IN, terms.DESCRIBED_IN, terms.POSITION, terms.END_POSITION, terms.QUOTE)
    )
    rests, described = f"<{terms.EVIDENCED_BY}>", f"<{terms.DESCRIBED_IN}>"
    before = f"<{_SOURCE}{old}>"
    steps = (
        ("", f"{there} ?p ?o", f"{e} ?p ?o FILTER(?p NOT IN ({told}))"),
        (f"{e} ?p ?o", "", f"{e} ?p ?o"),
        (f"?c {rests} {e}", f"?c {rests} {there}", f"?c {rests} {e}"),
        (f"?x {described} {before}", f"?x {described} {source}", f"?c {rests} {there} ; ?any ?x . ?x {described} {before}"),
        (f"?c {described} {before}", f"?c {described} {source}", f"?c {rests} {there} ; {described} {before}"),
    )
    for out, into, where in steps:
        delete = f"DELETE {{ {out} }} " if out else ""
        insert = f"INSERT {{ {into} }} " if into else ""
        store.update(f"WITH <{CURATED}> {delete}{insert}WHERE {{ {where} }}")
    stands = f"{there} <{terms.SLUG}> {literal(key)} ; <{terms.FOUND_IN}> {source} ; {described} {source}"
    where_ = f"<{terms.POSITION}> {integer(span.start)} ; <{terms.END_POSITION}> {integer(span.end)}"
    store.update(f"INSERT DATA {{ GRAPH <{CURATED}> {{ {stands} ; {where_} ; <{terms.QUOTE}> {quotation(span.exact)} }} }}")
