"""A course as its outline: subjects, their topics in order, the concepts of each, and what comes before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import queries
from api.pages.claims import rows_of
from api.pages.readings import readings
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    from api.described import Description
    from graph.store import Store


@dataclass(slots=True)
class Topic:
    """A topic of the course with its concepts, the core ones first as the flag beside each says."""

    topic: Thing
    subject: Thing | None
    concepts: list[tuple[Thing, bool]] = field(default_factory=list)

    @property
    def week(self) -> list[tuple[str, str]]:
        """A week of a class plan on this topic: its core concepts, or all where none is core."""
        core = [concept for concept, is_core in self.concepts if is_core] or [concept for concept, _ in self.concepts]
        return _week(self.topic.label, core)

    @property
    def planned(self) -> str:
        """The query string of a class plan that begins with this topic."""
        return urlencode(self.week)


def _week(heading: str | None, concepts: list[Thing]) -> list[tuple[str, str]]:
    return [("week", heading or ""), *(("c", concept.id.rpartition("/")[2]) for concept in concepts)]


def _whole(title: str, topics: list[Topic]) -> str:
    """The query string of a class plan with a week a topic."""
    return urlencode([("title", title), *(step for topic in topics for step in topic.week)])


def topics_of(store: Store, course: str) -> list[Topic]:
    """The topics of a course in the order of its atlas."""
    topics: dict[Thing, Topic] = {}
    for row in rows_of(queries.run(store, "course-outline", {"course": course})):
        one = topics.setdefault(row.topic, Topic(row.topic, row.subject))
        if isinstance(row.concept, Thing):
            one.concepts.append((row.concept, bool(row.core)))
    return list(topics.values())


def course_of(store: Store, found: Description) -> dict[str, Any]:
    """What the page of a course shows."""
    topics = topics_of(store, found.id)
    in_topics = {concept.id for topic in topics for concept, _ in topic.concepts}
    apart = [concept for concept in found.things("teaches") if concept.id not in in_topics]
    return {
        "id": found.id,
        "label": found.label,
        "title": ", ".join(found.texts(terms.SKOS_ALT_LABEL)),
        "note": found.text(terms.SKOS_NOTE),
        "topics": topics,
        "apart": apart,
        "planned": urlencode(_week(found.label, apart)),
        "whole": _whole(found.label, topics) if any(topic.concepts for topic in topics) else "",
        "before": queries.run(store, "course-prerequisites", {"course": found.id}).rows,
        "readings": readings(store, found.things("assignsReading")),
        "sources": found.things("describedIn"),
    }
