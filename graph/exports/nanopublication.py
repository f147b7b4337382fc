"""A claim as a nanopublication: what it asserts, where that comes from, and who published it, in four graphs of TriG.

The address is a trusty URI: it ends in a digest of the content, by which anyone can check it. It is not signed.
Source: https://nanopub.net/guidelines/working_draft/
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph.decisions.judging import words_said
from graph.errors import UsageError
from graph.exports.trusty import artifact_code
from graph.identify import normal_orcid, slug
from graph.provenance import software
from graph.rights import Shown
from graph.store import META
from ontology import terms

if TYPE_CHECKING:
    from graph.decisions.judging import Said
    from graph.store import Store

NP = "http://www.nanopub.org/nschema#"
INTRODUCES = "http://purl.org/nanopub/x/introduces"
MEDIA_TYPE = "application/trig"
SOFTWARE = "https://w3id.org/govgraph/"
_PREFIXES = {
    "np": NP, "gov": terms.GOV, "rdfs": terms.RDFS, "prov": terms.PROV, "dcterms": terms.DCTERMS, "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
_TYPE, _LABEL = terms.RDF_TYPE, terms.RDFS_LABEL
_THERE = "urn:govgraph:nanopublication"
_CODE = "artifact-code-of-this-publication"
_ASSERTED = (
    terms.HAS_STANCE, terms.STATED_IN, terms.BEARS_ON, terms.RESTS_ON_CASE, terms.CLAIM_BASIS, *terms.STANCE_PROPERTIES.values()
)  # fmt: skip
_OF_EVIDENCE = (terms.FOUND_IN, terms.POSITION, terms.END_POSITION, terms.PAGE_LOCATOR, terms.QUOTED_IN)


class _Publication:
    """The quads of one, under a stand-in address until their digest is known."""

    def __init__(self, store: Store, claim: str) -> None:
        self.store, self.claim = store, claim
        self.quads: list[Quad] = []
        self.shown = Shown(store)
        self.status = self._one(claim, terms.CLAIM_STATUS)

    def say(self, graph: str, s: str, p: str, o: NamedNode | Literal | str) -> None:
        """One statement in one of the four graphs; a string is an IRI."""
        value = NamedNode(o) if isinstance(o, str) else o
        quad = Quad(NamedNode(s), NamedNode(p), value, NamedNode(f"{_THERE}#{graph}"))
        if quad not in self.quads:
            self.quads.append(quad)

    def values(self, s: str, p: str) -> list[NamedNode | Literal]:
        """What the resolved graph says, in order."""
        rows = self.store.select(f"SELECT ?o WHERE {{ <{s}> <{p}> ?o }}")
        return sorted((row[0] for row in rows if isinstance(row[0], NamedNode | Literal)), key=str)

    def _one(self, s: str, p: str) -> str:
        return next((value.value for value in self.values(s, p)), "")

    def label(self, graph: str, thing: str) -> None:
        """A thing's label, for those who read the graph alone."""
        for value in self.values(thing, _LABEL)[:1]:
            self.say(graph, thing, _LABEL, value)

    def called(self) -> str:
        """The claim in a line: its cases, else its work, then the stance and the theory."""

        def names(prop: str) -> str:
            return " and ".join(label for thing in self.values(self.claim, prop)[:3] if (label := self._one(thing.value, _LABEL)))

        stance = self._one(self.claim, terms.HAS_STANCE).removeprefix(terms.GOV)
        parts = (names(terms.RESTS_ON_CASE) or names(terms.STATED_IN), stance, names(terms.BEARS_ON))
        return " ".join(part for part in parts if part)

    def head(self) -> None:
        """Which graph is what."""
        self.say("Head", _THERE, _TYPE, f"{NP}Nanopublication")
        for prop, graph in (("hasAssertion", "assertion"), ("hasProvenance", "provenance"), ("hasPublicationInfo", "pubinfo")):
            self.say("Head", _THERE, NP + prop, f"{_THERE}#{graph}")

    def assertion(self) -> None:
        """The claim itself, with the places of its cases and what names it needs."""
        self.say("assertion", self.claim, _TYPE, terms.CLAIM)
        for prop in _ASSERTED:
            for value in self.values(self.claim, prop):
                self.say("assertion", self.claim, prop, value)
                if isinstance(value, NamedNode) and not value.value.startswith(terms.GOV):
                    self.label("assertion", value.value)
        for said in self.values(self.claim, terms.BEARS_ON):
            for theory in self.values(said.value, terms.PROPOSITION_OF):
                self.say("assertion", said.value, terms.PROPOSITION_OF, theory)
                self.label("assertion", theory.value)
        for case in self.values(self.claim, terms.RESTS_ON_CASE):
            for place in self.values(case.value, terms.CASE_IN):
                self.say("assertion", case.value, terms.CASE_IN, place)
                self.label("assertion", place.value)

    def provenance(self, words: list[Said]) -> None:
        """Whose claim it is, from which words of which source, and how it was found and checked."""
        here = f"{_THERE}#assertion"
        for work in self.values(self.claim, terms.STATED_IN):
            self.say("provenance", here, terms.PROV_HAD_PRIMARY_SOURCE, work)
            for doi in self.values(work.value, terms.DOI):
                self.say("provenance", work.value, terms.DOI, doi)
        self._attribution(here)
        for prop in (terms.CLAIM_STATUS, terms.CONFIDENCE):
            for value in self.values(self.claim, prop):
                self.say("provenance", here, prop, value)
        for place in self.values(self.claim, terms.EVIDENCED_BY):
            self._evidence(here, place.value)
        for word in words:
            self._reader("provenance", here, word)

    def _attribution(self, here: str) -> None:
        """Who says it: the respondent whose words the work gives, else its authors; nobody where no person has checked it."""
        if self.status == "EXTRACTED":
            self.say("provenance", here, f"{terms.PROV}wasAttributedTo", SOFTWARE)
            return
        voices = self.values(self.claim, terms.VOICED_BY)
        for voice in voices:
            self.say("provenance", here, terms.VOICED_BY, voice)
        authors = [author for work in self.values(self.claim, terms.STATED_IN) for author in self.values(work.value, terms.HAS_AUTHOR)]
        for who in voices or authors:
            self.say("provenance", here, f"{terms.PROV}wasAttributedTo", who)
            self.label("provenance", who.value)

    def _evidence(self, here: str, place: str) -> None:
        self.say("provenance", here, terms.EVIDENCED_BY, place)
        self.say("provenance", place, _TYPE, terms.EVIDENCE)
        for prop in _OF_EVIDENCE:
            for value in self.values(place, prop):
                self.say("provenance", place, prop, value)
        for source in self.values(place, terms.FOUND_IN):
            self.say("provenance", here, terms.PROV_WAS_DERIVED_FROM, source)
            self.label("provenance", source.value)
            for prop in (terms.CONTENT_HASH, terms.RETRIEVED_FROM, terms.LICENCE):
                for value in self.values(source.value, prop):
                    self.say("provenance", source.value, prop, value)
            for quote in self.values(place, terms.QUOTE):
                text = self.shown.quote(source.value, quote.value, claim=self.claim)
                if text:
                    self.say("provenance", place, terms.QUOTE, Literal(text))

    def _reader(self, graph: str, here: str, word: Said) -> None:
        if not word.reader:
            return
        orcid = normal_orcid(word.reader)
        who = f"https://orcid.org/{orcid}" if orcid else f"{_THERE}#reader-{slug(word.reader)}"
        self.say(graph, here, f"{terms.DCTERMS}contributor", who)
        self.say(graph, who, _TYPE, f"{terms.PROV}Person")
        self.say(graph, who, _LABEL, Literal(word.reader))

    def pubinfo(self, words: list[Said]) -> None:
        """Who made the publication, with what, and of which state of the claim."""
        self.say("pubinfo", _THERE, terms.DCTERMS_CREATOR, SOFTWARE)
        self.say("pubinfo", SOFTWARE, _TYPE, terms.PROV_SOFTWARE_AGENT)
        self.say("pubinfo", SOFTWARE, _LABEL, Literal(f"govgraph {software()}"))
        self.say("pubinfo", _THERE, INTRODUCES, self.claim)
        self.say("pubinfo", _THERE, _LABEL, Literal(self.called()))
        created = max((word.when for word in words if word.when), default="") or self._loaded() or f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        self.say("pubinfo", _THERE, terms.DCTERMS_CREATED, Literal(created, datatype=NamedNode(terms.XSD_DATE_TIME)))
        for word in words:
            self._reader("pubinfo", _THERE, word)

    def _loaded(self) -> str:
        """When the claim's source was read."""
        sources = " ".join(str(source) for source in self.values(self.claim, terms.DESCRIBED_IN))
        run = f"?source <{terms.GENERATED_BY}>/<{terms.PROV_ENDED_AT_TIME}> ?at"
        rows = self.store.select(f"SELECT (MAX(?at) AS ?last) WHERE {{ VALUES ?source {{ {sources} }} {run} }}", graph=META)
        return next((row[0].value for row in rows if row[0] is not None), "")


def nanopublication(store: Store, claim: str) -> tuple[str, bytes]:
    """(its address, a trusty URI, and its TriG) of a claim that stands in the resolved graph.

    Raises:
        UsageError: there is no such claim, or it was rejected.
    """
    if not re.fullmatch(r"[^<>\"{}|\\^`\s]+", claim) or not store.ask(f"ASK {{ <{claim}> a <{terms.CLAIM}> }}"):
        raise UsageError(f"no claim {claim} stands in the graph: it is unknown, or it was rejected")
    made = _Publication(store, claim)
    words = [word for word in words_said(store, [claim]) if word.verdict in ("accept", "add")]
    made.head()
    made.assertion()
    made.provenance(words)
    made.pubinfo(words)
    code = artifact_code((_placed(quad, f"{claim}.nanopub/{_CODE}") for quad in made.quads), _CODE)
    address = f"{claim}.nanopub/{code}"
    quads = sorted((_placed(quad, address) for quad in made.quads), key=lambda quad: (_ORDER[_part(quad)], str(quad)))
    prefixes = {**_PREFIXES, "this": address, "sub": f"{address}#"}
    return address, serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes) or b""


_ORDER = {"Head": 0, "assertion": 1, "provenance": 2, "pubinfo": 3}


def _part(quad: Quad) -> str:
    assert isinstance(quad.graph_name, NamedNode)
    return quad.graph_name.value.rpartition("#")[2]


def _placed(quad: Quad, address: str) -> Quad:
    def put(term: object) -> object:
        if isinstance(term, NamedNode) and term.value.startswith(_THERE):
            return NamedNode(address + term.value.removeprefix(_THERE))
        return term

    return Quad(*(put(term) for term in (quad.subject, quad.predicate, quad.object, quad.graph_name)))  # type: ignore[arg-type] # each term keeps its kind
