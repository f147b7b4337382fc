"""The whole conversion: files → describe → identify → settle → infer → seal, and the manifest that tells of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.distributed import description, identification, inference, sealing, settlement
from graph.distributed.place import Place
from graph.errors import InputError
from graph.provenance import software
from graph.store import BASE, capture_graph

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from graph.distributed.description import Described
    from graph.distributed.engine import Engine
    from graph.distributed.sealing import Shard
    from graph.record import Capture, Said

WORK = "work"
MANIFEST = "manifest.json"


@dataclass(slots=True)
class Conversion:
    """What a conversion did."""

    described: list[Described]
    shards: list[Shard] = field(default_factory=list)
    records: int = 0
    largest: int = 0
    """Records that one task decided on at most."""
    joined: int = 0
    doubtful: int = 0
    inferred: int = 0
    digest: str = ""
    resolved_digest: str = ""

    @property
    def rejects(self) -> list[dict[str, object]]:
        """What was not loaded, with file, record or line, and reason."""
        return [row for one in self.described for row in one.rejects]

    def as_json(self) -> dict[str, Any]:
        """The manifest."""
        captures = {one.digest: one for one in reversed(self.described) if one.digest}
        return {
            "format": "application/n-quads",
            "base": BASE,
            "software": f"govgraph {software()}",
            "digest": self.digest,
            "resolved": self.resolved_digest,
            "lines": sum(shard.lines for shard in self.shards),
            "shards": [shard.as_json() for shard in self.shards],
            "captures": [{"digest": digest, "path": one.path, "statements": one.statements} for digest, one in sorted(captures.items())],
            "records": self.records,
            "largest_share": self.largest,
            "joined": self.joined,
            "candidates": self.doubtful,
            "rejected": len(self.rejects),
        }


def convert(
    engine: Engine,
    read: Callable[[Sequence[str]], Iterable[tuple[Capture, Iterable[Said]]]],
    jobs: Sequence[Sequence[str]],
    url: str,
    *,
    shards: int = 8,
    digest: bool = True,
    told: Callable[[str], None] = lambda _: None,
) -> Conversion:
    """Write the graph of some files as shards with a manifest.

    Args:
        engine: runs the tasks.
        read: addresses of files → captures with what is said of them; a module's own function, sent to the workers.
        jobs: the files of each first task, in the order in which a load would take them.
        url: the folder of the shards, which all workers reach; `work/` in it is cleared before and after.
        shards: how many files to write, and how many tasks a stage has.
        digest: whether to tell the digests of the whole, which takes one process one pass over all shards.
        told: called with the name of each stage.

    Raises:
        InputError: several captures of one address, whose order would decide.
        StoreError: the engine gave up on a task.
    """
    out, work = Place(url), Place(f"{url.rstrip('/')}/{WORK}", packed=True)
    work.clear("")
    told("describe")
    found = engine.run(description.describe, [(read, work, task, list(paths)) for task, paths in enumerate(jobs)])
    result = Conversion([one for some in found for one in some])
    _refuse_order(result.described)
    left = _left(result.described, len(jobs))
    told("identify")
    _identify(engine, work, left, result, shards)
    told("settle")
    engine.run(settlement.route, [(work, task, left[task], shards) for task in range(len(jobs))])
    engine.run(settlement.settle, [(work, bucket, shards) for bucket in range(shards)])
    engine.run(settlement.doubts, [(work, shards)])
    told("infer")
    result.inferred = inference.infer(engine, work, shards)
    told("seal")
    result.shards = _sealed(engine, work, out, left, shards)
    if digest:
        result.digest, result.resolved_digest = sealing.digests(out, result.shards)
    out.write(MANIFEST, (json.dumps(result.as_json(), indent=1, ensure_ascii=False) + "\n").encode())
    work.clear("")
    return result


def _identify(engine: Engine, work: Place, left: list[frozenset[str]], result: Conversion, shards: int) -> None:
    sizes = {capture_graph(one.digest): one.works for one in result.described if one.digest}
    for seen, joined, doubtful in identification.identify(engine, work, left, sizes, shards):
        result.largest = max(result.largest, seen)
        result.records, result.joined, result.doubtful = result.records + seen, result.joined + joined, result.doubtful + doubtful


def _refuse_order(described: Sequence[Described]) -> None:
    several = description.superseding(described)
    if several:
        address, files = min(several.items())
        raise InputError(f"{' and '.join(files)} are captures of one address ({address}): the order decides which one counts; use `load`")


def _left(described: Sequence[Described], tasks: int) -> list[frozenset[str]]:
    """For each first task the capture graphs that an earlier one has as well."""
    left: list[set[str]] = [set() for _ in range(tasks)]
    first: dict[str, int] = {}
    for one in described:
        if one.digest and first.setdefault(one.digest, one.task) != one.task:
            left[one.task].add(capture_graph(one.digest))
            one.rejects.clear()
    return [frozenset(graphs) for graphs in left]


def _sealed(engine: Engine, work: Place, out: Place, left: Sequence[frozenset[str]], shards: int) -> list[Shard]:
    names = sealing.files(work)
    skipped = [left[int(name.rpartition("/")[2])] if name.startswith(description.STATEMENTS) else frozenset[str]() for name in names]
    samples = engine.run(sealing.sample, [(work, name, skip) for name, skip in zip(names, skipped, strict=True)])
    cuts = sealing.splitters(samples, shards)
    engine.run(sealing.cut, [(work, task, name, skip, cuts) for task, (name, skip) in enumerate(zip(names, skipped, strict=True))])
    found = engine.run(sealing.seal, [(work, out, shard) for shard in range(len(cuts) + 1)])
    for name in out.names(""):
        if name.rpartition("/")[2].startswith("part-") and int(name.rpartition("/")[2][5:10]) > len(cuts):
            out.clear(name.lstrip("/"))  # of an earlier conversion with more shards
    return found
