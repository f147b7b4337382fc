"""MARC 21 and UNIMARC records in their five writings."""
