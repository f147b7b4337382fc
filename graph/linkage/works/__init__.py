"""Which work records are one work: what marks them, how alike they are, how sure that is."""
