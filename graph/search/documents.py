"""What a thing is found by: its names in every language, the names of its authors, and the text that it has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.engines.spool import Buckets
from graph.identify import normal_title
from graph.linkage.facts import text_of
from graph.linkage.identity import batches
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.store import Store

TYPES = ("Concept", "Work", "Case", "Reform", "Person", "Jurisdiction", "Organisation", "Venue", "AtlasTopic", "AtlasSubject", "Course")
"""Classes of what is found, in the order in which equally good finds stand. Respondents are never among them."""
STEMMED = {"en": "english", "fr": "french", "de": "german", "nb": "norwegian", "no": "norwegian", "nn": "norwegian", "es": "spanish"}
LONGEST = 4000
"""Characters of one text that are indexed."""
_CLASSES = {terms.GOV + name: name for name in TYPES}
_RESPONDENT = terms.GOV + "Respondent"
_LABEL, _LANGUAGE = terms.RDFS_LABEL, terms.LANGUAGE
_NAMES = frozenset((_LABEL, terms.SKOS_PREF_LABEL, terms.SKOS_ALT_LABEL))
_TEXTS = frozenset((terms.ABSTRACT, terms.SKOS_DEFINITION, terms.KEYWORD, terms.DOI, terms.ISO_CODE, terms.ORCID))
_NAMED_BY = terms.MENTIONED_IN
"""Told with the number of works that name the thing."""
_ASKED = (*sorted((*_NAMES, *_TEXTS)), _LANGUAGE, terms.RDF_TYPE)


@dataclass(slots=True)
class Document:
    """One thing as it is indexed: names folded to letters and digits, texts by their language ("" where none is told).

    `named_by` is the number of works that name it: of equally good finds the more prominent stands first.
    """

    id: str
    kind: str = ""
    label: str = ""
    names: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)
    named_by: int = 0


def authored(store: Store, things: Iterable[str]) -> set[str]:
    """The works of those among the things that are authors: they are found by their names, too."""
    found: set[str] = set()
    for some in batches(f"<{iri}>" for iri in things):
        rows = store.select(f"SELECT ?w WHERE {{ VALUES ?who {{ {some} }} ?w <{terms.HAS_AUTHOR}> ?who }}")
        found.update(row[0].value for row in rows if row[0] is not None)
    return found


def named(store: Store, things: Iterable[str]) -> set[str]:
    """The concepts that works among the things name: they stand by how many do."""
    found: set[str] = set()
    for some in batches(f"<{iri}>" for iri in things):
        rows = store.select(f"SELECT DISTINCT ?c WHERE {{ VALUES ?work {{ {some} }} ?work <{terms.MENTIONS_CONCEPT}> ?c }}")
        found.update(row[0].value for row in rows if row[0] is not None)
    return found


def documents(store: Store, things: Iterable[str]) -> Iterator[Document]:
    """The documents of those things that can be found; the others have none."""
    for some in batches(f"<{iri}>" for iri in things):
        told: dict[str, list[tuple[str, str]]] = {}
        for p in _ASKED:  # one property a query: two VALUES in one make engines try each thing with each property
            for thing, o in store.select(f"SELECT ?s ?o WHERE {{ VALUES ?s {{ {some} }} ?s <{p}> ?o }}"):
                told.setdefault(str(thing)[1:-1], []).append((p, str(o)))
        authors = f"SELECT ?s ?name WHERE {{ VALUES ?s {{ {some} }} ?s <{terms.HAS_AUTHOR}> ?who . ?who <{_LABEL}> ?name }}"
        for thing, o in store.select(authors):
            told.setdefault(str(thing)[1:-1], []).append((terms.HAS_AUTHOR, str(o)))
        counts = f"SELECT ?s (COUNT(*) AS ?works) WHERE {{ VALUES ?s {{ {some} }} ?work <{terms.MENTIONS_CONCEPT}> ?s }} GROUP BY ?s"
        for thing, works in store.select(counts):
            told.setdefault(str(thing)[1:-1], []).append((_NAMED_BY, str(works)))
        for iri, rows in told.items():
            yield from _document(iri, rows)


def every_document(store: Store) -> Iterator[Document]:
    """The documents of all that can be found, in bounded memory: each property is read once, and what it tells is put aside by thing."""
    buckets = Buckets()
    for p in _ASKED:
        for thing, o in store.select(f"SELECT ?s ?o WHERE {{ ?s <{p}> ?o }}"):
            value = str(o)
            if p != terms.RDF_TYPE or value[1:-1] in _CLASSES or value[1:-1] == _RESPONDENT:
                buckets.put(str(thing), ("-", "-", p, value))
    for thing, o in store.select(f"SELECT ?s ?name WHERE {{ ?s <{terms.HAS_AUTHOR}> ?who . ?who <{_LABEL}> ?name }}"):
        buckets.put(str(thing), ("-", "-", terms.HAS_AUTHOR, str(o)))
    works = Counter(str(row[0]) for row in store.select(f"SELECT ?s WHERE {{ ?work <{terms.MENTIONS_CONCEPT}> ?s }}"))
    for s, count in works.items():
        buckets.put(s, ("-", "-", _NAMED_BY, f'"{count}"'))
    for s, rows in buckets.groups():
        yield from _document(s[1:-1], [(p, value) for _, _, p, value in rows])


def _document(iri: str, rows: list[tuple[str, str]]) -> Iterator[Document]:
    one, language = Document(iri), ""
    for p, value in rows:
        if p == terms.RDF_TYPE:
            if value[1:-1] == _RESPONDENT:
                return
            one.kind = _CLASSES.get(value[1:-1], one.kind)
        elif p == _LANGUAGE:
            language = text_of(value)
        elif p == _NAMED_BY:
            one.named_by = int(text_of(value))
        elif value[0] == '"':
            _take(one, p, text_of(value), value.rpartition('"@')[2] if '"@' in value[-12:] else "")
    if one.kind and one.names:
        one.texts = [(told or language, text) for told, text in one.texts]
        yield one


def _take(one: Document, p: str, text: str, language: str) -> None:
    if p == terms.HAS_AUTHOR:
        one.people.append(normal_title(text))
        return
    if p in _NAMES:
        name = normal_title(text)
        if name and name not in one.names:
            one.names.append(name)
        if not one.label or (p == _LABEL and language in {"", "en"}):
            one.label = text
    one.texts.append((language, text[:LONGEST]))
