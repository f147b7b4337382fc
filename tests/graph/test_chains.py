"""What rules of several premises give in memory is what following the rules one statement at a time gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.resolution.chains import Chains
from graph.resolution.derive import joins, watched
from graph.resolution.entailment import consequences
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    Triple = tuple[str, str, str]

PREDICATES = [f"<{iri}>" for iri in (terms.WITHIN, terms.SITUATED_IN, terms.AUTHOR_OF, terms.CITES, terms.HAS_AUTHOR)]
TRIPLES = st.tuples(st.sampled_from("abcdef").map("<{}>".format), st.sampled_from(PREDICATES), st.sampled_from("abcdef").map("<{}>".format))


class Kept:
    """Keeps what is written."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, _: str, statements: Sequence[str]) -> None:
        self.lines += statements


def step(known: set[Triple]) -> set[Triple]:
    """What one turn of all rules adds."""
    found: set[Triple] = set()
    for rule in joins():
        rows = {(s, o) for s, p, o in known if p == f"<{rule.body[0][1]}>"}
        for _, link, _ in rule.body[1:]:
            rows = {(s, o) for s, middle in rows for m, p, o in known if m == middle and p == f"<{link}>"}
        for s, o in rows:
            found.update(consequences((s, f"<{rule.head[1]}>", o)))
    return found - known


@given(st.lists(TRIPLES, max_size=25))
@settings(max_examples=150, deadline=None)
def test_the_closure_of_chains(said: list[Triple]) -> None:
    told = {statement for triple in said for statement in consequences(triple)}  # rules of one premise are closed before
    out, chains = Kept(), Chains()
    for triple in sorted(told):
        if triple[1] in watched():
            chains.note(*triple)
    chains.run(out)
    known = set(told)
    while more := step(known):
        known |= more
    assert set(out.lines) | {" ".join(triple) for triple in told} == {" ".join(triple) for triple in known}
    assert chains.count == len(out.lines)
