"""A file as loaders read it: its text and lines, XML, JSON, tables, front matter; and how one that lists works is told."""
