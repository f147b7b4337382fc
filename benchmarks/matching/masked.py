"""Score matching on records whose identifiers are hidden: `python -m benchmarks.matching.masked FOLDER… [--pairs FILE]`.

The truth are the identifiers (`benchmarks.matching.identifiers`): two records are one work if they share one, two works if each has
another one of the same sort; else nobody knows, and they do not count. What one file says alike is one record. Works are matched as
`govgraph resolve` matches them. `faults.txt` names identifiers that are provably wrong: figures are told with them and without, and for
the pairs alone whose records differ.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.matching.identifiers import STEM, Known, one_work, read
from benchmarks.matching.measuring import Pairs, figures
from graph.describe import iri_of, statements
from graph.linkage.facts import Facts
from graph.linkage.matching import Decisions, Matched, match
from graph.store import capture_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.record import Capture

FAULTS = Path(__file__).with_name("faults.txt")


class Records(NamedTuple):
    """What files say: facts of it, one known record and IRI (in brackets) for each that differs, and the sorts of names of each work.

    A record is called by its IRI, its file's digest and its work.
    """

    facts: Facts
    known: dict[str, Known]
    iri: dict[str, str]
    work: dict[str, str]
    sorts: dict[str, set[str]]


def gathered(files: Iterable[tuple[Capture, list[Known]]]) -> Records:
    """The records of some files."""
    facts, every, places = Facts(), list[Known](), list[tuple[str, str]]()
    for capture, records in files:
        graph = capture_graph(capture.digest)
        for one in records:
            for line in statements(one.masked, capture) if one.described else ():
                facts.take(graph, *line.split(" ", 2))
            places.append((f"<{iri_of(one.masked, capture).strip('<>')}>", capture.digest))
        every += records
    sorts = defaultdict[str, set[str]](set)
    told = Records(facts, {}, {}, {}, sorts)
    for one, (iri, digest), work in zip(every, places, one_work(every), strict=True):
        sorts[work] |= {name.partition(":")[0] for name in one.names} - {STEM}
        if one.names:
            name = f"{iri} {digest} {work}"
            if name in told.known:
                told.known[name].names |= one.names
            told.known.setdefault(name, one)
            told.iri[name], told.work[name] = iri, work
    return told


def matched(records: Records) -> Matched:
    """What matching makes of them."""
    facts = records.facts
    return match(facts, {iri for iri, one in facts.works.items() if one.graphs}, set(facts.persons), set(facts.venues), Decisions())


def same(records: Records) -> Pairs:
    """The pairs of records that are one work."""
    by_work = defaultdict[str, list[str]](list)
    for name, work in records.work.items():
        by_work[work].append(name)
    return {pair for group in by_work.values() for pair in combinations(sorted(group), 2)}


def joined(records: Records, found: Matched) -> Pairs:
    """The pairs of records that matching makes one work, less those of which nobody knows."""
    clusters = defaultdict[str, list[str]](list)
    for name, iri in records.iri.items():
        clusters[found.canonical.get(iri, iri)].append(name)
    pairs = (pair for group in clusters.values() for pair in combinations(sorted(group), 2))
    return {(a, b) for a, b in pairs if _known(records, records.work[a], records.work[b])}


def _known(records: Records, one: str, other: str) -> bool:
    return one == other or bool(records.sorts[one] & records.sorts[other])


def faulty(records: Records, pairs: Pairs, gold: Pairs) -> dict[tuple[str, str], str]:
    """Those of some pairs that `faults.txt` speaks of, and why."""
    lines = [line.partition(" | ") for line in FAULTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    why = {frozenset(names.split(" = ")): reason for names, _, reason in lines}
    found = {}
    for pair in pairs:
        mine, theirs = (records.known[name].names for name in pair)
        shared = [frozenset((name,)) for name in (mine & theirs if pair in gold else ())]
        told = shared or [frozenset((a, b)) for a in mine for b in theirs]
        reasons = [why[names] for names in told if names in why]
        found.update({pair: reasons[0]} if reasons else {})
    return found


def rows(records: Records, found: Matched, gold: Pairs, out: Pairs) -> Iterator[dict[str, object]]:
    """The pairs that were wrongly joined or missed, with what a person needs to see why."""
    doubts = {frozenset((one.a, one.b)): f"{one.evidence} ({one.score})" for one in found.candidates}
    faults = faulty(records, gold ^ out, gold)
    for verdict, pairs in (("wrong", out - gold), ("missed", gold - out)):
        for pair in sorted(pairs):
            ends = frozenset(found.canonical.get(records.iri[name], records.iri[name]) for name in pair)
            told = {"verdict": verdict, "doubt": doubts.get(ends, ""), "fault": faults.get(pair, "")}
            yield {**told, "records": [_shown(records.known[name]) for name in pair]}


def _shown(one: Known) -> dict[str, object]:
    work = one.masked
    within = work.venue or work.part_of
    people = [who.name for who in work.authors or work.editors] or work.authors_as_printed
    told = {"kind": work.kind, "title": work.title, "people": people, "year": work.year, "in": within.title if within else ""}
    more = {name: getattr(work, name) for name in ("volume", "issue", "pages", "article_number", "edition") if getattr(work, name)}
    return {"names": sorted(one.names), **told, **more}


def scores(records: Records, found: Matched) -> dict[str, Any]:
    """How many records, works and pairs there are, and the figures: all, without faults of the truth, and of records that differ."""
    gold, out = same(records), joined(records, found)
    faults = faulty(records, gold | out, gold)
    right, sound = gold - faults.keys(), out - faults.keys()
    differ = [{(a, b) for a, b in pairs if records.iri[a] != records.iri[b]} for pairs in (right, sound)]
    return {
        "records": len(records.known),
        "works": len(set(records.work.values())),
        "pairs": len(gold),
        "joined": len(out),
        "raw": figures(gold, out),
        "faults of the truth": dict(sorted(Counter(faults.values()).items())),
        "pairs without these": len(right),
        "sound": figures(right, sound),
        "of them pairs that differ": len(differ[0]),
        "differing": figures(*differ),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--pairs", type=Path, help="where to write the pairs that were wrongly joined or missed")
    options = parser.parse_args()
    records = gathered(read(sorted(path for folder in options.folders for path in folder.rglob("*") if path.is_file())))
    found = matched(records)
    print(json.dumps(scores(records, found), indent=1))
    if options.pairs:
        lines = rows(records, found, same(records), joined(records, found))
        options.pairs.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
