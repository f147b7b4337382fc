"""A load around its statements: the journal, the report, what it changed in words of the domain."""
