"""A load around its statements: the journal, the report, what it changed, the versions before it."""
