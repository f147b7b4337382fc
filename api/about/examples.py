"""`/.well-known/sparql-examples`: the saved queries as a graph of examples that programs find and run.

Each is a `sh:SPARQLSelectExecutable` with the parameters of its example bound, in the shape that the SIB's collections of examples use.
Source: https://www.w3.org/TR/shacl-af/#SPARQLExecutable, https://github.com/sib-swiss/sparql-examples
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.responses import Response

import queries
from api.negotiation import CORS
from api.server.service import service
from graph.errors import UsageError
from graph.store import Literal
from ontology import terms
from queries.binding import bind

if TYPE_CHECKING:
    from starlette.requests import Request

    from graph.store import Store

_PREFIXES = {name: terms.PREFIXES[name] for name in ("gov", "rdf", "rdfs", "skos")}


def examples(store: Store, host: str) -> str:
    """The graph in Turtle. A query whose example names what this store does not hold stands as it is written, with no value bound."""
    declared = " ,\n    ".join(f'[ sh:prefix "{name}" ; sh:namespace "{space}"^^xsd:anyURI ]' for name, space in _PREFIXES.items())
    out = [
        (
            "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
            "@prefix schema: <https://schema.org/> .\n@prefix dcterms: <http://purl.org/dc/terms/> .\n"
            "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
            f"<{host}.well-known/sparql-examples#prefixes> sh:declare\n    {declared} .\n"
        )
    ]
    for query in queries.every():
        words = " , ".join(str(Literal(word)) for word in sorted({column.type for column in query.columns if column.is_thing}))
        out.append(
            f"\n<{host}queries/{query.name}> a sh:SPARQLExecutable , sh:SPARQL{'Construct' if query.constructs else 'Select'}Executable ;\n"
            f"  rdfs:label {Literal(query.name)} ;\n"
            f"  rdfs:comment {Literal(f'{query.summary} {query.description}'.strip(), language='en')} ;\n"
            f"  sh:prefixes <{host}.well-known/sparql-examples#prefixes> ;\n"
            f"  sh:{'construct' if query.constructs else 'select'} {Literal(runnable(query, store))} ;\n"
            + (f"  schema:keywords {words} ;\n" if words else "")
            + f"  schema:target <{host}sparql> .\n"
        )
    return "".join(out)


def runnable(query: queries.SavedQuery, store: Store) -> str:
    """A saved query's SPARQL with its example's values bound, without its header."""
    try:
        text = bind(query, query.example.parameters, store)
    except UsageError:
        text = query.text
    return re.sub(r"^#\+.*\n", "", text, flags=re.MULTILINE).strip() + "\n"


def graph(request: Request) -> Response:
    """The graph as an answer."""
    text = examples(service(request).store, str(request.base_url))
    return Response(text, media_type="text/turtle; charset=utf-8", headers=CORS)
