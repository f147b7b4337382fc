"""A claim that a person writes down → its statements for the curated graph: the same as if a source had said it, with its words' places."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.identify import ID, digest, key_of, place_key, slug
from graph.provenance import source_iri
from graph.statements import authority
from graph.text import boolean, integer, literal, quotation
from ontology import terms

if TYPE_CHECKING:
    from graph.record import ConceptKind, Span, Stance

_CLASSES = {
    "concept": terms.CONCEPT,
    "theory": terms.THEORY,
    "paradigm": terms.PARADIGM,
    "practice": terms.PRACTICE,
    "issue": terms.ISSUE,
}


@dataclass(frozen=True, slots=True)
class NewConcept:
    """A concept that the graph does not hold yet."""

    label: str
    kind: ConceptKind = "concept"

    @property
    def iri(self) -> str:
        """Its IRI: the slug of its label."""
        return f"{ID}concept/{slug(self.label)}"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case that the graph does not hold yet, with the codes of its places."""

    label: str
    places: tuple[str, ...] = ()
    anonymised: bool = False


@dataclass(slots=True)
class Addition:
    """The claim. A thing that is a string is an IRI the graph holds.

    Evidence are places in captures (`Span.capture` is the digest); `voice` is whose words it is, `quoted_in` the quoting work.
    """

    work: str
    theory: str | NewConcept
    stance: Stance
    evidence: list[Span]
    cases: list[str | NewCase] = field(default_factory=list)
    basis: str = "explicit"
    voice: str = ""
    quoted_in: str = ""
    page: str = ""
    label: str = ""
    iri: str = field(init=False)
    lines: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out its IRI and statements; of the same parts they are always the same."""
        theory = self.theory if isinstance(self.theory, str) else self.theory.iri
        cases = sorted(self._case(case) for case in self.cases)
        places = sorted(f"{span.capture}-{span.start}-{span.end}" for span in self.evidence)
        key = digest(
            "\n".join((self.work, theory, self.stance, *cases, "", *places)), 16
        )  # as graph.statements.describe_field.claim has it
        self.iri = f"{ID}claim/{key}"
        s, told = f"<{self.iri}>", self._described()
        self.lines = [
            f"{s} <{terms.RDF_TYPE}> <{terms.CLAIM}>",
            f"{s} <{terms.SLUG}> {literal(key)}",
            f"{s} <{terms.STATED_IN}> <{self.work}>",
            f"{s} <{terms.STANCE_PROPERTIES[self.stance]}> <{theory}>",
            f"{s} <{terms.CLAIM_BASIS}> {literal(self.basis)}",
            *(f"{s} <{terms.RESTS_ON_CASE}> <{case}>" for case in cases),
            *(f"{s} {line}" for line in told),
            *([f"{s} <{terms.VOICED_BY}> <{self.voice}>"] if self.voice else []),
            *([f"{s} <{terms.PAGE_LOCATOR}> {literal(self.page)}"] if self.page else []),
            *([f"{s} <{terms.RDFS_LABEL}> {literal(self.label)}"] if self.label else []),
        ]
        for span in self.evidence:
            self._place(s, span)
        if isinstance(self.theory, NewConcept):
            self._concept(self.theory, told)
        for case in self.cases:
            if isinstance(case, NewCase):
                self._new_case(case, told)

    def _described(self) -> list[str]:
        return [f"<{terms.DESCRIBED_IN}> <{source_iri(digest_)}>" for digest_ in sorted({span.capture for span in self.evidence})]

    def _case(self, case: str | NewCase) -> str:
        return case if isinstance(case, str) else f"{ID}case/{key_of(self.work)}/{slug(case.label) or 'case'}"

    def _place(self, s: str, span: Span) -> None:
        key = f"{span.capture[:12]}-{span.start}-{span.end}"
        e = f"<{ID}evidence/{key}>"
        self.lines += [
            f"{s} <{terms.EVIDENCED_BY}> {e}",
            f"{e} <{terms.RDF_TYPE}> <{terms.EVIDENCE}>",
            f"{e} <{terms.SLUG}> {literal(key)}",
            f"{e} <{terms.DESCRIBED_IN}> <{source_iri(span.capture)}>",
            f"{e} <{terms.FOUND_IN}> <{source_iri(span.capture)}>",
            f"{e} <{terms.POSITION}> {integer(span.start)}",
            f"{e} <{terms.END_POSITION}> {integer(span.end)}",
            f"{e} <{terms.QUOTE}> {quotation(span.exact)}",
        ]
        if span.page:
            self.lines.append(f"{e} <{terms.PAGE_LOCATOR}> {literal(span.page)}")
        if self.quoted_in:
            self.lines.append(f"{e} <{terms.QUOTED_IN}> <{self.quoted_in}>")

    def _concept(self, one: NewConcept, told: list[str]) -> None:
        s = f"<{one.iri}>"
        self.lines += [
            f"{s} <{terms.RDF_TYPE}> <{_CLASSES[one.kind]}>",
            f"{s} <{terms.SLUG}> {literal(slug(one.label))}",
            f"{s} <{terms.RDFS_LABEL}> {literal(one.label, 'en')}",
            f"{s} <{terms.SKOS_PREF_LABEL}> {literal(one.label, 'en')}",
            *(f"{s} {line}" for line in told),
        ]

    def _new_case(self, one: NewCase, told: list[str]) -> None:
        s = f"<{self._case(one)}>"
        self.lines += [
            f"{s} <{terms.RDF_TYPE}> <{terms.ANONYMISED_CASE if one.anonymised else terms.CASE}>",
            f"{s} <{terms.SLUG}> {literal(slug(one.label) or 'case')}",
            f"{s} <{terms.RDFS_LABEL}> {literal(one.label)}",
            f"<{self.work}> <{terms.STUDIES}> {s}",
            *(f"{s} {line}" for line in told),
        ]
        if one.anonymised:
            self.lines.append(f"{s} <{terms.ANONYMISED}> {boolean(True)}")
        for code in one.places:
            self.lines += [f"{s} <{terms.CASE_IN}> <{ID}jurisdiction/{place_key(code)}>", *authority.statements(code, "")]
