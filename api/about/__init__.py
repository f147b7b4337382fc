"""What the service says of itself: descriptions, examples, schemas, snippets, the ontology, the reference pages."""
