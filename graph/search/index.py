"""The index itself: tantivy in a folder beside the captures, of one version of the graph; in memory where there is no folder to write."""

from __future__ import annotations

import os
import shutil
import uuid
from functools import cache
from typing import TYPE_CHECKING, Any

import tantivy

from graph.search import CURRENT
from graph.search.documents import STEMMED, TYPES, authored, documents, every_document, named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from graph.search.documents import Document
    from graph.store import Store

_VERSION = "version"
_LAYOUT = "3"
"""Of the fields below: an index of another layout is made anew."""
_HEAP = 64 << 20
_BULK_HEAP = 256 << 20
"""Bytes that a whole graph may take before they are written: a hundred thousand works are one segment, and each query looks once."""
_LONGEST, _MOST = 10_000, 10_000_000
"""Characters of a label, and works naming a thing, from which on there is no difference."""
STEMS = tuple(sorted({f"text_{stem}" for stem in STEMMED.values()}))
TEXTS = ("text", *STEMS)


@cache
def schema() -> tantivy.Schema:
    """The fields: `whole` a whole name, `place` where it stands among equally good finds, `names` its words, `people` the authors' names.

    `text` has all words, each `text_*` the stems of those in its language.
    """
    builder = tantivy.SchemaBuilder()
    for name in ("id", "kind", "label"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw")
    builder.add_text_field("whole", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("place", stored=True, fast=True)
    for name in ("names", "people", "text"):
        builder.add_text_field(name, tokenizer_name="folded")
    for name in STEMS:
        builder.add_text_field(name, tokenizer_name=name)
    return builder.build()


@cache
def analysers() -> dict[str, tantivy.TextAnalyzer]:
    """What makes words of a text: `folded` and `text` all letters plain, each `text_*` their stems in its language."""
    filters = (tantivy.Filter.remove_long(80), tantivy.Filter.lowercase())

    def analyser(*more: tantivy.Filter) -> tantivy.TextAnalyzer:
        builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for one in (*filters, *more):
            builder = builder.filter(one)
        return builder.build()

    folded = analyser(tantivy.Filter.ascii_fold())
    stems = {f"text_{stem}": analyser(tantivy.Filter.stemmer(stem), tantivy.Filter.ascii_fold()) for stem in STEMMED.values()}
    return {"folded": folded, "text": folded, **stems}


def _registered(index: tantivy.Index) -> tantivy.Index:
    for name, analyser in analysers().items():
        index.register_tokenizer(name, analyser)
    return index


class Index:
    """What can be found in one version of a graph.

    Args:
        engine: the open index.
        version: of the graph that it was made from or brought up to.
        folder: where it lies, None = in memory.
    """

    def __init__(self, engine: tantivy.Index, version: str, folder: Path | None) -> None:
        self.engine = engine
        self.version = version
        self._folder = folder
        self._searcher: tantivy.Searcher | None = None

    @property
    def searcher(self) -> tantivy.Searcher:
        """Reads what was committed last."""
        if self._searcher is None:
            self._searcher = self.engine.searcher()
        return self._searcher

    def change(self, store: Store, things: Iterable[str], version: str) -> None:
        """Index these things as they are now; those that are gone or hidden leave the index."""
        changed = set(things)
        changed |= authored(store, changed) | named(store, changed)
        if self._folder is not None:
            (self._folder / _VERSION).unlink(missing_ok=True)  # of no version until all is written
        writer = self.engine.writer(_HEAP, 1)
        for iri in changed:
            writer.delete_documents_by_term("id", iri)
        for one in documents(store, sorted(changed)):
            writer.add_document(_written(one))
        writer.commit()
        writer.wait_merging_threads()
        self.engine.reload()
        self.version, self._searcher = version, None
        _note(self._folder, version)


def _written(one: Document) -> Any:
    document: Any = tantivy.Document()
    document.add_text("id", one.id)
    document.add_text("kind", one.kind)
    document.add_text("label", one.label)
    document.add_unsigned("place", _place(one))
    for name in one.names:
        document.add_text("whole", name)
        document.add_text("names", name)
    for name in one.people:
        document.add_text("people", name)
    for language, text in one.texts:
        document.add_text("text", text)
        document.add_text(f"text_{STEMMED.get(language[:2], 'english')}", text)
    return document


def _place(one: Document) -> int:
    """By class, then by how many works name it, then the shorter label first."""
    unnamed = _MOST - min(one.named_by, _MOST)
    return (TYPES.index(one.kind) * (_MOST + 1) + unnamed) * _LONGEST + min(len(one.label), _LONGEST - 1)


def _note(folder: Path | None, version: str) -> None:
    if folder is not None:
        partial = folder / f"{_VERSION}.partial"
        partial.write_text(f"{_LAYOUT} {version}", encoding="utf-8")
        partial.replace(folder / _VERSION)


def opened(place: Path) -> Index | None:
    """The index that lies in a folder; None where there is none that can be read."""
    try:
        folder = place / (place / CURRENT).read_text(encoding="utf-8").strip()
        layout, _, version = (folder / _VERSION).read_text(encoding="utf-8").partition(" ")
        if layout != _LAYOUT or not version:
            return None
        return Index(_registered(tantivy.Index.open(str(folder))), version, folder)
    except (OSError, ValueError):
        return None


def built(store: Store, version: str, place: Path | None) -> Index:
    """A new index of the whole graph; it takes the place of the one before when it is complete."""
    folder = _new_folder(place)
    engine = _registered(tantivy.Index(schema(), path=str(folder) if folder else None))
    writer = engine.writer(_BULK_HEAP, 1)
    for one in every_document(store):
        writer.add_document(_written(one))
    writer.commit()
    writer.wait_merging_threads()
    engine.reload()
    _note(folder, version)
    if folder is not None and place is not None:
        _make_current(place, folder)
    return Index(engine, version, folder)


def _new_folder(place: Path | None) -> Path | None:
    if place is None:
        return None
    folder = place / uuid.uuid4().hex
    try:
        folder.mkdir(parents=True)
    except OSError:
        return None  # a store that may only be read: the index is made in memory
    return folder


def _make_current(place: Path, folder: Path) -> None:
    partial = place / f"{CURRENT}.{os.getpid()}"
    partial.write_text(folder.name, encoding="utf-8")
    partial.replace(place / CURRENT)
    for old in place.iterdir():
        if old.is_dir() and old != folder:
            shutil.rmtree(old, ignore_errors=True)  # whoever reads it goes on: its files are open
