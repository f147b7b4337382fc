"""The schema is held to the ontology, and the committed SDL to the schema; what fails is named."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from asked import Questions, filled
from engines import opened
from graphql import GraphQLInterfaceType, GraphQLObjectType, build_schema
from shared import ROOT

from api.graphql import document
from api.graphql.answer import SECONDS
from api.graphql.compilation.compiler import COST, LISTED
from api.graphql.compilation.filters import CONDITIONS, HOPS
from api.graphql.levels.paging import DEFAULT_PAGE
from api.graphql.levels.plan import FOUND_AT_MOST
from api.graphql.protocol import BODY
from api.graphql.schema import SDL, core, sdl
from api.graphql.shape import Kind, shape
from ontology import terms

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

GOV = terms.GOV
OF_THE_PROTOCOL = {"Query", "PageInfo", "Group", "SavedQueryResult", "SavedQueryColumn", "Version"}
OF_PROVENANCE = {"Derivation", "Saying", "SayingPlace", "Decision"}
WITH_DECISIONS = "Claim.decisions"
"""No property of the claim: what readers said of it stands in other graphs."""
OF_EVERY_THING = {"id", "label", "types"}
BORROWED = {terms.SKOS_PREF_LABEL, terms.SKOS_ALT_LABEL, terms.SKOS_DEFINITION}
CONTRACT = {
    "Entity": "id slug label types sources",
    "Concept": "prefLabel altLabels definition kind broader narrower related introducedIn topics coreIn mentionedIn claims cases requires "
    "courses",
    "Work": "title kind publicationYear issued authors editors venue volume issueNumber pages doi isbn abstract keywords cites citedBy "
    "studies mentions claims partOfWork",
    "Author": "prefLabel givenName familyName orcid works affiliations engagesWith",
    "Case": "label anonymised situatedIn caseIn studiedIn subCases concernsReform involves claims method",
    "Reform": "label situatedIn startYear endYear instantiates adoptedBy succeeds cases",
    "Jurisdiction": "label kind isoCode within contains cases reforms",
    "Claim": "stance bearsOn case cases work evidence status confidence basis voicedBy",
    "Evidence": "exact start end source",
    "Venue": "issn works",
    "Topic": "subject concepts",
    "Course": "subjects topics teaches requires readings",
    "Organisation": "label",
    "Subject": "topics",
    "Source": "contentHash retrievedFrom licence rightsHolder display supersedes",
}


@pytest.fixture(scope="module")
def turtle() -> Graph:
    """The ontology as it is written, whatever was generated from it."""
    from rdflib import Graph

    return Graph().parse(ROOT / "ontology" / "govgraph.ttl")


def types() -> dict[str, set[str]]:
    """The types with fields of the schema that are not of the protocol, with their fields' names."""
    found = {
        n: t for n, t in core().type_map.items() if isinstance(t, (GraphQLObjectType, GraphQLInterfaceType)) and not n.startswith("__")
    }
    own = {n: set(t.fields) for n, t in found.items() if not n.endswith(("Connection", "Edge"))}
    return {name: fields for name, fields in own.items() if name not in OF_THE_PROTOCOL | OF_PROVENANCE}


def words(turtle: Graph, term: Node, name: str) -> list[str]:
    from rdflib import URIRef

    return [str(word) for word in turtle.objects(term, URIRef(GOV + name))]


def public(turtle: Graph, *kinds: str) -> list[Node]:
    from rdflib import RDF, URIRef

    found = {term for kind in kinds for term in turtle.subjects(RDF.type, URIRef(terms.OWL + kind)) if str(term).startswith(GOV)}
    return sorted(term for term in found if words(turtle, term, "internal") != ["true"])


def missing_types(turtle: Graph, known: dict[str, set[str]]) -> list[str]:
    """Public classes that neither are a type or an enumeration nor stand below a class that is."""
    from rdflib import RDFS

    def shown(cls: Node) -> bool:
        above = turtle.transitive_objects(cls, RDFS.subClassOf)
        named = {name for each in above for name in words(turtle, each, "typeName")}
        return any(name in known or name in core().type_map for name in named if name != "Entity" or str(cls) == GOV + "Entity")

    return [str(cls).removeprefix(GOV) for cls in public(turtle, "Class") if not shown(cls)]


def names_of(turtle: Graph, prop: Node) -> list[str]:
    return words(turtle, prop, "fieldName") or [str(prop).removeprefix(GOV)]


def missing_fields(turtle: Graph, known: dict[str, set[str]]) -> list[str]:
    """Public properties without one of their fields."""
    everywhere = set().union(*known.values())
    wanted = {(str(p), name) for p in public(turtle, "ObjectProperty", "DatatypeProperty") for name in names_of(turtle, p)}
    return sorted(f"{prop.removeprefix(GOV)} as {name}" for prop, name in wanted if name not in everywhere)


def test_every_public_class_has_its_type(turtle: Graph) -> None:
    assert missing_types(turtle, types()) == []


def test_every_public_property_has_its_fields(turtle: Graph) -> None:
    assert missing_fields(turtle, types()) == []


def test_every_type_is_a_public_class(turtle: Graph) -> None:
    named = {name for cls in public(turtle, "Class") for name in words(turtle, cls, "typeName")}
    assert set(types()) - named == set()


def test_every_field_shows_a_public_property(turtle: Graph) -> None:
    known = {str(prop) for prop in public(turtle, "ObjectProperty", "DatatypeProperty")} | BORROWED
    backwards = {str(p) for p in turtle.subjects() if words(turtle, p, "inverseFieldName")}
    strange = []
    for name, fields in types().items():
        for field in fields - OF_EVERY_THING:
            found = shape()[name].fields.get(field)
            if found is None or not (isinstance(found, Kind) or set(found.terms) <= known | backwards):
                strange.append(f"{name}.{field}")
    assert strange == [WITH_DECISIONS]


def test_fields_stand_on_the_types_of_their_domain(turtle: Graph) -> None:
    from rdflib import RDFS

    astray = []
    for prop in public(turtle, "ObjectProperty", "DatatypeProperty"):
        for domain in turtle.objects(prop, RDFS.domain):
            owners = [name for cls in (*turtle.transitive_objects(domain, RDFS.subClassOf),) for name in words(turtle, cls, "typeName")]
            owners = [name for name in owners if name != "Entity" or str(domain) == GOV + "Entity"][:1]
            owners += [n for cls in turtle.transitive_subjects(RDFS.subClassOf, domain) for n in words(turtle, cls, "typeName")]
            astray += [f"{o}.{n}" for o in set(owners) & set(types()) for n in names_of(turtle, prop) if n not in types()[o]]
    assert sorted(astray) == []


def test_a_term_without_its_field_is_named(turtle: Graph) -> None:
    """The tests above are of use: a term that nobody gave a field or type fails them by name."""
    from rdflib import OWL, RDF, Graph, URIRef

    planted = Graph() + turtle
    planted.add((URIRef(GOV + "colour"), RDF.type, OWL.DatatypeProperty))
    planted.add((URIRef(GOV + "Painting"), RDF.type, OWL.Class))
    assert missing_fields(planted, types()) == ["colour as colour"]
    assert missing_types(planted, types()) == ["Painting"]
    without = {name: fields - {"doi"} for name, fields in types().items()}
    assert missing_fields(turtle, without) == ["doi as doi"]


@pytest.mark.parametrize("name", CONTRACT)
def test_the_contract_s_fields(name: str) -> None:
    assert set(CONTRACT[name].split()) - types()[name] == set()


def test_the_contract_s_enumerations_and_roots() -> None:
    names = core().type_map
    assert set(names["ConceptKind"].values) == {"THEORY", "PARADIGM", "PRACTICE", "ISSUE", "CONCEPT"}
    assert set(names["Stance"].values) == {
        "SUPPORTS", "CHALLENGES", "QUALIFIES", "EXTENDS", "APPLIES", "ILLUSTRATES", "PROPOSES",
    }  # fmt: skip
    assert set(names["ClaimStatus"].values) == {"STATED", "EXTRACTED", "CURATED", "REJECTED"}
    assert {"node", "nodes", "search", "savedQuery", "concept", "concepts"} <= set(names["Query"].fields)


def test_descriptions_are_the_ontology_s(turtle: Graph) -> None:
    from rdflib import SKOS, URIRef

    told = str(turtle.value(URIRef(GOV + "doi"), SKOS.definition))
    assert core().type_map["Work"].fields["doi"].description == told
    assert core().type_map["Case"].description == str(turtle.value(URIRef(GOV + "Case"), SKOS.definition))
    told_of = {name: core().type_map[name].fields for name in types()}
    undescribed = [f"{name}.{field}" for name, fields in told_of.items() for field, one in fields.items() if not one.description]
    assert undescribed == []


def test_the_committed_sdl_is_the_schema_s() -> None:
    held = SDL.read_text(encoding="utf-8")
    assert held == sdl(), "run: python -m api.graphql.schema (api/schema.graphql is behind)"
    assert set(build_schema(held).type_map) == set(core().type_map)


def test_the_questions_in_the_reference_are_answered() -> None:
    page = (ROOT / "docs" / "reference" / "graphql.md").read_text(encoding="utf-8")
    questions = re.findall(r"```graphql\n(.*?)```", page, re.DOTALL)
    with opened("memory", ROOT) as store:
        asked = Questions(filled(store))
        answers = [asked.data(question) for question in questions]
    assert answers[0]["claims"]["totalCount"] == 1
    assert answers[1]["concept"]["label"] == "Post-NPM"
    assert answers[2]["works"]["totalCount"] == 3


def test_the_reference_s_limits_are_the_program_s() -> None:
    page = (ROOT / "docs" / "reference" / "graphql.md").read_text(encoding="utf-8")
    told = (
        document.LENGTH,
        document.TOKENS,
        document.FIELDS,
        document.DEPTH,
        document.ALIASES,
        document.DIRECTIVES,
        COST,
        LISTED,
        CONDITIONS,
    )
    for number in (*told, HOPS, DEFAULT_PAGE, document.ERRORS, BODY, int(SECONDS), FOUND_AT_MOST):
        assert re.search(rf"\b{number:,}\b", page), number


def test_first_questions_at_once_share_one_schema() -> None:
    code = """
import threading
from api.graphql.schema import surface
together, made = threading.Barrier(4), []
def ask():
    together.wait()
    made.append(surface())
threads = [threading.Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert len(made) == 4 and len(set(map(id, made))) == 1, made
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=ROOT)
