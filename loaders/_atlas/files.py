"""Which files and folders are an atlas: an `atlas.md` makes one of its folder, and of what lies beneath it up to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.errors import InputError
from loaders._files.front_matter import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MANIFEST = "atlas.md"
WORKS = {".bib": "bibtex", ".bibtex": "bibtex", ".ris": "ris", ".json": "csl_json", ".jsonl": "csl_json"}
MOST_FILES = 20_000
_HIGHEST = 8
"""How many folders above one an `atlas.md` is looked for."""


def files(folder: Path) -> Iterator[Path]:
    """The files of a folder that may say something, in order; links and hidden files left out."""
    found = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".md", *WORKS} or _is_hidden(path, folder) or path.is_symlink():
            continue
        if path.is_file():
            found += 1
            if found > MOST_FILES:
                raise InputError(f"{folder}: more than {MOST_FILES} files; load its parts one by one")
            yield path


def beside(folder: Path) -> Iterator[Path]:
    """The files that lie in a folder and are none of an atlas, in order; hidden files left out."""
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in {".md", *WORKS} and path.is_file() and not _is_hidden(path, folder):
            yield path


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def by_atlas(folder: Path) -> dict[Path, list[Path]]:
    """The files of a folder by the atlas that they are of: the folder of the `atlas.md` nearest above them, else the folder itself."""
    found = list(files(folder))
    roots = {folder, *(path.parent for path in found if is_manifest(path))}
    atlases: dict[Path, list[Path]] = {}
    for path in found:
        atlases.setdefault(next(above for above in path.parents if above in roots), []).append(path)
    return atlases


def is_manifest(path: Path) -> bool:
    """Whether a file says of its folder that this is an atlas: `type: atlas`, or an `atlas.md` that is of no other type."""
    if path.suffix.lower() != ".md" or not path.is_file():
        return False
    with path.open("rb") as file:
        kind = kind_of(file.read(4000).decode("utf-8", "replace"))
    return kind == "atlas" or (path.name == MANIFEST and not kind)


def root_of(folder: Path) -> Path:
    """The folder of the atlas that a folder is of: it or the nearest above it that has an `atlas.md`, else itself."""
    return next((above for above in (folder, *folder.parents[:_HIGHEST]) if is_manifest(above / MANIFEST)), folder)


def next_to(root: Path) -> list[Path]:
    """The folders of the atlases that lie in one folder with an atlas, or around it."""
    try:
        near = [root.parent, *sorted(one for one in root.parent.iterdir() if one != root)] if is_manifest(root / MANIFEST) else []
        return [one for one in near if is_manifest(one / MANIFEST)]
    except OSError:  # a folder above that nobody may look into
        return []
