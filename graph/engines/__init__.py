"""The stores behind `graph.store`: embedded Oxigraph, SPARQL 1.1 Protocol, ad-hoc workers, and how lines reach them in bulk."""
