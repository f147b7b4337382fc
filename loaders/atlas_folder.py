"""The atlas folder: Markdown files with YAML front matter, one a thing, and works in .bib, .ris or CSL-JSON files beside them.

Made to be written by hand and kept in git; docs/how-to/atlas-folder.md shows each kind of file. Files name each other's things by slug,
works by key or DOI. What a file states stands in it: the evidence of a claim is the place of its finding in the file.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.record import Finding, Reject, Source
from graph.rights import is_open
from graph.sources.capture import capture_of, read_capture
from loaders._atlas import claims, structure
from loaders._atlas.fields import Fields
from loaders._atlas.files import MANIFEST, beside, by_atlas, files, is_manifest, root_of
from loaders._atlas.index import Index, index_of
from loaders._files.decode import head_of, text_of
from loaders._files.front_matter import has_front_matter, kind_of, parsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.record import Capture, Said

LABEL = "Atlas folder file (Markdown with front matter)"
MEDIA = "text"
_READERS: dict[str, Callable[[Fields], Iterator[Said]]] = {
    "concept": structure.concept_said,
    "concepts": structure.concepts_said,
    "case": claims.case_said,
    "claims": claims.claims_said,
    "citations": claims.citations_said,
    "reform": structure.reform_said,
    "topic": structure.topic_said,
    "subject": structure.subject_said,
    "subjects": structure.subjects_said,
    "course": structure.course_said,
}
_MOST_NAMED = 12
_QUOTES = re.compile(r"\bquote:")
_MANIFEST_FIELDS = ("type", "label", "licence", "rightsHolder", "language", "base", "note", "sources")


def is_atlas(folder: Path) -> bool:
    """Whether a folder is one: it has `atlas.md`, or some Markdown file of it says a `type:` of ours."""
    if (folder / MANIFEST).is_file():
        return True
    for path in files(folder):
        if path.suffix.lower() == ".md":
            with path.open("rb") as file:
                if kind_of(file.read(4000).decode("utf-8", "replace")) in _READERS:
                    return True
    return False


def captures(folder: Path, others: Callable[[Path], list[Capture]] | None = None) -> Iterator[Capture]:
    """The files of a folder as captures, each with the index of its atlas and its address; those that quote come after the others.

    Each folder in it that has an `atlas.md` is an atlas with a label, licence and base of its own; its files may name the others' things,
    and those of the atlases next to the folder. Markdown without front matter (a README) is no part of the atlas. A file that cannot be
    opened gives an empty capture whose reading says why. Whatever else lies there is opened by `others`; what is not read is named by a
    finding of the first capture, which comes after those others.
    """
    left_out: list[str] = []
    kept: list[Capture] = []
    for capture in _of_atlases(folder, left_out):
        if kept and not _QUOTES.search(capture.text):
            yield capture
        else:
            kept.append(capture)
    for path in beside(folder) if others else ():
        opened = others(path) if others else []
        left_out += [] if opened else [path.relative_to(folder).as_posix()]
        yield from opened
    yield from _told(kept, left_out)


def _of_atlases(folder: Path, left_out: list[str]) -> Iterator[Capture]:
    """The files of the atlases of a folder; Markdown without front matter is added to what is left out."""
    indices = _indices(folder)
    for root, paths in by_atlas(folder).items():
        index, place = indices[root]
        for path in paths:
            capture = _captured(path, (place / path.relative_to(root)).as_posix(), index)
            if path.suffix.lower() != ".md" or "unreadable" in capture.context or has_front_matter(capture.text):
                yield capture
            else:
                left_out.append(path.relative_to(folder).as_posix())


def _told(kept: list[Capture], left_out: list[str]) -> list[Capture]:
    """Captures of which the first tells what lies in the folder and is not read."""
    if kept and left_out:
        more = f" and {len(left_out) - _MOST_NAMED} more" if len(left_out) > _MOST_NAMED else ""
        why = f"not read, of no known format or without front matter: {', '.join(sorted(left_out)[:_MOST_NAMED])}{more}"
        before = kept[0].context.get("findings")
        kept[0].context["findings"] = [*(before if isinstance(before, list) else []), Finding("unknowable", "files beside the atlas", why)]
    return kept


def _indices(folder: Path) -> dict[Path, tuple[Index, Path]]:
    """The atlases of a folder with the place of each root within its atlas: a part of an atlas is read as that part."""
    found = {root: (index_of(root, paths), Path()) for root, paths in by_atlas(folder).items()}
    here = folder.resolve()
    top = root_of(here)
    if folder in found and top != here:
        found[folder] = (index_of(top), here.relative_to(top))
    known = {top, *(root.resolve() for root in found)}
    around = [index_of(one) for one in (by_atlas(top) if top != here else ()) if one not in known]
    for index, _ in found.values():
        index.beside, index.next_to = [*(other for other, _ in found.values() if other is not index), *around], top
    return found


def _captured(path: Path, inside: str, index: Index) -> Capture:
    try:
        capture = read_capture(path)
    except InputError as wrong:
        capture = capture_of(b"", path.name, path=str(path))
        capture.context["unreadable"] = str(wrong)
    capture.retrieved_from = index.base + inside
    capture.context["atlas"] = index
    capture.context["inside"] = inside
    capture.context["licence"] = (index.licence, index.rights_holder)
    return capture


def recognise(capture: Capture) -> float:
    """By front matter with a `type:` of ours."""
    if "unreadable" in capture.context or ("atlas" in capture.context and has_front_matter(head_of(capture, 10))):
        return 1.0
    kind = kind_of(head_of(capture, 20_000))
    if kind in _READERS or kind == "atlas":
        return 0.99
    return 0.5 if has_front_matter(head_of(capture, 10)) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The things of one file; a broken one gives Rejects with its line and never stops the folder."""
    index, inside = _index(capture)
    text = text_of(capture)
    label = f"{index.label}: {inside}" if index.label else inside
    source = Source(
        label=label,
        retrieved_from=capture.retrieved_from,
        licence=index.licence,
        rights_holder=index.rights_holder,
        display="full" if is_open(index.licence) else "quote",
        language=index.language,
        format="atlas_folder",
    )
    if refused := capture.context.get("unreadable"):
        yield from (source, Reject(inside, str(refused)))
        return
    try:
        page = parsed(text)
    except InputError as wrong:
        line, _, reason = str(wrong).removeprefix("line ").partition(": ")
        yield from (source, Reject(f"{inside}:{line}", reason))
        return
    fields = Fields(page, index, inside, page.fields)
    things = _things(fields)
    if not things and any(not one.record for one in fields.rejects):
        fields.settle(0, inside, kept=False)  # what is wrong with the file's one thing keeps out all that rests on it
    rejects = [one if one.record else replace(one, record=inside, kept=True) for one in fields.rejects]
    source.records = len(things) + len({one.record for one in rejects if not one.kept})
    yield source
    yield from things
    yield from fields.findings
    yield from rejects


def _things(fields: Fields) -> list[Said]:
    """What a file says by its type."""
    kind = fields.text("type")
    if kind == "atlas":
        fields.allow(_MANIFEST_FIELDS, "atlas")
        return [Finding("found", "atlas", fields.index.label)]
    if kind in _READERS:
        return list(_READERS[kind](fields))
    fields.refuse(1, f"type is one of {', '.join(_READERS)}, atlas; not {kind!r}")
    return []


def _index(capture: Capture) -> tuple[Index, str]:
    """The index that came with the capture and its place in the atlas; for a file loaded by itself those of the atlas that it lies in."""
    held = capture.context.get("atlas")
    if isinstance(held, Index):
        return held, str(capture.context.get("inside") or capture.name)
    if not capture.path or re.match(r"[a-z]+://", capture.path):
        return Index(), capture.name
    path = Path(capture.path).resolve()
    root = root_of(path.parent)
    states = [(str(one), one.stat().st_mtime_ns, one.stat().st_size) for one in files(root)]
    index = _index_of(root, hash(tuple(states)))
    if not is_manifest(root / MANIFEST):
        return index, capture.name
    inside = path.relative_to(root).as_posix()
    capture.retrieved_from = capture.retrieved_from or index.base + inside
    return index, inside


@lru_cache(maxsize=4)
def _index_of(root: Path, state: int) -> Index:  # noqa: ARG001 (a folder that changed is read anew)
    index = index_of(root)
    index.beside, index.next_to = [index_of(one) for one in by_atlas(root) if one != root], root
    return index
