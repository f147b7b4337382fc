"""One reference string to its fields: rules, then a tagger, then the choice between them."""
