"""Articles as publishers print them on a page: head, body, labels, lines."""
