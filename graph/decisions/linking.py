"""Links that people make: a work is about a concept that its text names, whatever its sources say; and the way back.

Kept in `graph/curated` with a note of who and why, as other decisions are; when stands in `graph/meta`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.decisions.curation import forgotten, noted
from graph.decisions.judging import amended
from graph.errors import UsageError
from graph.loads import journal
from graph.loads.version import version
from graph.resolution.update import People
from graph.resolve import rebuild
from graph.search import is_indexed
from graph.store import CURATED, IRI
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store

ABOUT = f"<{terms.ABOUT_CONCEPT}>"


def link(store: Store, work: str, concept: str, *, reason: str = "", by: str = "") -> None:
    """A work is about a concept.

    Raises:
        UsageError: the graph does not hold one of them, or says so already.
    """
    for thing, kind, cls in ((work, "work", terms.WORK), (concept, "concept", terms.CONCEPT)):
        if not store.ask(f"ASK {{ {IRI(thing)} a <{cls}> }}"):
            raise UsageError(f"{thing} is no {kind} of the graph")
    if store.ask(f"ASK {{ <{work}> {ABOUT} <{concept}> }}"):
        raise UsageError(f"{work} is linked to {concept} already")
    _change(store, (f"<{work}>", ABOUT, f"<{concept}>"), reason, by, made=True)


def unlink(store: Store, work: str, concept: str, *, reason: str = "", by: str = "") -> None:
    """Take back a link that a person made.

    Raises:
        UsageError: no person made it.
    """
    if not store.ask(f"ASK {{ {IRI(work)} {ABOUT} {IRI(concept)} }}", graph=CURATED):
        raise UsageError(f"no person linked {work} to {concept}; there is nothing to take back")
    _change(store, (f"<{work}>", ABOUT, f"<{concept}>"), reason, by, made=False)


def _change(store: Store, said: tuple[str, str, str], reason: str, by: str, *, made: bool) -> None:
    before, people = version(store), People.now(store)
    journal.begin(store, rebuild)
    if made:
        noted(store, said, reason, by)
    else:
        forgotten(store, said, reason, by)
    things = amended(store, people)
    journal.end(store)
    if is_indexed(store):
        from graph.search.finding import follow

        follow(store, before, things)
