"""Every term is used by a competency question or a shape, directly or through a rule, or says why it is not."""

from __future__ import annotations

import re
from pathlib import Path

from ontology.hygiene import HERE
from ontology.rules import Pattern, rules
from ontology.terms import GOV, RDF_TYPE
from ontology.vocabulary import vocabulary

QUERIES = Path(__file__).parents[2] / "queries"
ENOUGH = 30
"""Fewer questions than this are a start, not the set that the ontology is measured by."""

ALLOWED = {
    "Agent": "GraphQL's interface of whoever acts; persons and organisations are asked for",
    "Entity": "the root; every other class is asked for",
    "Stance": "asked for by its individuals, through hasStance",
    "engagesWith": "GraphQL's Author.engagesWith; authors-on-theory goes through the claims, because it tells the stance and the work",
}
"""Terms that no question or shape uses and that GraphQL shows; internal terms give their reason in the ontology itself."""


def used_directly() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in (*QUERIES.glob("*.rq"), HERE / "shapes.ttl")]
    return {GOV + name for text in texts for name in re.findall(rf"(?:gov:|{re.escape(GOV)})([A-Za-z]+)", text)}


def terms_of(pattern: Pattern) -> set[str]:
    return {term for term in pattern if term.startswith(GOV)}


def used() -> set[str]:
    """What is used directly, and what a rule needs to conclude something used; a domain or range alone is no use of a property."""
    found = used_directly()
    telling = [rule for rule in rules() if not rule.name.startswith(("domain/", "range/"))]
    size = -1
    while size != len(found):
        size = len(found)
        for rule in telling:
            if terms_of(rule.head) <= found or (rule.head[1] != RDF_TYPE and rule.head[1] in found):
                found |= {term for pattern in (*rule.body, rule.head) for term in terms_of(pattern)}
    return found


def test_every_term_is_used_or_says_why_not() -> None:
    words = vocabulary()
    unused = [
        term.name
        for term in (*words.classes, *words.properties, *words.individuals)
        if term.iri not in used() and not getattr(term, "internal", False)
    ]
    questions = len(list(QUERIES.glob("*.rq")))
    assert questions < ENOUGH or set(unused) <= ALLOWED.keys()


def test_the_list_of_exceptions_has_no_stale_entry() -> None:
    names = {term.name for term in (*vocabulary().classes, *vocabulary().properties)}
    assert ALLOWED.keys() <= names
    assert not {GOV + name for name in ALLOWED} & used_directly()
