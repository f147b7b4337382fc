"""Out again: canonical order and digest, JSON-LD, bibliographic records, nanopublications."""
