"""Captures, identity and decisions to the one resolved graph."""
