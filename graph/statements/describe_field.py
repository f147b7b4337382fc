"""Concepts, cases, reforms, places, claims, mentions and atlas structure → statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.identify import ID, digest, key_of, place_key, slug
from graph.statements import authority
from graph.statements.writing import ALT_LABEL, EVIDENCED_BY, LABEL, NOTE, PREF_LABEL, SLUG, Writing, is_a
from graph.text import boolean, decimal, integer, iri, literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Case, Claim, Concept, Course, Jurisdiction, Mention, Reform, Respondent, Span, Subject, Topic

_KINDS = {
    "concept": is_a(terms.CONCEPT),
    "theory": is_a(terms.THEORY),
    "paradigm": is_a(terms.PARADIGM),
    "practice": is_a(terms.PRACTICE),
    "issue": is_a(terms.ISSUE),
}
_MATCHES = {
    "exactMatch": terms.SKOS_EXACT_MATCH,
    "closeMatch": terms.SKOS_CLOSE_MATCH,
    "broadMatch": terms.SKOS_BROAD_MATCH,
    "narrowMatch": terms.SKOS_NARROW_MATCH,
    "relatedMatch": terms.SKOS_RELATED_MATCH,
}


def _begin(w: Writing, one: object, kind: str, key: str, type_: str, label: str = "") -> str:
    """The statements that every thing has; the answer is the subject in brackets."""
    address = f"{ID}{kind}/{key}"
    w.remember(one, address)
    s = f"<{address}>"
    w.lines += (s + type_, s + SLUG + literal(key.rpartition("/")[2].lower()), s + w.mark)
    if label:
        w.lines.append(s + LABEL + literal(label))
    return s


def _links(w: Writing, s: str, p: str, things: Iterable[object]) -> None:
    for one in things:
        w.lines.append(f"{s} <{p}> <{w.refer(one)}>")


def _evidence(w: Writing, s: str, spans: Iterable[Span], quoted_in: str = "") -> None:
    for span in spans:
        w.lines.append(f"{s}{EVIDENCED_BY}<{w.evidence(span, quoted_in)}>")


def _names(w: Writing, s: str, one: Concept) -> None:
    """Its labels: preferred and alternative ones by language, and the one label that every thing has."""
    labels = {one.language: one.label, **one.labels} if one.label else one.labels
    for language, label in labels.items():
        w.lines.append(s + PREF_LABEL + literal(label, language))
    if labels:  # one label a thing, English where there is one
        chosen = "en" if "en" in labels else next(iter(labels))
        w.lines.append(s + LABEL + literal(labels[chosen], chosen))
    for language, others in one.alternatives.items():
        for label in others:
            w.lines.append(s + ALT_LABEL + literal(label, language))


def concept(w: Writing, one: Concept) -> str:
    """A concept of the field; one whose page does not print its label has none."""
    key = one.slug or slug(one.label) or f"unlabelled-{digest(one.unlabelled_page or w.origin, 12)}"
    s = _begin(w, one, "concept", key, _KINDS[one.kind])
    add = w.lines.append
    _names(w, s, one)
    if one.definition:
        add(f"{s} <{terms.SKOS_DEFINITION}> {literal(one.definition, one.language)}")
        add(f"{s} <{terms.DEFINITION_SOURCE}> <{w.source}>")
    for language, definition in one.definitions.items():
        add(f"{s} <{terms.SKOS_DEFINITION}> {literal(definition, language)}")
    if one.definition_span is not None:
        _evidence(w, s, [one.definition_span])
    if one.scope_note:
        add(f"{s} <{terms.SKOS_SCOPE_NOTE}> {literal(one.scope_note, one.language)}")
    _links(w, s, terms.BROADER, one.broader)
    _links(w, s, terms.RELATED_CONCEPT, one.related)
    _links(w, s, terms.SUCCEEDS_PARADIGM if one.kind == "paradigm" else terms.SUCCEEDS_THEORY, one.succeeds)
    _links(w, s, terms.CONCEPT_REQUIRES, one.requires)
    _links(w, s, terms.INTRODUCED_IN, one.introduced_in)
    _links(w, s, terms.CORE_IN, one.core_in)
    _links(w, s, terms.IN_TOPIC, one.in_topics)
    if one.proposition_of is not None:
        _links(w, s, terms.PROPOSITION_OF, [one.proposition_of])
    for p, said in ((terms.PRODUCES, one.produces), (terms.RESPONDS_TO, one.responds_to)):
        for other, span in said:
            _links(w, s, p, [other])
            _evidence(w, s, [span])
    for relation, target in one.matches:
        if relation in _MATCHES and "://" in target:
            add(f"{s} <{_MATCHES[relation]}> {iri(target)}")
    return s[1:-1]


def jurisdiction(w: Writing, one: Jurisdiction) -> str:
    """A territory that the source names: what its code says by ISO 3166, and the name as printed."""
    address = f"{ID}jurisdiction/{place_key(one.code)}"
    w.remember(one, address)
    s = f"<{address}>"
    w.lines.append(s + w.mark)
    known = w.told.get((one.code, one.label))
    if known is None:
        w.tell((one.code, one.label), address)
        w.lines += authority.statements(one.code, one.label)
    return address


def case(w: Writing, one: Case) -> str:
    """What a study looks at, keyed under the work. Nothing is ever added to an anonymised one but what the source says."""
    work = w.refer(one.work)
    key = f"{key_of(work)}/{one.slug or slug(one.label) or 'case'}"
    s = _begin(w, one, "case", key, is_a(terms.ANONYMISED_CASE if one.anonymised else terms.CASE), one.label)
    add = w.lines.append
    add(f"<{work}> <{terms.STUDIES}> {s}")
    _links(w, s, terms.CASE_IN, one.jurisdictions)
    _links(w, s, terms.INVOLVES, one.organisations)
    _links(w, s, terms.CONCERNS_REFORM, one.reforms)
    _links(w, s, terms.HAS_SUB_CASE, one.parts)
    _evidence(w, s, one.evidence)
    for method in one.method:
        add(f"{s} <{terms.METHOD}> {literal(method)}")
    if one.anonymised:
        add(f"{s} <{terms.ANONYMISED}> {boolean(True)}")
    if one.note:
        add(s + NOTE + literal(one.note))
    if one.confidence is not None:
        add(f"{s} <{terms.CONFIDENCE}> {decimal(one.confidence)}")
    return s[1:-1]


def reform(w: Writing, one: Reform) -> str:
    """A dated programme of change."""
    s = _begin(w, one, "reform", one.slug or slug(one.label), is_a(terms.REFORM), one.label)
    add = w.lines.append
    _links(w, s, terms.REFORM_IN, one.jurisdictions)
    for p, year in ((terms.START_YEAR, one.start_year), (terms.END_YEAR, one.end_year)):
        if year is not None:
            add(f"{s} <{p}> {integer(year)}")
    if one.start_year is not None or one.end_year is not None:
        add(f"{s} <{terms.DATES_SEEN}> {boolean(one.dates_seen)}")
    _links(w, s, terms.INSTANTIATES, one.instantiates)
    _links(w, s, terms.ADOPTED_BY, one.adopted_by)
    _links(w, s, terms.SUCCEEDS, one.succeeds)
    _links(w, s, terms.TREATED_IN, one.works if one.work is None or one.work in one.works else [one.work, *one.works])
    if one.note:
        add(s + NOTE + literal(one.note))
    return s[1:-1]


def respondent(w: Writing, one: Respondent) -> str:
    """A person interviewed, under the study's own label; never linked to anyone of another source."""
    key = f"{key_of(w.refer(one.work))}/{slug(one.label) or 'respondent'}"
    s = _begin(w, one, "person", key, is_a(terms.RESPONDENT), one.label)
    if one.job_title:
        w.lines.append(f"{s} <{terms.JOB_TITLE}> {literal(one.job_title)}")
    w.lines += [f"{s} <{terms.INTERVIEW_WAVE}> {literal(wave)}" for wave in one.waves]
    if one.organisation is not None:
        _links(w, s, terms.AFFILIATED_WITH, [one.organisation])
    return s[1:-1]


def mention(w: Writing, one: Mention) -> str:
    """The work's own text names the concept at this place."""
    work, named = w.refer(one.work), w.refer(one.concept)
    key = f"{one.span.capture[:12] or w.short}-{one.span.start}-{one.span.end}-{named.rpartition('/')[2]}"
    s = _begin(w, one, "evidence", key, is_a(terms.MENTION))
    w.lines += w.place(s, one.span)
    w.lines += (
        f"<{work}> <{terms.MENTIONS_CONCEPT}> <{named}>",
        f"{s} <{terms.MENTION_OF}> <{named}>",
        f"{s} <{terms.MENTIONED_BY}> <{work}>",
    )
    if one.confidence is not None:
        w.lines.append(f"{s} <{terms.CONFIDENCE}> {decimal(one.confidence)}")
    return s[1:-1]


def claim(w: Writing, one: Claim) -> str:
    """A claim of a work; the stance as a value, the stance's class and `bearsOn` follow by rules."""
    work, theory = w.refer(one.work), w.refer(one.theory)
    cases = sorted({w.refer(part) for part in one.cases})
    places = sorted(f"{span.capture or w.digest}-{span.start}-{span.end}" for span in one.evidence)
    key = digest("\n".join((work, theory, one.stance, *cases, "", *places)), 16)
    s = _begin(w, one, "claim", key, is_a(terms.CLAIM), one.label)
    add = w.lines.append
    add(f"{s} <{terms.STATED_IN}> <{work}>")
    add(f"{s} <{terms.STANCE_PROPERTIES[one.stance]}> <{theory}>")
    for part in cases:
        add(f"{s} <{terms.RESTS_ON_CASE}> <{part}>")
    _evidence(w, s, one.evidence, w.refer(one.quoted_in) if one.quoted_in is not None else "")
    add(f"{s} <{terms.CLAIM_STATUS}> {literal(one.status)}")
    add(f"{s} <{terms.CLAIM_BASIS}> {literal(one.basis)}")
    if one.confidence is not None:
        add(f"{s} <{terms.CONFIDENCE}> {decimal(one.confidence)}")
    if w.agent:
        add(f"{s} <{terms.PROPOSED_BY}> <{w.agent}>")
    if one.model_confidence is not None:
        add(f"{s} <{terms.MODEL_CONFIDENCE}> {decimal(one.model_confidence)}")
    if one.voiced_by is not None:
        _links(w, s, terms.VOICED_BY, [one.voiced_by])
    if one.page_locator:
        add(f"{s} <{terms.PAGE_LOCATOR}> {literal(one.page_locator)}")
    return s[1:-1]


def topic(w: Writing, one: Topic) -> str:
    """A topic of an atlas."""
    s = _begin(w, one, "topic", one.slug or slug(one.label), is_a(terms.ATLAS_TOPIC), one.label)
    if one.subject is not None:
        _links(w, s, terms.IN_SUBJECT, [one.subject])
    if one.position is not None:
        w.lines.append(f"{s} <{terms.ORDINAL}> {integer(one.position)}")
    return s[1:-1]


def subject(w: Writing, one: Subject) -> str:
    """A subject of an atlas."""
    s = _begin(w, one, "subject", one.slug or slug(one.label), is_a(terms.ATLAS_SUBJECT), one.label)
    if one.note:
        w.lines.append(s + NOTE + literal(one.note))
    return s[1:-1]


def course(w: Writing, one: Course) -> str:
    """A course with what it teaches, requires and sets as reading."""
    s = _begin(w, one, "course", one.slug or slug(one.label), is_a(terms.COURSE), one.label)
    if one.title and one.title != one.label:
        w.lines.append(s + ALT_LABEL + literal(one.title))
    if one.note:
        w.lines.append(s + NOTE + literal(one.note))
    _links(w, s, terms.TEACHES_SUBJECT, one.subjects)
    _links(w, s, terms.TEACHES_TOPIC, one.topics)
    _links(w, s, terms.TEACHES, one.concepts)
    _links(w, s, terms.REQUIRES, one.requires)
    _links(w, s, terms.ASSIGNS_READING, one.readings)
    return s[1:-1]
