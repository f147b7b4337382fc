"""What the files of an atlas folder call their things, so that one file can name what stands in another."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import InputError
from graph.identify import normal_doi, slug
from graph.record import Concept, Course, Reform, Subject, Topic, Work
from graph.sources import scheme
from graph.sources.capture import read_capture
from loaders._atlas.files import WORKS, by_atlas, next_to
from loaders._files.front_matter import kind_of, parsed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from graph.record import Capture, ConceptKind
    from loaders._files.front_matter import Node, Page

STARTER = Path(__file__).parents[1] / "starter"
KINDS: tuple[ConceptKind, ...] = ("concept", "theory", "paradigm", "practice", "issue")
# `## Label {#slug}` and `- Label {#slug}` in list files
_ENTRY = re.compile(r"^(##|[-*+]|\d{1,4}[.)])[ \t]([^\n]*)$", re.MULTILINE)
_SLUG = re.compile(r"\{#([\w.-]+)\}$")


@dataclass(slots=True)
class Line:
    """One line of a list file: a heading or an entry under it; `core` where its label is bold, `number` where the list is numbered."""

    heading: bool
    number: int | None
    label: str
    slug: str
    core: bool
    offset: int


def lines_of(page: Page) -> Iterator[Line]:
    """The headings and entries of a list file's body."""
    for found in _ENTRY.finditer(page.text, page.body):
        mark, label = found[1], found[2].strip()
        given = _SLUG.search(label)
        label = label[: given.start()].strip() if given else label
        bare = label.strip("*").strip()
        if bare:
            number = int(mark[:-1]) if mark[:-1].isdecimal() else None
            yield Line(mark == "##", number, bare, given[1] if given else slug(bare), label.startswith("**"), found.start())


@dataclass
class Index:
    """The things of one folder by slug and key; a thing named but not written down is None."""

    label: str = ""
    licence: str = ""
    rights_holder: str = ""
    language: str = "en"
    base: str = ""
    starter: bool = False
    works: dict[str, Work | None] = field(default_factory=dict)
    concepts: dict[str, ConceptKind] = field(default_factory=dict)
    described: set[str] = field(default_factory=set)
    """Slugs of the concepts that have a file of their own."""
    topics: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    courses: set[str] = field(default_factory=set)
    reforms: set[str] = field(default_factory=set)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)
    """(kind, label as a slug) → slug, for things whose slug is not their label's."""
    beside: list[Index] = field(default_factory=list)
    """The other atlases of the folder that is loaded, whose things may be named, too."""
    next_to: Path | None = None
    """The folder of the atlas; what nobody else says is looked for in the atlases next to it."""
    _near: list[Index] | None = None
    _made: dict[tuple[str, str], Concept | Topic | Subject | Course | Reform] = field(default_factory=dict)

    def work(self, name: str) -> Work | None:
        """A work by its key or DOI; a DOI that no file has is a work by itself.

        Raises:
            InputError: two different works have this key.
        """
        doi = normal_doi(name) if "10." in name else ""
        key = doi or name.casefold()
        for index in (self, *self._others()):
            if key in index.works:
                if (found := index.works[key]) is None:
                    raise InputError(f"two works have the key {name}: name this one by its DOI, or give it another key")
                return found
        if doi:
            self.works[doi] = Work(doi=doi)
        return self.works.get(key)

    def concept(self, name: str) -> Concept | None:
        """A concept by slug or label, without what its own file says; one of the scheme that has no file here with the scheme's label."""
        for index in (self, *self._others()):
            key = index.slug_of("concept", name)
            held = scheme.concepts().get(key)
            kind = index.concepts.get(key) or (held.kind if held is not None else None)
            if kind is not None:
                described = any(key in one.described for one in (self, *self.beside))
                label = held.label if held is not None and not described else ""
                made = self._made.setdefault(("concept", key), Concept(key, label, kind))
                return made if isinstance(made, Concept) else None
        return None

    def topic(self, name: str) -> Topic | None:
        """A topic by slug or label."""
        made = self.known("topic", name)
        return made if isinstance(made, Topic) else None

    def subject(self, name: str) -> Subject | None:
        """A subject by slug or label."""
        made = self.known("subject", name)
        return made if isinstance(made, Subject) else None

    def course(self, name: str) -> Course | None:
        """A course by slug or label."""
        made = self.known("course", name)
        return made if isinstance(made, Course) else None

    def reform(self, name: str) -> Reform | None:
        """A reform by slug or label."""
        made = self.known("reform", name)
        return made if isinstance(made, Reform) else None

    def known(self, kind: str, name: str) -> Concept | Topic | Subject | Course | Reform | None:
        """A topic, subject, course or reform by slug or label, without what its own file says."""
        for index in (self, *self._others()):
            key = index.slug_of(kind, name)
            if key in getattr(index, f"{kind}s"):
                makers: dict[str, Topic | Subject | Course | Reform] = {
                    "topic": Topic("", key),
                    "subject": Subject("", key),
                    "course": Course("", key),
                    "reform": Reform(key, ""),
                }
                return self._made.setdefault((kind, key), makers[kind])
        return None

    def slug_of(self, kind: str, name: str) -> str:
        """The slug of a thing named by slug or label; the slug of the name itself where this folder has no such thing."""
        if name in getattr(self, f"{kind}s"):
            return name
        bare = slug(name)
        return self.labels.get((kind, bare)) or (_scheme_labels().get(bare, bare) if kind == "concept" else bare)

    def enter(self, kind: str, key: str, *names: str) -> None:
        """Note by what labels a thing may be named."""
        for name in names:
            if (bare := slug(name)) and bare != key:
                self.labels.setdefault((kind, bare), key)

    def _others(self) -> Iterator[Index]:
        """The atlases whose things this one may name besides its own: those beside it, the one that ships, and those next to it."""
        yield from self.beside
        if not self.starter and STARTER.is_dir():
            yield _starter_index()
        if self.next_to is not None and self._near is None:
            self._near = [index_of(one) for one in next_to(self.next_to)]
        yield from self._near or ()

    def names(self, kind: str) -> list[str]:
        """The slugs of a kind, to tell what was perhaps meant."""
        if kind == "concept":
            return sorted({*self.concepts, *scheme.concepts()})
        return sorted(
            self.works
            if kind == "work"
            else {"topic": self.topics, "subject": self.subjects, "course": self.courses}.get(kind, self.reforms)
        )


@lru_cache(maxsize=1)
def _scheme_labels() -> dict[str, str]:
    return {slug(one.label): key for key, one in scheme.concepts().items()}


@lru_cache(maxsize=1)
def _starter_index() -> Index:
    return index_of(STARTER)


def index_of(folder: Path, paths: Iterable[Path] | None = None) -> Index:
    """The index of the atlas of a folder, or of these files of it.

    What cannot be read is left out here: the file's own reading reports it.
    """
    index = Index(base=f"urn:govgraph:folder:{sha256(os.fsencode(folder.resolve())).hexdigest()[:12]}:")
    index.starter = folder.resolve() == STARTER.resolve()
    for path in by_atlas(folder).get(folder, []) if paths is None else paths:
        try:
            capture = read_capture(path)
            if path.suffix.lower() == ".md":
                _enter(index, path, capture.text)
            else:
                _enter_works(index, capture, WORKS[path.suffix.lower()])
        except InputError:
            continue
    return index


def _enter(index: Index, path: Path, text: str) -> None:
    kind = kind_of(text)
    if not kind:
        return
    page = parsed(text)
    fields = {name: node.text for name, node in page.fields.items()}
    key = fields.get("slug") or slug(path.stem)
    if kind == "atlas":
        index.label, index.licence = fields.get("label", ""), fields.get("licence", "")
        index.rights_holder, index.language = fields.get("rightsHolder", ""), fields.get("language") or "en"
        index.base = fields.get("base") or index.base
    elif kind == "concept":
        index.described.add(key)
        index.enter("concept", key, *_all_texts(page.fields.get("prefLabel")), *_all_texts(page.fields.get("altLabel")))
        index.concepts[key] = next((one for one in KINDS if one == fields.get("kind")), "concept")
    elif kind in {"concepts", "subjects"}:
        _enter_list(index, kind, page)
    elif kind in {"topic", "subject", "course", "reform"}:
        getattr(index, f"{kind}s").add(key)
        index.enter(kind, key, fields.get("label", ""))
        index.topics.update(slug(topic.text) for topic in (page.fields["topics"].nodes() if "topics" in page.fields else ()))


def _all_texts(node: Node | None) -> Iterator[str]:
    """The texts of a value, of whatever form."""
    if node is None:
        return
    if isinstance(node.value, str):
        yield node.value
    else:
        for one in node.value.values() if isinstance(node.value, dict) else node.value:
            yield from _all_texts(one)


def _enter_list(index: Index, kind: str, page: Page) -> None:
    for line in lines_of(page):
        index.enter("concept" if kind == "concepts" else "subject" if line.heading else "topic", line.slug, line.label)
        if kind == "subjects":
            (index.subjects if line.heading else index.topics).add(line.slug)
        elif not line.heading:
            index.concepts.setdefault(line.slug, "concept")


def _enter_works(index: Index, capture: Capture, format_: str) -> None:
    from importlib import import_module

    for said in import_module(f"loaders.{format_}").read(capture):
        if not isinstance(said, Work):
            continue
        work = replace(said, abstract="", passages=[], references=[], disagreements=[], keywords=[])
        for key in {work.key.casefold(), normal_doi(work.doi)} - {""}:
            known = index.works.get(key, work)
            same = known is not None and (known.title, known.year, known.doi) == (work.title, work.year, work.doi)
            index.works[key] = work if same else None
