"""A page to its text, with places: markup, tables, several pages of one capture."""
