"""Which loader reads a capture, and what is said of it: every module of this folder that has LABEL, recognise and read is a format.

A new format is one new file here. Third parties add theirs by an entry point in the group `govgraph.loaders`, whose name is the format's
and whose object is such a module.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from graph.errors import InputError, UsageError
from graph.record import Capture, Reject, Work
from graph.sources.archive import is_archive, members
from graph.sources.capture import LARGEST, legible, read_capture
from loaders._page.paging import with_pages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.record import Said

LEAST = 0.3
"""A capture is read as the format that is surest of it, if that is at least this sure."""
DEBUG = "GOVGRAPH_DEBUG"
"""Set in the environment, a loader's unexpected error is raised again after it has been reported."""
_THIRD_PARTIES = "govgraph.loaders"
_ATLAS = "atlas_folder"
_PAGES = "html|text"
"""MEDIA of the loaders that read pages, whose text is quoted by its places."""
_SUREST_PAGE = 0.97
"""No loader of pages is surer than this."""
_MEDIA = frozenset({_PAGES, "text", "json", "xml", "json|xml", "rdf", "marc", "pdf", "table"})
"""MEDIA by which a loader is left out where a capture begins as HTML or JSON do; a third party's other word leaves none out."""
_BEFORE = b"\xef\xbb\xbf \t\r\n"
_XHTML = re.compile(rb"<\?xml[^>]*\?>\s*(?:<!doctype html[^>]*>|<html\b)")


class Loader(Protocol):
    """What a loader module has."""

    LABEL: str
    MEDIA: str

    def recognise(self, capture: Capture) -> float:
        """How sure the loader is that the capture is of its format, 0 to 1."""

    def read(self, capture: Capture) -> Iterator[Said]:
        """What the capture says, the Source first."""


class _Formats(Mapping[str, Loader]):
    """Name → loader of every format; a module is imported when its loader is asked for."""

    def __getitem__(self, name: str) -> Loader:
        return _loader(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_format_names())

    def __len__(self) -> int:
        return len(_format_names())

    def __contains__(self, name: object) -> bool:
        return name in _format_names()


FORMATS: Mapping[str, Loader] = _Formats()


@lru_cache(maxsize=1)
def _format_names() -> tuple[str, ...]:
    here = {module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg and not module.name.startswith("_")}
    return tuple(sorted(here | {point.name for point in entry_points(group=_THIRD_PARTIES)}))


@lru_cache(maxsize=64)
def _loader(name: str) -> Loader:
    if name not in _format_names():
        raise KeyError(name)
    for point in entry_points(group=_THIRD_PARTIES):
        if point.name == name:
            return cast("Loader", point.load())
    return cast("Loader", import_module(f"loaders.{name}"))


def recognise(capture: Capture) -> str:
    """The name of the format that is surest of the capture; of two equally sure the first by name.

    Raises:
        InputError: no format is sure enough, or the capture could not be read at all.
    """
    if (why := capture.context.get("unreadable")) is not None:
        raise InputError(str(why))
    legible, media = _legible(capture), _media_of(capture)
    scores: list[tuple[float, str]] = []
    for name, of_pages in _in_order(tuple(FORMATS)):
        if of_pages and max(scores, default=(0.0, ""))[0] > _SUREST_PAGE:
            break  # to take a whole file of records for a page is most of the work
        scores.append((_score(name, legible, media), name))
    scores.sort(key=lambda pair: (-pair[0], pair[1]))
    if scores and scores[0][0] >= LEAST:
        return scores[0][1]
    where = capture.path or capture.name
    if not capture.data.strip():
        raise InputError(f"{where}: the file is empty")
    near = ", ".join(f"{name} {score:.2f}" for score, name in scores if score > 0)
    told = f"the nearest: {near}" if near else f"{len(scores)} were tried, which `govgraph read --from list` names"
    raise InputError(f"{where}: the format is not recognised; name it with --from ({told})")


@lru_cache(maxsize=4)
def _in_order(names: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """The formats, and whether they are of pages: those come last."""
    return tuple((name, _is_of_pages(name)) for name in sorted(names, key=_is_of_pages))


def _is_of_pages(name: str) -> bool:
    try:
        return FORMATS[name].MEDIA == _PAGES
    except Exception:  # noqa: BLE001 - a third party's that cannot be imported; `_score` tells of it
        return False


def _media_of(capture: Capture) -> frozenset[str]:
    """The media that a capture may be of by its first signs; empty where they leave it open."""
    start = capture.data[:1024].lstrip(_BEFORE).lower()
    if start.startswith((b"<!doctype html", b"<html")) or (start.startswith(b"<?xml") and _XHTML.match(start)):
        return frozenset({"html"})
    if start.startswith(b"<?xml") and b"<html" not in start and b"doctype html" not in start:
        return frozenset({"xml", "rdf"})
    return frozenset({"json", "rdf", "marc", "text"}) if start.startswith((b"{", b"[")) else frozenset()


def _score(name: str, capture: Capture, media: frozenset[str]) -> float:
    try:
        loader = FORMATS[name]
        if media and loader.MEDIA in _MEDIA and media.isdisjoint(loader.MEDIA.split("|")):
            return 0.0
        return loader.recognise(capture)
    except Exception:
        if os.environ.get(DEBUG):
            raise
        return 0.0


def read(
    capture: Capture,
    format: str | None = None,  # noqa: A002 - the CLI's word
    *,
    extract: bool = True,
    least: Mapping[str, float] | None = None,
) -> Iterator[Said]:
    """All that a capture says, the Source first; each work is followed by what its own text says (concepts, cases, claims).

    Bad content never raises: it gives Rejects, and an error that a loader should not have made is one that names the loader.

    Args:
        capture: the document.
        format: a name in FORMATS; recognised from the content if None.
        extract: whether the works' passages are read, too.
        least: by stance, the confidence from which on a claim found in passages is said; the calibrated one where it has none.

    Raises:
        UsageError: there is no such format.
    """
    if format is not None and format not in FORMATS:
        raise UsageError(f"there is no format '{format}'; known are {', '.join(FORMATS)}")
    try:
        name = format or recognise(capture)
    except InputError as unknown:
        yield Reject("file", str(unknown))
        return
    if (why := capture.context.get("unreadable")) is not None:
        yield Reject("file", str(why))
        return
    try:
        loader = FORMATS[name]
        copy = _legible(capture) if loader.MEDIA == _PAGES else capture  # formats of records are read as they stream
        asked = (least or {}) if extract else None
        yield from _read(loader, capture, asked) if copy is capture else _moved_back(loader, capture, copy, asked)
    except Exception as wrong:  # one loader's fault must not end the load of a thousand files
        yield _fault(f"the loader '{name}'", wrong)
        if os.environ.get(DEBUG):
            raise


def _legible(capture: Capture) -> Capture:
    """The capture, or its copy with composed letters and usual line ends."""
    if capture.text.isascii() and "\r" not in capture.text:
        return capture
    from loaders._files.composed import composed

    return composed(capture)


def _read(loader: Loader, capture: Capture, least: Mapping[str, float] | None) -> Iterator[Said]:
    """What a loader says, works followed by what is read from their passages; `least` None: those are not read."""
    for said in loader.read(capture):
        yield said
        if least is not None and isinstance(said, Work) and said.passages:
            yield from _extracted(said, capture, least)


def _moved_back(loader: Loader, capture: Capture, copy: Capture, least: Mapping[str, float] | None) -> Iterator[Said]:
    """What a composed copy says, with its places in the capture's own text."""
    from loaders._files.composed import Places

    everything = list(_read(loader, copy, least))
    Places(capture.text).move(everything)
    yield from everything


def _extracted(work: Work, capture: Capture, least: Mapping[str, float]) -> Iterator[Said]:
    from loaders.reading import extract

    try:
        for said in extract(work, capture.text, least):
            yield with_pages(said, work)
    except Exception as wrong:  # the record stands even where its text cannot be read
        yield _fault(f"reading the text of '{work.title or work.key or 'a work without title'}'", wrong)
        if os.environ.get(DEBUG):
            raise


def _fault(who: str, wrong: Exception) -> Reject:
    return Reject("file", f"{who} failed with {type(wrong).__name__}: {wrong}; please report it with the file ({DEBUG}=1 gives the trace)")


def starter_folder() -> Path:
    """The folder of the atlas that ships with the program."""
    return Path(__file__).parent / "starter"


def open_paths(paths: Iterable[str | Path], *, largest: int = LARGEST) -> Iterator[Capture]:
    """The captures of files, folders and archives, in the order given; folders in the order of their files' names, hidden files left out.

    An atlas folder is opened by its own loader. A file that cannot be read is a capture without bytes, which `read` rejects.
    """
    for path in map(Path, paths):
        if path.is_dir():
            yield from _open_folder(path, largest)
        else:
            yield from _open(path, largest)


def _open_folder(folder: Path, largest: int) -> Iterator[Capture]:
    atlas = import_module(f"loaders.{_ATLAS}") if _ATLAS in FORMATS else None
    if atlas is not None and atlas.is_atlas(folder):
        yield from atlas.captures(folder, lambda path: _recognised(path, largest))
        return
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield from _open(path, largest)


def _recognised(path: Path, largest: int) -> list[Capture]:
    """The captures of a file that are of a format; a folder that is an atlas may hold pictures and scripts, too."""
    found = []
    for capture in _open(path, largest):
        try:
            recognise(capture)
        except InputError:
            continue
        found.append(capture)
    return found


def _open(path: Path, largest: int) -> Iterator[Capture]:
    if is_archive(path):
        yield from members(path, largest=largest)
        return
    try:
        yield read_capture(path, largest=largest)
    except InputError as unreadable:
        yield Capture(b"", legible(path.name), legible(str(path)), context={"unreadable": str(unreadable)})
