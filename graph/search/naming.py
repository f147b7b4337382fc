"""What a person calls a thing of the graph → its canonical IRI: an IRI, KIND/KEY, slug, DOI, code or label."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import UsageError
from graph.identify import ID, key_of, normal_doi, slug
from graph.store import IRI, META, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store

_CLASSES = {
    "work": terms.WORK, "concept": terms.CONCEPT, "case": terms.CASE, "person": terms.PERSON, "jurisdiction": terms.JURISDICTION,
    "claim": terms.CLAIM, "organisation": terms.ORGANISATION, "reform": terms.REFORM, "venue": terms.VENUE, "course": terms.COURSE,
    "topic": terms.ATLAS_TOPIC, "subject": terms.ATLAS_SUBJECT,
}  # fmt: skip
_LOOKED_AT = 5000
"""Names of a kind that are compared with one that is none of them."""
_ALIKE = 75.0
_NAMED = 4
"""Of several things of one name, those that are told."""


def thing_named(store: Store, kind: str, name: str, *, under: str = "") -> list[str]:
    """The things of a kind that go by this name; of several those of the work `under`. Empty where there is none."""
    text = " ".join(name.split())
    if not text:
        return []
    for way in (_by_iri, _by_key, _by_name):
        found = way(store, kind, text)
        if len(found) > 1 and under:
            key = f"/{key_of(under)}/"
            return [iri for iri in found if key in iri] or found
        if found:
            return found
    return []


def named_one(store: Store, kind: str, name: str) -> str:
    """The one thing of a kind that goes by a name.

    Raises:
        UsageError: there is none, or several.
    """
    found = thing_named(store, kind, name)
    if len(found) > 1:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise UsageError(f"more than one {kind} is called {name!r}; name one of {', '.join(map(key_of, found[:_NAMED]))}{more}")
    if not found:
        raise UsageError(unnamed(store, kind, name))
    return found[0]


def near(store: Store, kind: str, name: str) -> list[str]:
    """Up to three slugs (of places: codes) of things of a kind whose slug or label is much like a name."""
    from rapidfuzz import fuzz, process

    of = f"?thing a <{_CLASSES[kind]}> ; <{terms.SLUG}> ?slug ; <{terms.RDFS_LABEL}> ?label"
    words: dict[str, str] = {}
    for key, label in store.select(f"SELECT ?slug ?label WHERE {{ {of} }} ORDER BY ?slug ?label LIMIT {_LOOKED_AT}"):
        if key is not None and label is not None:
            words[key.value] = words[label.value.lower()] = key.value.upper() if kind == "jurisdiction" else key.value
    found = process.extract(name[:80].lower(), list(words), scorer=fuzz.ratio, limit=6, score_cutoff=_ALIKE)
    return list(dict.fromkeys(words[word] for word, _, _ in found))[:3]


def unnamed(store: Store, kind: str, name: str) -> str:
    """What is said of a name by which no thing of a kind goes: which ones are much like it, or what to give instead."""
    alike = "" if kind in ("work", "person") else ", ".join(near(store, kind, name))  # of these a graph holds very many
    ways = {"work": "DOI or IRI", "jurisdiction": "code, label or IRI"}.get(kind, "slug, label or IRI")
    return f"no {kind} {name!r} in the graph; " + (f"did you mean {alike}?" if alike else f"give its {ways}")


def _by_iri(store: Store, kind: str, text: str) -> list[str]:
    given = text.strip("<>") if "://" in text else f"{ID}{text if text.startswith(f'{kind}/') else f'{kind}/{text}'}"
    if re.search(r"[\s<>\"{}|\\^`]", given):
        return []
    new = store.select(f"SELECT ?new WHERE {{ <{given}> <{terms.DCTERMS_IS_REPLACED_BY}> ?new }}", graph=META)
    for iri in (given, *(row[0].value for row in new if isinstance(row[0], IRI))):
        if store.ask(f"ASK {{ <{iri}> a <{_CLASSES[kind]}> }}"):
            return [iri]
    return []


def _by_key(store: Store, kind: str, text: str) -> list[str]:
    key = Literal(text.lower().replace(" ", "-"))
    either = [f"{{ ?x <{terms.SLUG}> {key} }}"]
    doi = normal_doi(text) if kind == "work" else ""
    if doi:
        either.append(f"{{ ?x <{terms.DOI}> {Literal(doi)} }}")
    if kind == "jurisdiction":
        either.append(f"{{ ?x <{terms.ISO_CODE}> {Literal(text.upper())} }}")
    rows = store.select(f"SELECT DISTINCT ?x WHERE {{ {{ {' UNION '.join(either)} }} ?x a <{_CLASSES[kind]}> }} ORDER BY ?x")
    return [row[0].value for row in rows if isinstance(row[0], IRI)]


def _by_name(store: Store, kind: str, text: str) -> list[str]:
    """By any label, whatever its case, else by what one gives as a slug: a thing keeps its first slug when it is called otherwise."""
    labels = list(_labels(store, kind, text))
    called = [iri for iri, label in labels if label.lower() == text.lower()]
    return list(dict.fromkeys(called or [iri for iri, label in labels if slug(label) == text]))


def _labels(store: Store, kind: str, text: str) -> Iterator[tuple[str, str]]:
    """Things of a kind, each with a label that may be the text or give it as a slug: by the search index, without one by all labels."""
    from graph.search.finding import called

    listed = called(store, _CLASSES[kind], text)
    if listed is None:
        said, key = Literal(text.lower()), Literal(text)
        among, chosen = "", f'FILTER(LCASE(STR(?label)) = {said} || REPLACE(LCASE(STR(?label)), "[^a-z0-9]+", "-") = {key})'
    else:
        among, chosen = f"VALUES ?x {{ {' '.join(str(IRI(iri)) for iri in listed)} }} ", ""
    labelled = f"?x a <{_CLASSES[kind]}> ; <{terms.RDFS_LABEL}>|<{terms.SKOS_PREF_LABEL}>|<{terms.SKOS_ALT_LABEL}> ?label"
    for thing, label in store.select(f"SELECT DISTINCT ?x ?label WHERE {{ {among}{labelled} {chosen} }} ORDER BY ?x ?label"):
        if isinstance(thing, IRI) and label is not None:
            yield thing.value, label.value
