"""Statements of a SKOS vocabulary → Concepts. Source: https://www.w3.org/TR/skos-reference/, SKOS-XL labels included."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.identify import digest, slug
from graph.record import Concept
from graph.sources import scheme

if TYPE_CHECKING:
    from graph.sources.foreign import Node, Statement

SKOS = "http://www.w3.org/2004/02/skos/core#"
_XL = "http://www.w3.org/2008/05/skos-xl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_OWL = "http://www.w3.org/2002/07/owl#"
_DC = ("http://purl.org/dc/terms/", "http://purl.org/dc/elements/1.1/")
_MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_CAREFUL = re.compile(r"[a-z0-9./#-]+")
_LINKS = ("broader", "narrower", "related")


class Vocabulary:
    """One document: its concepts by IRI, what it says of itself, and what was left out, counted."""

    def __init__(self, said: list[Statement]) -> None:
        self.about: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for subject, predicate, value in said:
            self.about[subject][predicate].append(value)
        self.left_out: Counter[str] = Counter()
        self.imports = sorted({node.value for one in self.about.values() for node in one.get(f"{_OWL}imports", [])})
        self.scheme = next(iter(sorted(self._of_type("ConceptScheme"))), "")
        self.concepts = {iri: Concept(slug=key_of(iri)) for iri in self._concepts()}
        for iri, one in self.concepts.items():
            self._describe(iri, one)
        self.named = {iri: Concept(slug=one.slug, kind=one.kind) for iri, one in self.concepts.items()}
        """What links lead to: the concepts without their own links, so that to write one down is not to write down all."""
        for iri, one in self.concepts.items():
            self._link(iri, one)

    def of_scheme(self, *names: str) -> str:
        """The first value of the scheme (or its dataset) among Dublin Core names, or its label."""
        for name in names:
            for space in _DC:
                for value in self.about[self.scheme][space + name] if self.scheme else ():
                    return value.value
        return ""

    def title(self) -> str:
        """What the vocabulary calls itself, in English if it can."""
        if not self.scheme:
            return ""
        here = self.about[self.scheme]
        names = ("http://www.w3.org/2000/01/rdf-schema#label", f"{SKOS}prefLabel", *(f"{space}title" for space in _DC))
        found = [value for name in names for value in here[name] if value.literal]
        return next((one.value for one in found if one.language[:2] == "en"), found[0].value if found else "")

    def _of_type(self, name: str) -> set[str]:
        kind = SKOS + name
        return {iri for iri, said in self.about.items() if any(value.value == kind for value in said.get(f"{_RDF}type", []))}

    def _concepts(self) -> list[str]:
        """What is typed a concept, or is one because it has a preferred label and a place in a scheme."""
        typed = self._of_type("Concept")
        placed = {
            iri
            for iri, said in self.about.items()
            if f"{SKOS}prefLabel" in said and (f"{SKOS}inScheme" in said or f"{SKOS}topConceptOf" in said or f"{SKOS}broader" in said)
        }
        found = [iri for iri in self.about if iri in typed or (iri in placed and not self._is_group(iri))]
        withdrawn = [iri for iri in found if any(value.value in ("true", "1") for value in self.about[iri].get(f"{_OWL}deprecated", []))]
        self.left_out["concepts that the vocabulary has withdrawn"] += len(withdrawn)
        blank = [iri for iri in found if iri.startswith("_:")]
        self.left_out["concepts without an address"] += len(blank)
        gone = {*withdrawn, *blank}
        return [iri for iri in found if iri not in gone]

    def _is_group(self, iri: str) -> bool:
        kinds = {value.value for value in self.about[iri].get(f"{_RDF}type", [])}
        return bool(kinds & {f"{SKOS}Collection", f"{SKOS}OrderedCollection", f"{SKOS}ConceptScheme"})

    def _texts(self, iri: str, name: str) -> dict[str, list[str]]:
        """Texts by language, those of SKOS-XL and of notes that are nodes with a value included."""
        values = list(self.about[iri].get(SKOS + name, []))
        for label in self.about[iri].get(_XL + name, []):
            values += self.about[label.value].get(f"{_XL}literalForm", []) if label.value in self.about else []
        for value in [one for one in values if not one.literal]:
            values += self.about[value.value].get(f"{_RDF}value", []) if value.value in self.about else []
        out: dict[str, list[str]] = {}
        for value in values:
            text = " ".join(value.value.split())
            if value.literal and text and text not in out.setdefault(value.language, []):
                out[value.language].append(text)
        return out

    def _describe(self, iri: str, one: Concept) -> None:
        labels = self._texts(iri, "prefLabel") or self._fallback(iri)
        if not labels:
            self.left_out["concepts without a label"] += 1
        one.language = _first(labels)
        one.labels = {language: texts[0] for language, texts in labels.items()}
        one.label = one.labels.pop(one.language, "")
        one.alternatives = {language: texts[1:] for language, texts in labels.items() if len(texts) > 1}
        self.left_out["second preferred labels of a language (kept as alternative ones)"] += sum(map(len, one.alternatives.values()))
        for language, texts in self._texts(iri, "altLabel").items():
            held = one.alternatives.setdefault(language, [])
            held += [text for text in texts if text not in held and text not in labels.get(language, [])]
        if (ours := scheme.concepts().get(one.slug)) is not None:  # ours keeps the names that our scheme prefers
            one.kind = ours.kind
            for language, texts in labels.items():
                one.alternatives[language] = list(dict.fromkeys([*texts, *one.alternatives.get(language, [])]))
            one.label, one.language, one.labels = ours.label, "en", {}
            one.alternatives["en"] = [text for text in one.alternatives.get("en", []) if text != ours.label]
        one.alternatives = {language: texts for language, texts in one.alternatives.items() if texts}
        defined = {language: texts[0] for language, texts in self._texts(iri, "definition").items()}
        one.definition = defined.pop(one.language, "")
        one.definitions = defined
        notes = self._texts(iri, "scopeNote")
        one.scope_note = next(iter(notes.get(one.language, [])), "")
        for name in ("hiddenLabel", "notation"):
            self.left_out[f"skos:{name}"] += len(self.about[iri].get(SKOS + name, []))

    def _fallback(self, iri: str) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for value in self.about[iri].get("http://www.w3.org/2000/01/rdf-schema#label", []):
            if value.literal:
                out.setdefault(value.language, []).append(" ".join(value.value.split()))
        return out

    def _link(self, iri: str, one: Concept) -> None:
        here = self.about[iri]
        for name in _LINKS:
            for value in here.get(SKOS + name, []):
                other = self.concepts.get(value.value)
                if other is None:
                    self.left_out[f"skos:{name} to what is no concept of the file"] += 1
                    continue
                if other is not one:
                    back = name == "narrower"
                    held, target = (other.broader if back else getattr(one, name)), self.named[iri if back else value.value]
                    if all(target is not known for known in held):
                        held.append(target)
        one.matches = [("exactMatch", iri)]
        for name in _MATCHES:
            for value in here.get(SKOS + name, []):
                if value.value.startswith(("http://", "https://")) and (name, value.value) not in one.matches:
                    one.matches.append((name, value.value))
        for value in here.get(f"{_OWL}sameAs", []):
            if value.value.startswith(("http://", "https://")) and ("exactMatch", value.value) not in one.matches:
                one.matches.append(("exactMatch", value.value))


def _first(labels: dict[str, list[str]]) -> str:
    """The language a concept is called by: English, else the first by tag; the empty string where none is said."""
    return next((language for language in sorted(labels) if language[:2].lower() == "en"), next(iter(sorted(labels)), ""))


def key_of(iri: str) -> str:
    """The key of a foreign concept: that of our scheme's where the scheme says they match exactly, else its own address as a slug.

    Never its label: two vocabularies that use one word need not mean one thing.
    """
    if (ours := _ours().get(iri)) is not None:
        return ours
    bare = re.sub(r"^[a-z]+://(?:www\.)?", "", iri)
    key = slug(bare)
    return key if _CAREFUL.fullmatch(bare) else f"{key}-{digest(iri, 8)}"


@lru_cache(maxsize=1)
def _ours() -> dict[str, str]:
    """Address in another vocabulary → our concept that the scheme matches exactly with it, if it is one only."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, one in scheme.concepts().items():
        for relation, address in one.matches:
            if relation == "exactMatch":
                found[address].add(key)
    return {address: next(iter(keys)) for address, keys in found.items() if len(keys) == 1}
