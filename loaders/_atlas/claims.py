"""Claims and cases of an atlas folder: what a person wrote down about the evidence of a study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from graph.identify import normal_doi
from graph.record import STANCES, Case, Claim, Finding, Organisation, Reference, Span, Stance, Work, WorkKind
from graph.sources.csl import web_address
from graph.sources.edtf import edtf, year_of
from loaders._atlas.fields import named
from loaders._people.names import comma_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Said
    from loaders._atlas.fields import Fields
    from loaders._files.front_matter import Node

CLAIM_FIELDS = ("theory", "stance", "finding", "quote", "source", "page", "basis", "confidence", "curator", "seen", "label", "case", "note")
_SHORT = ("theory", "stance", "quote", "source", "page", "basis", "confidence", "curator", "seen")
_OF_CASE = ("label", "prefLabel", "work", "caseIn", "method", "concernsReform", "involves", "hasSubCase", "anonymised", "claims")
CASE_FIELDS = ("type", "slug", *_OF_CASE, *_SHORT, "note", "sources")
WORK_FIELDS = ("kind", "title", "authors", "year", "doi", "url", "publisher")
CITATIONS_FIELDS = ("type", "slug", "label", "work", "cites", "note", "sources")
CLAIMS_FIELDS = ("type", "slug", "label", "work", "claims", "curator", "note", "sources")


def case_said(fields: Fields) -> Iterator[Said]:
    """A case of one work, with its claims; without `claims:` the file itself is one, its first paragraph the finding."""
    fields.allow(CASE_FIELDS, "case")
    work = _work(fields)
    label = fields.text("label") or fields.text("prefLabel")
    if not label:
        fields.refuse(1, "a case needs a label: what the study looks at")
    case = Case(work or Work(), label, slug=fields.text("slug"), method=fields.texts("method"))  # read on: every fault is told at once
    case.anonymised = fields.truth("anonymised", otherwise=False)
    case.jurisdictions = fields.places("caseIn")
    case.reforms = fields.things("concernsReform", "reform", fields.index.reform)
    case.organisations = [Organisation(name) for name in fields.texts("involves")]
    if case.anonymised and (case.jurisdictions or case.organisations):
        place = fields.nodes.get("caseIn") or fields.nodes["involves"]
        fields.refuse(place.line, "an anonymised case is never tied to a place or a body: take caseIn and involves out")
        case.jurisdictions, case.organisations = [], []
    case.parts = [Case(case.work, part, anonymised=case.anonymised) for part in fields.texts("hasSubCase")]
    text, span = fields.first_paragraph()
    if span is not None:
        case.note, case.evidence = text, [span]
    one = _claim(fields, fields.nodes, case.work, [case], 1, span) if "theory" in fields.nodes else None
    claims = [*([one] if one is not None else []), *_claims(fields, case.work, [case])]
    if work is not None and label:
        yield case
        yield from claims


def claims_said(fields: Fields) -> Iterator[Said]:
    """Claims that a work makes by argument, without a case."""
    fields.allow(CLAIMS_FIELDS, "file of claims")
    work = _work(fields)
    claims = list(_claims(fields, work or Work(), []))
    if work is not None:
        yield from claims


def citations_said(fields: Fields) -> Iterator[Said]:
    """The works that a work cites, for one whose own file of works does not say so."""
    fields.allow(CITATIONS_FIELDS, "file of citations")
    work = _work(fields)
    cited = fields.works("cites")
    if work is not None:
        yield replace(work, references=[Reference(one) for one in cited])


def _work(fields: Fields) -> Work | None:
    node = fields.nodes.get("work")
    if node is not None and isinstance(node.value, dict):
        return _inline(fields, node.value)
    if node is None or not node.text:
        fields.refuse(1, "the field work is missing: the key or DOI of the study")
        return None
    return fields.thing(node, "work", fields.index.work)


def _inline(fields: Fields, nodes: dict[str, Node]) -> Work:
    """A work written into the file itself; authors of whom only a surname is known stand as printed."""
    fields.allow(WORK_FIELDS, "work", nodes)
    text = {name: named(nodes.get(name)) for name in WORK_FIELDS}
    printed = [one.text for one in (nodes["authors"].nodes() if "authors" in nodes else ()) if one.text]
    whole = [who for name in printed if (who := comma_name(name)) is not None and (who.given or who.organisation)]
    work = Work(title=text["title"], doi=normal_doi(text["doi"]), url=web_address(text["url"]), publisher=text["publisher"])
    work.authors = whole if len(whole) == len(printed) else []
    work.authors_as_printed = [] if work.authors else ["; ".join(printed)] if printed else []
    work.issued = edtf(text["year"])
    work.year = year_of(work.issued)
    work.kind = next((kind for kind in get_args(WorkKind) if kind == text["kind"]), "work")
    return work


def _claims(fields: Fields, work: Work, cases: list[Case]) -> Iterator[Claim]:
    node = fields.nodes.get("claims")
    for one in node.nodes() if node is not None else ():
        if not isinstance(one.value, dict):
            fields.refuse(one.line, "a claim is a list of fields: `- theory: …`, `stance: …`, `finding: …`", one.text)
            fields.settle(len(fields.rejects) - 1, f"{fields.name}:{one.line}", kept=False)
            continue
        before = len(fields.rejects)
        fields.allow(CLAIM_FIELDS, "claim", one.value)
        rests_on = [] if named(one.get("case")).lower() == "none" else cases
        claim = _claim(fields, one.value, work, rests_on, one.line, None)
        fields.settle(before, f"{fields.name}:{one.line}", kept=claim is not None)
        if claim is not None:
            yield claim


def _claim(fields: Fields, nodes: dict[str, Node], work: Work, cases: list[Case], line: int, told: Span | None) -> Claim | None:
    """One claim; `told` is where its finding stands if it has no field for it."""
    theory, stance = nodes.get("theory"), nodes.get("stance")
    if theory is None or stance is None or not theory.text:
        fields.refuse(line, "a claim needs a theory and a stance")
        return None
    if stance.text not in STANCES:
        fields.refuse(stance.line, f"{stance.text!r} is no stance; it is one of {', '.join(STANCES)}", stance.text)
    concept = fields.thing(theory, "concept", fields.index.concept)
    if named(nodes.get("seen")).lower() in {"false", "no"}:
        told_of = f"{stance.text} {theory.text}: not seen in a source, so it stays in {fields.name} only"
        fields.findings.append(Finding("ignored", "claim", told_of))
        return None
    basis, finding, quotes = named(nodes.get("basis")), nodes.get("finding"), _quotes(fields, nodes)
    place = fields.span(finding) if finding is not None and finding.text else told
    if place is None and not quotes:
        fields.refuse(line, "a claim needs a finding in your own words, or a quote with its source", theory.text)
    if basis not in {"", "explicit", "interpretive"}:
        fields.refuse(nodes["basis"].line, f"basis is explicit or interpretive, not {basis!r}")
    confidence = _confidence(fields, nodes.get("confidence"))
    if concept is None or stance.text not in STANCES or (place is None and not quotes):
        return None
    claim = Claim(work, concept, _stance(stance.text), [place] if place is not None else [], list(cases), quotes=quotes)
    claim.quoted_at = f"{fields.name}:{nodes['quote'].line}" if quotes else ""
    claim.page_locator, claim.label = named(nodes.get("page")), named(nodes.get("label"))
    claim.basis = "interpretive" if basis == "interpretive" else "explicit"
    claim.status = "CURATED" if named(nodes.get("curator")) or fields.text("curator") else "STATED"
    claim.confidence = confidence
    return claim


def _stance(text: str) -> Stance:
    return next(stance for stance in get_args(Stance) if stance == text)


def _quotes(fields: Fields, nodes: dict[str, Node]) -> list[tuple[str, str]]:
    quote, source = nodes.get("quote"), nodes.get("source")
    if quote is None:
        return []
    if source is None or not source.text:
        fields.refuse(quote.line, "a quote needs its source: the address, digest or file name of a document that is loaded", quote.text)
        return []
    return [(source.text, one.text) for one in quote.nodes() if one.text]


def _confidence(fields: Fields, node: Node | None) -> float | None:
    if node is None or not node.text:
        return None
    try:
        number = float(node.text)
    except ValueError:
        number = -1.0
    if 0 <= number <= 1:
        return number
    fields.refuse(node.line, f"confidence is a number from 0 to 1, not {node.text!r}")
    return None
