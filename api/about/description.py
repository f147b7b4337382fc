"""What the service says of itself: the SPARQL 1.1 service description, and VoID for the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from api.negotiation import CORS
from api.server.service import service
from graph.store import BASE, RESOLVED

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph.store import Store

_FORMATS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV", "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


def service_description(base_url: str) -> str:
    """Turtle that describes `/sparql`: its language, result formats and default dataset.

    Source: https://www.w3.org/TR/sparql11-service-description/
    """
    formats = " , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS)
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<{base_url}sparql> a sd:Service ;
  sd:endpoint <{base_url}sparql> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:resultFormat {formats} ;
  sd:defaultDataset [ a sd:Dataset, void:Dataset ;
    dcterms:title "govgraph: reforms, concepts, authors, cases and jurisdictions"@en ;
    dcterms:description "The default graph is the resolved graph: every accepted statement once."@en ;
    void:sparqlEndpoint <{base_url}sparql> ;
    void:uriSpace "{BASE}id/" ;
    void:vocabulary <https://w3id.org/govgraph/ns#> , <http://www.w3.org/2004/02/skos/core#> ;
    sd:defaultGraph [ a sd:Graph ] ;
    sd:namedGraph [ a sd:NamedGraph ; sd:name <{RESOLVED}> ] ] .
"""


def void_description(store: Store, base_url: str) -> str:
    """VoID of the dataset in Turtle: how much there is, of which classes and by which properties, where to begin and where to ask.

    Source: https://www.w3.org/TR/void/
    """
    size = _count(store, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    subjects = _count(store, "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }")
    classes = _partition(store, "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?t } GROUP BY ?t", "classPartition", "class", "entities")
    used = _partition(store, "SELECT ?t (COUNT(*) AS ?n) WHERE { ?s ?t ?o } GROUP BY ?t", "propertyPartition", "property", "triples")
    return f"""@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .

<{base_url}.well-known/void> a void:DatasetDescription ; foaf:primaryTopic <{base_url}.well-known/void#dataset> .
<{base_url}.well-known/void#dataset> a void:Dataset ;
  dcterms:title "govgraph: reforms, concepts, authors, cases and jurisdictions"@en ;
  dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;
  foaf:homepage <{base_url}> ;
  void:sparqlEndpoint <{base_url}sparql> ;
  void:uriSpace "{BASE}id/" ;
  void:uriLookupEndpoint <{base_url}search?q=> ;
  void:vocabulary <https://w3id.org/govgraph/ns#> , <http://www.w3.org/2004/02/skos/core#> ;
  void:feature {" , ".join(f"<http://www.w3.org/ns/formats/{name}>" for name in _FORMATS[4:])} ;
  dcterms:references <{base_url}.well-known/sparql-examples> ;
  void:triples {size} ;
  void:entities {subjects} ;
  void:distinctSubjects {subjects}{classes}{used} .
"""


def _count(store: Store, query: str) -> int:
    return next((int(row[0].value) for row in store.select(query) if row[0] is not None), 0)


def _partition(store: Store, query: str, name: str, of: str, counted: str) -> str:
    rows = sorted((row[0].value, row[1].value) for row in store.select(query) if row[0] is not None and row[1] is not None)
    return "".join(f" ;\n  void:{name} [ void:{of} <{term}> ; void:{counted} {number} ]" for term, number in rows)


def void(request: Request) -> Response:
    """The description at its well-known place. Source: https://www.w3.org/TR/void/#well-known."""
    text = service_description(str(request.base_url)) + void_description(service(request).store, str(request.base_url))
    return Response(text, media_type="text/turtle; charset=utf-8", headers=CORS)
