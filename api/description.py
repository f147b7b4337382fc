"""What the service says of itself: the SPARQL 1.1 service description, and VoID for the dataset."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import Response

from graph.store import BASE, RESOLVED

if TYPE_CHECKING:
    from starlette.requests import Request

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


def void(request: Request) -> Response:
    """The description at its well-known place. Source: https://www.w3.org/TR/void/#well-known."""
    text = service_description(str(request.base_url))
    return Response(text, media_type="text/turtle; charset=utf-8", headers={"Access-Control-Allow-Origin": "*"})
