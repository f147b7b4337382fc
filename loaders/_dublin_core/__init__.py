"""Dublin Core: its statements, people, the places that it prints, and the work they make."""
