"""A nanopublication's address is a trusty URI: anyone can work the code out anew from what is read, with another library."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Dataset
from rdflib import Literal as Read
from rdflib.namespace import RDF, XSD
from rdflib.term import Identifier, URIRef
from small import small_atlas

from graph.exports.nanopublication import NP, nanopublication
from graph.exports.trusty import CODE, artifact_code
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store


@pytest.fixture(autouse=True)
def _literals_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)


def checked(trig: bytes) -> tuple[str, str]:
    """(the code in the address, the code worked out from the statements): the specification's steps, one after the other."""
    read = Dataset()
    read.parse(data=trig, format="trig")
    (address,) = {str(s) for s, _, _, _ in read.quads((None, RDF.type, URIRef(f"{NP}Nanopublication"), None))}
    code = re.split(r"[^A-Za-z0-9_-]", address)[-1]

    def order(quad: tuple[Identifier, ...]) -> tuple[object, ...]:
        graph, s, p, o = quad
        before = (blank(graph), blank(s), blank(p))
        if not isinstance(o, Read):
            return (*before, 0, blank(o))
        return (*before, 1, str(o), "" if o.language else str(o.datatype or XSD.string), o.language or "")

    def blank(term: Identifier) -> str:
        return str(term).replace(code, " ")

    def written(term: Identifier) -> str:
        if not isinstance(term, Read):
            return blank(term)
        escaped = str(term).replace("\\", "\\\\").replace("\n", "\\n")
        return f"@{term.language} {escaped}" if term.language else f"^{term.datatype or XSD.string} {escaped}"

    quads = sorted(((g, s, p, o) for s, p, o, g in read.quads((None, None, None, None))), key=order)
    text = "".join(f"{written(term)}\n" for quad in quads for term in quad)
    return code, "RA" + base64.b64encode(hashlib.sha256(text.encode()).digest(), b"-_").decode()[:43]


def claims(store: Store) -> list[str]:
    return sorted(row[0].value for row in store.select(f"SELECT ?c {{ ?c a <{terms.CLAIM}> }}") if row[0] is not None)


def test_the_code_of_every_nanopublication_is_that_of_its_statements() -> None:
    store = small_atlas()
    seen = set()
    for claim in claims(store):
        address, trig = nanopublication(store, claim)
        told, worked_out = checked(trig)
        assert told == worked_out
        assert re.fullmatch(f"{re.escape(claim)}\\.nanopub/{CODE}", address)
        seen.add(told)
    assert len(seen) == len(claims(store)) > 1


@pytest.mark.parametrize(
    "change", [(b'"explicit"', b'"implied"'), (b"position ", b"position 1"), (b"@en", b"@fr"), (b"a gov:Claim", b"a gov:Case")]
)
def test_another_content_has_another_code(change: tuple[bytes, bytes]) -> None:
    store = small_atlas()
    _, trig = nanopublication(store, claims(store)[0])
    assert change[0] in trig
    told, worked_out = checked(trig.replace(*change))
    assert told != worked_out


def test_statements_are_told_in_the_order_of_the_specification() -> None:
    """Worked out by hand: IRIs before literals, these by text, datatype and language; line breaks and strokes escaped; none twice."""
    here = "https://example.org/np.CODE"
    s, p, g = NamedNode(here), NamedNode("urn:p"), NamedNode(f"{here}#g")
    objects = [Literal("b"), Literal("a", language="fr"), Literal("a", language="en"), Literal("a\n\\"), Literal(7), NamedNode(f"{here}#z")]
    quads = [Quad(s, p, o, g) for o in objects]
    lines = [
        "https://example.org/np. #z", "^http://www.w3.org/2001/XMLSchema#integer 7", "@en a", "@fr a",
        "^http://www.w3.org/2001/XMLSchema#string a\\n\\\\", "^http://www.w3.org/2001/XMLSchema#string b",
    ]  # fmt: skip
    text = "".join(f"https://example.org/np. #g\nhttps://example.org/np. \nurn:p\n{line}\n" for line in lines)
    expected = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
    assert artifact_code([*quads, *reversed(quads)], "CODE") == f"RA{expected}"
