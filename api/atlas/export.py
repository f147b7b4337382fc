"""The atlas folder written back: files that were loaded from one as they were, with verdicts put in; everything else from the graph.

Decided in docs/decisions/0006-atlas-written-back.md. Loading F and exporting it gives F byte for byte, as long as nobody decided anything.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from api.atlas.written import MADE, Written
from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.store import Store


@dataclass(slots=True)
class Report:
    """What was written, and what was left out with the reason."""

    files: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def told(self) -> dict[str, object]:
        """As plain values."""
        return {
            "files": dict(sorted(self.files.items())),
            "left out": {what: count for what, count in sorted(self.left_out.items()) if count},
        }


def export_atlas(store: Store, folder: Path) -> Report:
    """Write the atlas of the store into a folder that is new, empty or an atlas already; files that are the same are not touched.

    Of several atlases the one that stands in the folder is written there alone; into a new folder they go side by side.

    Raises:
        UsageError: the folder holds something else.
    """
    from api.atlas.kept import atlases
    from api.atlas.made import made

    report = Report()
    kept = _into(folder, atlases(store, report.left_out), report)
    several = len(kept) > 1
    for name, files in kept.items():
        _write(folder / name if several else folder, files, report)
    rest = list(made(store, report.left_out))
    if rest and not kept:
        rest.append(Written("atlas.md", b"---\ntype: atlas\nlabel: Written from the graph\n---\n", MADE))
    _write(folder / MADE if kept else folder, rest, report)
    return report


def _into(folder: Path, kept: dict[str, list[Written]], report: Report) -> dict[str, list[Written]]:
    """The atlases that go into the folder: all where it is new, empty or holds them side by side, else the one that it is."""
    from api.atlas.kept import told_by
    from loaders._atlas.files import MANIFEST

    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return kept
    here = folder / MANIFEST
    if not here.is_file():
        if any((folder / name / MANIFEST).is_file() for name in kept):
            return kept
        raise UsageError(f"{folder} holds something else than an atlas; name a new or empty folder")
    if len(kept) < 2:
        return kept
    named = told_by(here.read_bytes())
    own = [name for name, files in kept.items() if any(one.path == MANIFEST and told_by(one.data) == named for one in files)]
    if not own:
        raise UsageError(f"{folder} holds an atlas that the store knows nothing of; name a new or empty folder")
    report.left_out["files of other atlases, for which a new folder is the place"] += sum(
        len(files) for name, files in kept.items() if name != own[0]
    )
    return {own[0]: kept[own[0]]}


def _write(folder: Path, files: Iterable[Written], report: Report) -> None:
    for one in files:
        inside = PurePosixPath(one.path)
        if inside.is_absolute() or ".." in inside.parts or "\\" in one.path or not inside.parts:
            report.left_out["files whose path leads out of the folder"] += 1
            continue
        place = folder / inside
        report.files[one.how] += 1
        if place.is_file() and place.read_bytes() == one.data:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{place.name}.partial")
        partial.write_bytes(one.data)
        partial.replace(place)
