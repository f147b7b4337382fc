"""Zotero RDF: nodes and types."""
