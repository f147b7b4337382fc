"""`/graphql`: the ontology as a typed graph, each question compiled to one SPARQL query a level."""
