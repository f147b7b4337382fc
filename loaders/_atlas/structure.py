"""Concepts, reforms, topics, subjects and courses of an atlas folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from graph.identify import slug
from graph.record import Concept, Course, Organisation, Reform, Subject, Topic
from graph.sources import scheme
from loaders._atlas.index import KINDS, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Said, Span
    from loaders._atlas.fields import Fields
    from loaders._atlas.index import Line

MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
_LINKS = ("broader", "related", "requires", "succeeds", "produces", "respondsTo", "introducedIn", "works", "inTopic", "coreIn")
CONCEPT_FIELDS = ("type", "slug", "prefLabel", "altLabel", "kind", "scopeNote", *_LINKS, *MATCHES, "note", "sources")
_OF_REFORM = ("reformIn", "startYear", "endYear", "datesSeen", "instantiates", "adoptedBy", "succeeds", "works")
REFORM_FIELDS = ("type", "slug", "label", *_OF_REFORM, "note", "sources")
TOPIC_FIELDS = ("type", "slug", "label", "inSubject", "ordinal", "note", "sources")
SUBJECT_FIELDS = ("type", "slug", "label", "topics", "note", "sources")
_OF_COURSE = ("title", "teachesSubject", "teachesTopic", "teaches", "requires", "assignsReading")
COURSE_FIELDS = ("type", "slug", "label", *_OF_COURSE, "note", "sources")
LIST_FIELDS = ("type", "slug", "label", "note", "sources")


def concept_said(fields: Fields) -> Iterator[Said]:
    """A concept, and the works that it is a subject of."""
    fields.allow(CONCEPT_FIELDS, "concept")
    labels = {language: texts[0] for language, texts in fields.by_language("prefLabel").items() if texts}
    language = fields.index.language if fields.index.language in labels else next(iter(labels), fields.index.language)
    if not labels:
        fields.refuse(1, "a concept needs a prefLabel")
    kind = fields.text("kind")
    if kind and kind not in KINDS:
        fields.refuse(fields.nodes["kind"].line, f"kind is one of {', '.join(KINDS)}, not {kind!r}")
    one = Concept(_key(fields), labels.pop(language, ""), next((known for known in KINDS if known == kind), "concept"), language, labels)
    one.alternatives = fields.by_language("altLabel")
    one.definition, one.definition_span = fields.first_paragraph()
    one.scope_note = fields.text("scopeNote")
    one.broader, one.related = fields.concepts("broader"), fields.concepts("related")
    one.requires, one.succeeds = fields.concepts("requires"), fields.concepts("succeeds")
    one.introduced_in = fields.works("introducedIn")
    one.in_topics = fields.things("inTopic", "topic", fields.index.topic)
    one.core_in = fields.things("coreIn", "topic", fields.index.topic)
    one.produces = _with_place(fields, "produces", one.definition_span)
    one.responds_to = _with_place(fields, "respondsTo", one.definition_span)
    for relation in MATCHES:
        for address in fields.texts(relation):
            if address.startswith(("http://", "https://")):
                one.matches.append((relation, address))
            else:
                fields.refuse(fields.nodes[relation].line, f"{relation} must be an address (http…) of the other vocabulary", address)
    works = fields.works("works")
    if one.label:
        yield one
        yield from (replace(work, about=[one]) for work in works)


def _with_place(fields: Fields, name: str, definition: Span | None) -> list[tuple[Concept, Span]]:
    """The concepts of a field with the place where the file says so: their `finding`, else the definition, else the field itself."""
    node = fields.nodes.get(name)
    out = []
    for one in node.nodes() if node is not None else ():
        named = one if isinstance(one.value, str) else one.get("concept")
        if named is None:
            fields.refuse(one.line, f"{name} must name a concept")
        elif (concept := fields.thing(named, "concept", fields.index.concept)) is not None:
            finding = one.get("finding")
            out.append((concept, fields.span(finding) if finding is not None else definition or fields.span(named)))
    return out


def concepts_said(fields: Fields) -> Iterator[Said]:
    """A list of concept names under the topics where they stand: `## Topic`, `- Concept`, bold = core to it."""
    fields.allow(LIST_FIELDS, "list of concepts")
    topic: Topic | None = None
    placed: dict[str, Concept] = {}
    for line in lines_of(fields.page):
        number = fields.page.line(line.offset)
        if line.heading:
            topic = fields.index.topic(line.slug)
            if topic is None:
                fields.refuse(
                    number, f"there is no topic {line.label!r}; write it in a file of subjects, or correct the heading", line.label
                )
            continue
        one = placed.setdefault(line.slug, _listed(fields, line))
        if topic is not None:
            (one.core_in if line.core else one.in_topics).append(topic)
    yield from placed.values()


def _listed(fields: Fields, line: Line) -> Concept:
    """A concept as a list names it; one that its own file or the scheme describes keeps their label, this one beside it."""
    known = fields.index.concept(line.slug)
    one = Concept(line.slug, line.label, known.kind if known is not None else "concept", fields.index.language)
    held = scheme.concepts().get(line.slug)
    if line.slug in fields.index.described or held is not None:
        one.label = "" if line.slug in fields.index.described else held.label if held is not None else ""
        if slug(line.label) != line.slug:
            one.alternatives = {fields.index.language: [line.label]}
    return one


def subjects_said(fields: Fields) -> Iterator[Said]:
    """A list of subjects with their topics in order: `## Subject`, `1. Topic`."""
    fields.allow(LIST_FIELDS, "list of subjects")
    subject: Subject | None = None
    position = 0
    for line in lines_of(fields.page):
        if line.heading:
            subject, position = Subject(line.label, line.slug), 0
            yield subject
            continue
        position = line.number or position + 1
        if subject is None:
            fields.refuse(fields.page.line(line.offset), "a topic stands before the first `## Subject`", line.label)
        yield Topic(line.label, line.slug, subject, position)


def subject_said(fields: Fields) -> Iterator[Said]:
    """A subject with its topics in order."""
    fields.allow(SUBJECT_FIELDS, "subject")
    if label := _label(fields, "subject"):
        one = Subject(label, _key(fields), fields.text("note") or fields.first_paragraph()[0])
        yield one
        for position, topic in enumerate(fields.texts("topics"), 1):
            yield Topic(topic, slug(topic), one, position)


def topic_said(fields: Fields) -> Iterator[Said]:
    """A topic of a subject."""
    fields.allow(TOPIC_FIELDS, "topic")
    if label := _label(fields, "topic"):
        subjects = fields.things("inSubject", "subject", fields.index.subject)
        yield Topic(label, _key(fields), subjects[0] if subjects else None, fields.number("ordinal"))


def course_said(fields: Fields) -> Iterator[Said]:
    """A course with what it teaches and sets as reading."""
    fields.allow(COURSE_FIELDS, "course")
    label = _label(fields, "course")
    one = Course(label, _key(fields), fields.text("title"), note=fields.text("note") or fields.first_paragraph()[0])
    one.subjects = fields.things("teachesSubject", "subject", fields.index.subject)
    one.topics = fields.things("teachesTopic", "topic", fields.index.topic)
    one.concepts = fields.concepts("teaches")
    one.requires = fields.things("requires", "course", fields.index.course)
    one.readings = fields.works("assignsReading")
    if label:
        yield one


def reform_said(fields: Fields) -> Iterator[Said]:
    """A dated programme of change."""
    fields.allow(REFORM_FIELDS, "reform")
    label = _label(fields, "reform")
    one = Reform(_key(fields), label, fields.places("reformIn"), fields.number("startYear"), fields.number("endYear"))
    one.dates_seen = fields.truth("datesSeen", otherwise=True)
    if one.start_year is not None and one.end_year is not None and one.end_year < one.start_year:
        fields.refuse(fields.nodes["endYear"].line, f"the reform ends in {one.end_year}, before it starts")
        one.end_year = None
    one.instantiates = fields.concepts("instantiates")
    one.adopted_by = [Organisation(name, public=True) for name in fields.texts("adoptedBy")]
    one.succeeds = fields.things("succeeds", "reform", fields.index.reform)
    one.works = fields.works("works")
    one.note = fields.text("note") or fields.first_paragraph()[0]
    if label:
        yield one


def _label(fields: Fields, kind: str) -> str:
    label = fields.text("label")
    if not label:
        fields.refuse(1, f"a {kind} needs a label")
    return label


def _key(fields: Fields) -> str:
    return fields.text("slug") or slug(fields.name.rpartition("/")[2].removesuffix(".md"))
