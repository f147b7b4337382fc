"""Records to statements: the only place where records meet terms."""
