"""What is derived from the Turtle and committed is current, complete and cheap to read."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ontology import terms
from ontology.generation import generated
from ontology.terms_generation import constant
from ontology.vocabulary import vocabulary

FILES = generated()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_committed_file_is_what_the_turtle_gives(path) -> None:
    assert path.read_text(encoding="utf-8") == FILES[path], "run: python -m ontology.generation"


def test_every_term_is_a_constant_with_its_iri() -> None:
    words = vocabulary()
    every = (*words.classes, *words.properties, *words.individuals, *words.annotations)
    assert len(every) > 190
    for term in every:
        assert getattr(terms, constant(term.name)) == term.iri == terms.GOV + term.name


def test_the_groups_of_stances_are_complete() -> None:
    assert set(terms.STANCES.values()) == {term.iri for term in vocabulary().individuals if term.type == terms.STANCE}
    assert terms.STANCES.keys() == terms.STANCE_PROPERTIES.keys()
    for stance, iri in terms.STANCE_PROPERTIES.items():
        link = vocabulary().property_of(iri)
        assert link.supers == (terms.BEARS_ON,)
        assert link.name.startswith(stance)


def test_terms_rules_and_words_need_no_heavy_library() -> None:
    code = (
        "import sys; from ontology import terms; from ontology.vocabulary import vocabulary\n"
        "from ontology.rules import rules, contradictions\n"
        "assert rules() and contradictions() and vocabulary().classes\n"
        "heavy = {'rdflib', 'owlready2', 'pyshacl', 'pyoxigraph'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
