"""Where statements come from: which captures are in the store, which replace which, and what run brought them.

What a run did stands in `graph/meta`, which the digest leaves out; that one capture supersedes another stands in the newer one's graph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from graph.store import BASE, IRI, META, RESOLVED, Literal
from graph.text import literal
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

ID = f"{BASE}id/"
_DIGEST = re.compile(rf"{re.escape(BASE)}graph/([0-9a-f]{{64}})")


@dataclass(frozen=True, slots=True)
class Activity:
    """One capture written into its graph: by which loader, when (UTC); `name` is its file's, by which a person may quote it."""

    digest: str
    loader: str
    started: datetime
    ended: datetime
    name: str = ""

    def statements(self) -> list[str]:
        """What `graph/meta` says of it, as N-Triples without the full stop."""
        node = f"<{META}#run-{self.digest[:16]}-{self.started:%Y%m%dT%H%M%S%f}>"
        source, label = source_iri(self.digest), f"{self.loader or 'loader'}, govgraph {software()}"
        return [
            *([f"<{source}> <{terms.SKOS_ALT_LABEL}> {literal(self.name)}"] if self.name else []),
            f"{node} <{terms.RDF_TYPE}> <{terms.EXTRACTION}>",
            f"{node} <{terms.PROV_STARTED_AT_TIME}> {_time(self.started)}",
            f"{node} <{terms.PROV_ENDED_AT_TIME}> {_time(self.ended)}",
            f"{node} <{terms.PROV_USED}> <{source}>",
            f"{node} <{terms.RDFS_LABEL}> {literal(label)}",
            f"<{source}> <{terms.GENERATED_BY}> {node}",
        ]


def _time(moment: datetime) -> str:
    return f'"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"^^<{terms.XSD_DATE_TIME}>'


def software() -> str:
    """The version of this program."""
    try:
        return version("govgraph")
    except PackageNotFoundError:
        return "unknown"


def source_iri(digest: str) -> str:
    """The IRI of the Source that a capture is."""
    return f"{ID}source/{digest}"


def digest_of(graph: str) -> str:
    """The digest in a capture graph's name; "" for any other graph."""
    found = _DIGEST.fullmatch(graph)
    return found[1] if found else ""


def current_capture(store: Store, address: str) -> str:
    """The digest of the capture that speaks for an address now; "" where there is none."""
    query = f"SELECT ?hash WHERE {{ ?s <{terms.RETRIEVED_FROM}> {Literal(address)} ; <{terms.CONTENT_HASH}> ?hash }}"
    return min((row[0].value for row in store.select(query, graph=RESOLVED) if row[0] is not None), default="")


def waiting_capture(store: Store, address: str) -> str:
    """The digest of the capture of a model's answers that waits for a reader under an address now; "" where there is none."""
    of = f"?s <{terms.RETRIEVED_FROM}> {Literal(address)} ; <{terms.AWAITS_READER}> true ; <{terms.CONTENT_HASH}> ?hash"
    newer = f"FILTER NOT EXISTS {{ GRAPH ?h {{ ?new <{terms.SUPERSEDES}> ?s }} }}"
    query = f"SELECT ?hash WHERE {{ GRAPH ?g {{ {of} }} FILTER(?g != <{RESOLVED}>) {newer} }}"
    return min((row[0].value for row in store.select(query, graph=None) if row[0] is not None), default="")


def captures_of_file(store: Store, name: str) -> list[str]:
    """The digests of the captures that speak now and were loaded from a file of this name."""
    named = store.select(f"SELECT DISTINCT ?s WHERE {{ ?s <{terms.SKOS_ALT_LABEL}> {Literal(name)} }}", graph=META)
    sources = " ".join(str(row[0]) for row in named if row[0] is not None)
    query = f"SELECT ?hash WHERE {{ VALUES ?s {{ {sources} }} ?s <{terms.CONTENT_HASH}> ?hash }} ORDER BY ?hash"
    return [row[0].value for row in store.select(query, graph=RESOLVED) if row[0] is not None] if sources else []


def superseded_by(store: Store, digest: str) -> str:
    """The digest of the newer capture of the same address; "" where this is the newest."""
    query = f"SELECT ?new WHERE {{ GRAPH ?g {{ ?new <{terms.SUPERSEDES}> <{source_iri(digest)}> }} }}"
    found = [row[0].value for row in store.select(query, graph=None) if isinstance(row[0], IRI)]
    newer = sorted(iri.removeprefix(f"{ID}source/") for iri in found)
    return newer[-1] if newer else ""


def newest(store: Store, digest: str) -> str:
    """The digest of the newest capture of the same address."""
    seen = {digest}
    while (newer := superseded_by(store, digest)) and newer not in seen:
        seen.add(newer)
        digest = newer
    return digest


def supersedes(new: str, old: str) -> str:
    """The statement that a capture replaces an older one of the same address."""
    return f"<{source_iri(new)}> <{terms.SUPERSEDES}> <{source_iri(old)}>"


def lines(graph: str, statements: list[str]) -> bytes:
    """Statements as N-Quads lines of one graph."""
    if not statements:
        return b""
    end = f" <{graph}> .\n"
    return (end.join(statements) + end).encode()


def captured(store: Store) -> set[str]:
    """The digests of the captures whose graphs are in the store."""
    return {digest for graph in store.graphs() if (digest := digest_of(graph))}
