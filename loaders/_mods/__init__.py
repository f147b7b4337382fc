"""MODS records: titles, people, origin, and the work they make."""
