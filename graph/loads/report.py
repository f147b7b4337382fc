"""What a load did, a source at a time: found, absent, conflicting, unknowable, rejected; as text for people and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from graph.plural import counted
from graph.record import Concept, Finding, Reject, Source, Work

if TYPE_CHECKING:
    from graph.record import Said

State: TypeAlias = Literal["loaded", "unchanged", "older", "rejected", "would load"]
_STATES: dict[State, str] = {
    "loaded": "loaded",
    "unchanged": "unchanged: these bytes were loaded before, 0 changes",
    "older": "unchanged: a newer capture of this page is in the store and stays",
    "rejected": "rejected: nothing of it was loaded",
    "would load": "not loaded (dry run)",
}
_KINDS: tuple[Literal["found", "absent", "conflicting", "unknowable", "ignored"], ...] = (
    "found",
    "absent",
    "conflicting",
    "unknowable",
    "ignored",
)
SHOWN, FEW = 20, 3
"""Rejects and findings of one kind that the text names, and values ignored; the JSON has all."""


@dataclass(slots=True)
class SourceReport:
    """One source: what became of it, what its loader said of it, and how it differs from the capture that it replaces.

    `things` counts what the loader said by kind, `records` its works and those rejected together: `things["work"] + rejected == records`,
    unless its records are no works (the rows of a table) and it says how many there are.
    """

    name: str
    digest: str
    path: str = ""
    source: str = ""
    state: State = "loaded"
    label: str = ""
    format: str = ""
    address: str = ""
    statements: int = 0
    things: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    supersedes: str = ""
    differences: list[str] = field(default_factory=list)
    told: int | None = None
    """How many records the source says that it has."""
    _concepts: set[tuple[str, str]] = field(default_factory=set)
    """Those counted, by slug and label: a loader says a concept again with each mention of it."""

    @property
    def rejected(self) -> int:
        """How many records were not loaded: each once, whatever is wrong with it."""
        return len({one.record or number for number, one in enumerate(self.rejects) if not one.kept})

    @property
    def records(self) -> int:
        """How many records the source has, loaded or rejected."""
        return self.told if self.told is not None else self.things["work"] + self.rejected

    @property
    def is_refused(self) -> bool:
        """Whether nothing of it could be read, as a whole: there is one reason, and no record to count."""
        return self.state == "rejected" and [one.where for one in self.rejects] == ["file"]

    @property
    def is_as_before(self) -> bool:
        """Whether these bytes were loaded before, and there is nothing else to tell of them."""
        return self.state == "unchanged" and not self.findings and not self.rejects

    def count(self, said: Said) -> None:
        """Note one thing that the loader said."""
        if isinstance(said, Finding):
            self.findings.append(said)
        elif isinstance(said, Reject):
            self.rejects.append(said)
        elif not (isinstance(said, Concept) and self._is_counted(said)):
            self.things[type(said).__name__.lower()] += 1
            if isinstance(said, Work):
                self.things["reference"] += len(said.references)
            elif isinstance(said, Source):
                self.told = said.records

    def _is_counted(self, concept: Concept) -> bool:
        """Whether this concept was counted before; it is from now on."""
        before = len(self._concepts)
        self._concepts.add((concept.slug, concept.label))
        return len(self._concepts) == before

    def as_json(self) -> dict[str, object]:
        """This source's part of the JSON report."""
        told: dict[str, object] = {kind: [{"what": f.what, "detail": f.detail} for f in self.findings if f.kind == kind] for kind in _KINDS}
        return {
            "name": self.name,
            "path": self.path,
            "source": self.source,
            "digest": self.digest,
            "label": self.label,
            "format": self.format,
            "retrievedFrom": self.address,
            "state": self.state,
            "statements": self.statements,
            "records": self.records,
            "rejected": self.rejected,
            "things": {kind: count for kind, count in sorted(self.things.items()) if count},
            **told,
            "rejects": self.reject_rows(),
            "supersedes": self.supersedes,
            "differences": self.differences,
        }

    def reject_rows(self) -> list[dict[str, object]]:
        """The rejects as the contract writes them: file, record or line, reason."""
        return [reject_row(self.path or self.name, reject) for reject in self.rejects]

    def as_text(self) -> str:
        """This source's part of the text report."""
        if self.is_refused:
            return f"{self.path or self.name}\n  rejected: {self.rejects[0].reason.removeprefix(f'{self.path}: ')}"
        counts = ", ".join(counted(count, kind) for kind, count in self.things.items() if count and kind != "source")
        statements = f": {counted(self.statements, 'statement')}" if self.statements else ""
        told = _STATES[self.state] + statements + (f"; {counts}" if counts else "")
        out = [f"{self.path or self.name}" + (f" — {self.label}" if self.label and self.label != self.name else ""), f"  {told}"]
        for kind in _KINDS:
            found = [f.what + (f" ({f.detail})" if f.detail and kind != "found" else "") for f in self.findings if f.kind == kind]
            if found:
                most = FEW if kind == "ignored" else SHOWN
                count = f"{len(found)}: " if kind == "ignored" else ""
                more = f" and {len(found) - most} more; --json lists all" if len(found) > most else ""
                out.append(f"  {kind:<11} {count}" + ", ".join(found[:most]) + more)
        if self.differences:
            out.append(f"  replaces an older capture of {self.address}:")
            out += [f"    {difference}" for difference in self.differences]
        if self.rejected:
            out.append(f"  rejected    {self.rejected} of {counted(self.records, 'record')}")
            out += _listed([one for one in self.rejects if not one.kept])
        if parts := [one for one in self.rejects if one.kept]:
            out.append(f"  left out    {counted(len(parts), 'part')} of what was loaded")
            out += _listed(parts)
        return "\n".join(out)


@dataclass(slots=True)
class LoadReport:
    """All sources of one load, and what the resolved graph made of them in the resolver's own words."""

    sources: list[SourceReport] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    dry_run: bool = False

    @property
    def changed(self) -> int:
        """How many sources changed the graph."""
        return sum(source.state == "loaded" for source in self.sources)

    @property
    def exit_code(self) -> int:
        """0, or 3 where some of the input was rejected."""
        return 3 if any(source.rejects or source.state == "rejected" for source in self.sources) else 0

    def as_json(self) -> dict[str, object]:
        """The report as one JSON document."""
        sources = [source.as_json() for source in self.sources]
        return {"changes": self.changed, "dryRun": self.dry_run, "sources": sources, "notes": self.notes}

    def as_text(self) -> str:
        """The report for people: of several sources, those of which nothing is new are counted only."""
        first: dict[str, str] = {}
        told = []
        for source in self.sources:
            twin = first.setdefault(source.digest, source.path or source.name)
            if source.is_as_before and twin != (source.path or source.name):
                told.append(f"{source.path or source.name}\n  left out: the same bytes as {twin}; change one where they are two things")
            elif len(self.sources) == 1 or not source.is_as_before:
                told.append(source.as_text())
        total = Counter[str](source.state for source in self.sources)
        rejects = sum(source.rejected for source in self.sources if not source.is_refused)
        parts = sum(one.kept for source in self.sources for one in source.rejects)
        last = ", ".join(f"{total[state]} {state}" for state in _STATES if total[state]) or "nothing to load"
        last += ": loaded before, 0 changes" if len(told) == 0 and self.sources else ""
        last += f"; {counted(rejects, 'rejected record')}" if rejects else ""
        last += f"; {counted(parts, 'part')} left out" if parts else ""
        return "\n".join([*told, *self.notes, last])


def reject_row(file: str, reject: Reject) -> dict[str, object]:
    """A reject as file, record or line (a number where the loader gives one), reason."""
    place = re.fullmatch(r"(record|line)s? (\d+)", reject.where)
    where: dict[str, object] = {place[1]: int(place[2])} if place else {"record": reject.where}
    return {"file": file, **where, "reason": reject.reason}


def _listed(rejects: list[Reject]) -> list[str]:
    """The first of them as lines of the text report."""
    out = [f"    {reject.where}: {reject.reason}" for reject in rejects[:SHOWN]]
    return [*out, f"    and {len(rejects) - SHOWN} more; --rejects FILE lists all"] if len(rejects) > SHOWN else out
