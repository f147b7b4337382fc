"""The concept scheme in `ontology/scheme.ttl`: its concepts by slug."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

import ontology
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graph.record import ConceptKind

SCHEME_FILE = Path(ontology.__file__).with_name("scheme.ttl")
CONCEPT_BASE = terms.BASE + "id/concept/"
KINDS: dict[str, ConceptKind] = {
    "Paradigm": "paradigm",
    "Theory": "theory",
    "Practice": "practice",
    "Issue": "issue",
    "Concept": "concept",
}


@dataclass(slots=True)
class SchemeConcept:
    """One concept of the scheme. `alternatives` are printed labels, `hidden` ones are only searched for; `matches` = (property, IRI)."""

    slug: str
    label: str = ""
    kind: ConceptKind = "concept"
    labels: dict[str, str] = field(default_factory=dict)
    alternatives: dict[str, list[str]] = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    broader: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    matches: list[tuple[str, str]] = field(default_factory=list)

    def forms(self) -> Iterator[str]:
        """Every label by which a text may name the concept, in any language, the preferred English one first."""
        yield self.label
        yield from (text for language, text in self.labels.items() if language != "en")
        for texts in self.alternatives.values():
            yield from texts
        yield from self.hidden


@lru_cache(maxsize=1)
def concepts() -> Mapping[str, SchemeConcept]:
    """The concepts by slug, in the order of the file. The mapping is shared: do not change it."""
    found: dict[str, SchemeConcept] = {}
    for triple in parse(path=str(SCHEME_FILE), format=RdfFormat.TURTLE):
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if not isinstance(subject, NamedNode) or not subject.value.startswith(CONCEPT_BASE):
            continue
        slug = subject.value.removeprefix(CONCEPT_BASE)
        concept = found.setdefault(slug, SchemeConcept(slug))
        if isinstance(value, Literal):
            _take_label(concept, predicate, value)
        elif isinstance(value, NamedNode):
            _take_link(concept, predicate, value.value)
    return found


def _take_label(concept: SchemeConcept, predicate: str, value: Literal) -> None:
    language = value.language or "en"
    match predicate.removeprefix(terms.SKOS):
        case "prefLabel":
            concept.labels[language] = value.value
            if language == "en":
                concept.label = value.value
        case "altLabel":
            concept.alternatives.setdefault(language, []).append(value.value)
        case "hiddenLabel":
            concept.hidden.append(value.value)


def _take_link(concept: SchemeConcept, predicate: str, target: str) -> None:
    name = predicate.removeprefix(terms.SKOS)
    if predicate == terms.RDF + "type" and target.startswith(terms.GOV):
        concept.kind = KINDS[target.removeprefix(terms.GOV)]
    elif name in ("broader", "related"):
        getattr(concept, name).append(target.removeprefix(CONCEPT_BASE))
    elif re.fullmatch(r"(?:exact|close|broad|narrow|related)Match", name):
        concept.matches.append((name, target))
