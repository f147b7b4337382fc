"""Metadata embedded in pages: Highwire, Dublin Core, JSON-LD, COinS."""
