"""Crossref works, in JSON and XML."""
