"""Fixtures that tests of every layer may take."""

from engines import engine, server, store

__all__ = ["engine", "server", "store"]
