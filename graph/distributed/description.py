"""First stage: files of records → statements, with what matching looks at put aside; the same as a load writes into capture graphs."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from graph.describe import forget, statements
from graph.distributed.place import write_statements
from graph.identify import ID
from graph.linkage.facts import OF_PERSONS, OF_VENUES, OF_WORKS
from graph.loads.report import reject_row
from graph.provenance import source_iri
from graph.record import Claim, Finding, Reject, Source
from graph.sources.quotation import resolved
from graph.store import capture_graph
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from graph.distributed.place import Place
    from graph.record import Capture, Said

STATEMENTS, FACTS = "statements", "facts"
_TYPE, _WORK = f"<{terms.RDF_TYPE}>", f"<{ID}work/"
_SEEN = frozenset((*OF_WORKS, *OF_PERSONS, *OF_VENUES, f"<{terms.CITES}>"))
_KINDS = tuple(f"<{ID}{kind}/" for kind in ("work", "person", "venue"))


@dataclass(slots=True)
class Described:
    """One file: what it is called, where it came from, what was said and rejected of it; no digest = nothing of it was loaded."""

    path: str
    task: int
    digest: str = ""
    address: str = ""
    things: int = 0
    works: int = 0
    statements: int = 0
    rejects: list[dict[str, object]] = field(default_factory=list)


def describe(
    read: Callable[[Sequence[str]], Iterable[tuple[Capture, Iterable[Said]]]], place: Place, task: int, paths: Sequence[str]
) -> list[Described]:
    """Write the statements of some files, and of these the ones that matching looks at; tell of each file."""
    told: list[Described] = []
    everything: list[tuple[str, list[str]]] = []
    facts: list[tuple[str, list[str]]] = []
    for capture, said in read(paths):
        graph = capture_graph(capture.digest)
        if any(graph == known for known, _ in everything):
            continue  # the same bytes twice
        one = Described(capture.path or capture.name, task)
        told.append(one)
        lines = list(dict.fromkeys(chain.from_iterable(_lines(capture, said, one))))
        if lines:
            one.digest, one.statements = capture.digest, len(lines)
            everything.append((graph, lines))
            facts.append((graph, [line for line in lines if _is_fact(line)]))
            one.works = len({line.partition(" ")[0] for line in facts[-1][1] if line.startswith(_WORK) and f" {_TYPE} " in line})
    write_statements(place, f"{STATEMENTS}/{task:05d}", everything)
    write_statements(place, f"{FACTS}/{task:05d}", facts)
    return told


def _is_fact(line: str) -> bool:
    return line.startswith(_KINDS) and line.split(" ", 2)[1] in _SEEN


def _lines(capture: Capture, said: Iterable[Said], told: Described) -> Iterator[list[str]]:
    """As graph/loading.py: the Source first, then all other things."""
    forget(capture)
    spoken: Iterator[Said] = (thing for thing in _quoted(capture, said, told) if not isinstance(thing, Finding))
    source = next(spoken, None)
    if source is None:
        return
    first = next(spoken, None)
    if first is None and told.rejects:
        return
    if not isinstance(source, Source):
        spoken, first, source = (chain((first,), spoken) if first is not None else spoken), source, Source()
    told.address = capture.retrieved_from or source.retrieved_from
    yield statements(source, capture)
    for thing in chain((first,), spoken):
        if thing is not None and not isinstance(thing, Finding | Reject):
            yield statements(thing, capture)


def _quoted(capture: Capture, said: Iterable[Said], told: Described) -> Iterator[Said]:
    """What is said, less what is rejected; a person's quotation is looked for in this capture alone."""

    def lookup(source: str) -> tuple[str, str] | None:
        own = source in (capture.digest, capture.retrieved_from, capture.name)
        return (capture.digest, capture.text) if own else None

    for thing in said:
        rejects = [thing] if isinstance(thing, Reject) else []
        kept: Said | None = None if rejects else thing
        if isinstance(thing, Claim) and thing.quotes:
            kept, rejects = resolved(thing, lookup)
        told.rejects += [reject_row(told.path, reject) for reject in rejects]
        if kept is not None:
            told.things += 1
            yield kept


def superseding(described: Iterable[Described]) -> dict[str, list[str]]:
    """Addresses of which there are several captures, with the files: which one counts is a matter of order, for which `load` is made."""
    held: dict[str, dict[str, str]] = {}
    for one in described:
        if one.digest and one.address:
            held.setdefault(one.address, {}).setdefault(source_iri(one.digest), one.path)
    return {address: list(files.values()) for address, files in held.items() if len(files) > 1}
