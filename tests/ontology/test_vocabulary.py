"""The names that the contract and the design make public are there, with their ends, and each can be asked for by its words."""

from __future__ import annotations

import re

import pytest
from shared import SHARED, needs_shared

from ontology import terms
from ontology.vocabulary import vocabulary

WORDS = vocabulary()
DESIGN = SHARED / "design" / "ontology.md"

FIXED_FIELDS = {
    "Concept": "broader narrower related introducedIn topics coreIn mentionedIn claims cases requires courses",
    "Work": "title publicationYear issued authors editors venue volume issueNumber pages doi isbn abstract keywords cites citedBy studies "
    "mentions claims partOfWork",
    "Author": "givenName familyName orcid works affiliations engagesWith",
    "Case": "anonymised situatedIn caseIn studiedIn subCases concernsReform involves claims method",
    "Reform": "situatedIn startYear endYear instantiates adoptedBy succeeds cases",
    "Jurisdiction": "isoCode within contains cases reforms",
    "Claim": "stance bearsOn case cases work evidence status confidence basis voicedBy",
    "Evidence": "exact start end source",
    "Venue": "issn works",
    "Topic": "subject concepts",
    "Course": "subjects topics teaches requires readings",
}
"""The contract's fields, less those that come from RDFS and SKOS (label, prefLabel, altLabels, definition) or from the class (kind)."""


def fields_of(type_name: str) -> set[str]:
    """The fields that properties give a GraphQL type: by domain or range, its super-classes' included, or by having none."""
    classes = {term.iri for term in WORDS.classes if WORDS.type_name_of(term.iri) == type_name}
    above = classes | {iri for one in classes for iri in WORDS.supers_of(one)}
    found: set[str] = set()
    for term in WORDS.properties:
        found |= set(term.field_names) if not term.domain or term.domain in above else set()
        found |= set(term.inverse_field_names) if not term.range or term.range in above else set()
    return found


@pytest.mark.parametrize("type_name", FIXED_FIELDS)
def test_every_fixed_graphql_field_comes_from_a_property(type_name) -> None:
    missing = set(FIXED_FIELDS[type_name].split()) - fields_of(type_name)
    assert not missing


def test_no_two_properties_give_one_type_the_same_field() -> None:
    for type_name in FIXED_FIELDS:
        classes = {term.iri for term in WORDS.classes if WORDS.type_name_of(term.iri) == type_name}
        fields = [field for term in WORDS.properties if term.domain in classes for field in term.field_names]
        assert len(fields) == len(set(fields)), type_name


def test_every_class_has_a_type_or_is_internal() -> None:
    for term in WORDS.classes:
        assert term.internal or WORDS.type_name_of(term.iri), term.name


def test_words_are_found_by_name_and_iri() -> None:
    assert WORDS.class_of("Paradigm") is WORDS.class_of(terms.PARADIGM)
    assert WORDS.supers_of(terms.PARADIGM) == (terms.THEORY, terms.CONCEPT, terms.ENTITY)
    assert WORDS.type_name_of(terms.PARADIGM) == "Concept"
    assert WORDS.property_of("hasAuthor").inverse == terms.AUTHOR_OF
    assert WORDS.property_of("authorOf").inverse == terms.HAS_AUTHOR
    with pytest.raises(KeyError, match="no 'hasAuthr'"):
        WORDS.property_of("hasAuthr")


def rows_of(title: str) -> list[list[str]]:
    text = DESIGN.read_text(encoding="utf-8").split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return rows[2:]


CHANGED_ENDS = {"title", "abstract", "quote"}
"""Text ranges are rdf:PlainLiteral by decision 10; the table still has the union that OWL 2 does not allow."""


@needs_shared
def test_the_designed_classes_are_all_there() -> None:
    for name, above, *_ in rows_of("Classes"):
        term = WORDS.class_of(name)
        assert [iri.removeprefix(terms.GOV) for iri in term.supers] == ([above] if above else []), name


@needs_shared
def test_the_designed_object_properties_are_all_there() -> None:
    for name, ends, _, traits, above, inverse, *_ in rows_of("Object properties"):
        term = WORDS.property_of(name)
        domain, range_ = (end.strip().replace("—", "") for end in ends.split("→"))
        # Decision 10: whatever a claim bears on is a Concept.
        wanted = "Concept" if range_ == "Theory" else range_
        assert (term.domain.removeprefix(terms.GOV), term.range.removeprefix(terms.GOV)) == (domain, wanted), name
        for trait in filter(None, (part.strip() for part in traits.split(";"))):
            chain = re.fullmatch(r"chain: (.+)", trait)
            assert tuple(chain[1].split()) in term.chains if chain else trait in term.characteristics, (name, trait)
        if above and name != "succeedsParadigm":  # under relatedConcept by way of succeedsTheory
            assert terms.GOV + above in term.supers, name
        if inverse:
            assert term.inverse == terms.GOV + inverse, name


@needs_shared
def test_the_designed_data_properties_are_all_there() -> None:
    for name, ends, *_ in rows_of("Data properties"):
        term = WORDS.property_of(name)
        domain, _, range_ = (end.strip() for end in ends.partition("→"))
        assert term.literal
        assert term.domain.removeprefix(terms.GOV) == domain.replace("—", ""), name
        if name not in CHANGED_ENDS:
            assert term.range.replace(terms.XSD, "xsd:") == range_, name
