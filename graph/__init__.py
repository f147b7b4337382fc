"""Statements and where they live: records, identity, provenance, the resolved graph and the store."""
