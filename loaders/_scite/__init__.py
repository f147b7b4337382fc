"""Pages of scite: heads and entries."""
