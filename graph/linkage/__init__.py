"""Which records are one thing: facts of records, blocking, likeness, clusters, identity."""
