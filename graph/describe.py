"""A thing that a source says → its statements as N-Triples; with its two halves the only place where records meet terms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph import record
from graph.statements import describe_field as field
from graph.statements import describe_work as bibliography
from graph.statements.writing import Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from graph.record import Capture, Thing

_DESCRIBERS: dict[type, Callable[[Writing, Any], str]] = {
    record.Work: bibliography.work,
    record.Organisation: bibliography.organisation,
    record.Source: bibliography.source,
    record.Concept: field.concept,
    record.Jurisdiction: field.jurisdiction,
    record.Case: field.case,
    record.Reform: field.reform,
    record.Respondent: field.respondent,
    record.Mention: field.mention,
    record.Claim: field.claim,
    record.Topic: field.topic,
    record.Subject: field.subject,
    record.Course: field.course,
}
_KEY = "graph.describe"


def statements(thing: Thing, capture: Capture) -> list[str]:
    """The statements of a thing and of all it refers to, each as `<s> <p> o`, without graph and full stop.

    What was described for the same capture shortly before is only referred to: the statements of all things of a capture, taken
    together, do not depend on the order in which they are asked for, once the Source has been. Lines may repeat.
    """
    return writing(capture).write(thing)


def writing(capture: Capture) -> Writing:
    """The state of describing a capture, kept with it."""
    held = capture.context.get(_KEY)
    if not isinstance(held, Writing):
        held = capture.context[_KEY] = Writing(capture, _DESCRIBERS)
    return held


def forget(capture: Capture) -> None:
    """Let go of that state: the next statements of the capture are complete again."""
    capture.context.pop(_KEY, None)


def iri_of(thing: Thing, capture: Capture) -> str:
    """The record IRI of a thing of this capture; nothing counts as described by that."""
    aside = Writing(capture, _DESCRIBERS)
    aside.origin = writing(capture).origin
    return aside.describe(thing)
