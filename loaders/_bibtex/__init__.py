"""BibTeX fields and values, LaTeX decoded, and works written in it."""
