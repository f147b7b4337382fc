"""What a source is: its bytes and text, bibliographic records, RDF and XML of strangers."""
