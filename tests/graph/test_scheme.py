"""The concept scheme: labels, kinds and links to other vocabularies."""

from __future__ import annotations

from collections import Counter

from graph.identify import slug
from graph.sources import scheme
from loaders.reading.named import vocabulary


def test_the_scheme_holds_the_field() -> None:
    kinds = Counter(concept.kind for concept in scheme.concepts().values())
    assert sum(kinds.values()) >= 250
    assert all(kinds[kind] >= 10 for kind in ("paradigm", "theory", "practice", "issue", "concept"))


def test_every_concept_has_an_english_label_and_a_sound_key() -> None:
    for key, concept in scheme.concepts().items():
        assert concept.slug == key == slug(key)
        assert concept.label
        assert concept.labels["en"] == concept.label


def test_no_label_is_said_of_two_concepts() -> None:
    said: dict[str, str] = {}
    for key, concept in scheme.concepts().items():
        for label in concept.forms():
            assert said.setdefault(label.casefold(), key) == key, label


def test_broader_concepts_are_in_the_scheme_and_no_circle() -> None:
    concepts = scheme.concepts()
    for concept in concepts.values():
        seen, waiting = {concept.slug}, list(concept.broader)
        while waiting:
            name = waiting.pop()
            assert name in concepts
            assert name not in seen
            seen.add(name)
            waiting += concepts[name].broader


def test_matches_lead_to_the_two_vocabularies() -> None:
    matches = [match for concept in scheme.concepts().values() for match in concept.matches]
    assert len(matches) > 40
    assert all(iri.startswith(("http://zbw.eu/stw/descriptor/", "http://eurovoc.europa.eu/")) for _, iri in matches)


def test_every_label_is_found_in_a_text_as_its_concept() -> None:
    for concept in scheme.concepts().values():
        for label in concept.forms():
            text = f"On {label}, for once"
            assert concept.slug in {hit.slug for hit in vocabulary.index().find(text)}, label
