"""Why a statement stands, as a field: of a link's edge, and of any statement that is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.typed import term_of
from graph.errors import UsageError
from graph.explain import why
from graph.store import IRI

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from graphql import FieldNode, SelectionSetNode

    from api.graphql.levels.plan import Answering
    from api.graphql.shape import Link
    from graph.explain import Explanation

    Told = Callable[[Any], dict[str, Any]]
    Collect = Callable[[str, Iterable[SelectionSetNode | None]], dict[str, list[FieldNode]]]

COST = 50
"""What a derivation counts: it asks as many questions as it has premises, and more."""


def _explanation(name: str, one: Explanation) -> Any:
    subject, predicate, value = one.statement
    plain: Mapping[str, Any] = {
        "subject": subject.strip("<>"),
        "predicate": predicate.strip("<>"),
        "object": value[1:-1] if value[0] == "<" else value,
        "labels": list(one.labels),
        "rule": one.rule or None,
        "axiom": one.axiom or None,
        "notes": list(one.notes),
        "said": one.said,
        "premises": one.premises,
    }
    return one.as_text() if name == "text" else plain[name]


_READ: Mapping[str, Callable[[str, Any], Any]] = {
    "Derivation": _explanation,
    "Saying": lambda name, one: getattr(one, name),
    "SayingPlace": lambda name, one: one[("start", "end", "page").index(name)],
}
_INNER = {("Derivation", "premises"): "Derivation", ("Derivation", "said"): "Saying", ("Saying", "places"): "SayingPlace"}


def told(collect: Collect, nodes: list[FieldNode], kind: str = "Derivation") -> Told:
    """What is wanted of derivations, or of what belongs to them; `collect` gives the fields wanted of a type."""
    wanted: list[tuple[str, str, Told | None]] = []
    for key, inner in collect(kind, [node.selection_set for node in nodes]).items():
        name = inner[0].name.value
        below = _INNER.get((kind, name))
        wanted.append((key, name, told(collect, inner, below) if below else None))
    read = _READ[kind]

    def tell(one: Any) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for key, name, below in wanted:
            found = kind if name == "__typename" else read(name, one)
            made[key] = [below(each) for each in found] if below else found
        return made

    return tell


def of_link(link: Link, tell: Told) -> Callable[[str, str, Answering], dict[str, Any] | None]:
    """The derivation of a link from a thing to another; null where it does not stand any more."""

    def emit(start: str, end: str, answering: Answering) -> dict[str, Any] | None:
        answering.look()
        subject, value = (end, start) if link.inverse else (start, end)
        try:
            return tell(why(answering.store, IRI(subject), IRI(link.iri), IRI(value)))
        except UsageError:
            return None

    return emit


def of_statement(given: Mapping[str, str], answering: Answering) -> Explanation:
    """The derivation of a statement as a person writes it.

    Raises:
        UsageError: it is no statement, or does not stand; the error says what does.
    """
    subject, predicate = term_of(given["subject"]), term_of(given["predicate"], prop=True)
    return why(answering.store, subject, predicate, term_of(given["object"], literal=True))
