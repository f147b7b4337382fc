"""One command a file: module `explain` is `govgraph explain`; `command` is its click command."""
