"""From the IRI of a thing to the path that this server answers it at, and back."""

from __future__ import annotations

from graph.store import BASE

THINGS = f"{BASE}id/"


def local(iri: str) -> str:
    """The path of one of our things here (`/id/concept/…`); another IRI is given back as it is if it is a web address, else `#`."""
    if iri.startswith(THINGS):
        return "/id/" + iri.removeprefix(THINGS)
    return iri if iri.startswith(("https://", "http://")) else "#"


def iri_of(kind: str, key: str) -> str:
    """The IRI of a thing; `key` is percent-encoded as it stands in the path."""
    return f"{THINGS}{kind}/{key}"
