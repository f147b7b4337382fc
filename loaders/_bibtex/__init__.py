"""BibTeX fields and values, LaTeX decoded."""
