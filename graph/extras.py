"""How what is not installed with the rest is installed."""

from __future__ import annotations

from pathlib import Path

_MAKEFILE = Path(__file__).parents[1] / "Makefile"


def install(extra: str) -> str:
    """The command that brings an extra: in a checkout another than where govgraph was installed from a package."""
    return f"make extras EXTRAS={extra}" if _MAKEFILE.is_file() else f"pip install 'govgraph[{extra}]'"
