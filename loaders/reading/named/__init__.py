"""What a text names, each with its place: concepts, jurisdictions, organisations, reforms, methods and the cases under study."""
