"""The fields of one atlas file, read by name: what is missing, misspelt or names nothing is told with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from graph.errors import InputError
from graph.record import Finding, Jurisdiction, Reject, Span
from graph.statements import authority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from graph.record import Concept, Work
    from loaders._atlas.index import Index
    from loaders._files.front_matter import Node, Page

T = TypeVar("T")
_LOCALITY = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?-locality:\S.*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TRUE, _FALSE = {"true", "yes"}, {"false", "no"}
_INLINE = (
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"(?<![\w*])(\*{1,3}|_{1,3})(?=\S)(.+?)(?<=\S)\1(?![\w*])"), r"\2"),
)
_INLINE_CODE = re.compile(r"`([^`]*)`")


@dataclass
class Fields:
    """The fields of one file with what is to be told about them; `rejects` and `findings` fill up as fields are read."""

    page: Page
    index: Index
    name: str
    nodes: dict[str, Node] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, line: int, reason: str, raw: str = "") -> None:
        """Note that something at this line could not be loaded."""
        self.rejects.append(Reject(f"{self.name}:{line}", reason, raw[:200]))

    def settle(self, before: int, record: str, *, kept: bool) -> None:
        """Note of the refusals since that count to which record they belong, and whether that is loaded without what was refused."""
        self.rejects[before:] = [replace(one, record=record, kept=kept) for one in self.rejects[before:]]

    def allow(self, names: Iterable[str], kind: str, nodes: dict[str, Node] | None = None) -> None:
        """Refuse the fields that a thing of this kind does not have."""
        known = list(names)
        for name, node in (self.nodes if nodes is None else nodes).items():
            if name not in known:
                near = get_close_matches(name, known, 1, 0.6)
                hint = f"did you mean {near[0]}?" if near else f"it may have {', '.join(known)}"
                self.refuse(node.line, f"a {kind} has no field {name}; {hint}", node.text)

    def text(self, name: str) -> str:
        """A text, "" where absent."""
        node = self.nodes.get(name)
        if node is not None and not isinstance(node.value, str):
            self.refuse(node.line, f"{name} must be one text")
        return node.text if node is not None else ""

    def texts(self, name: str) -> list[str]:
        """A list of texts; one text is a list of one."""
        node = self.nodes.get(name)
        out = []
        for one in node.nodes() if node is not None else ():
            if isinstance(one.value, str):
                out.append(one.value)
            else:
                self.refuse(one.line, f"{name} must be a list of texts")
        return [text for text in out if text]

    def number(self, name: str) -> int | None:
        """A whole number."""
        node = self.nodes.get(name)
        if node is None or not node.text:
            return None
        if re.fullmatch(r"-?\d{1,4}", node.text):
            return int(node.text)
        self.refuse(node.line, f"{name} must be a whole number, not {node.text!r}")
        return None

    def truth(self, name: str, otherwise: bool) -> bool:
        """True or false."""
        node = self.nodes.get(name)
        if node is None or not node.text:
            return otherwise
        if node.text.lower() in _TRUE | _FALSE:
            return node.text.lower() in _TRUE
        self.refuse(node.line, f"{name} must be true or false, not {node.text!r}")
        return otherwise

    def by_language(self, name: str) -> dict[str, list[str]]:
        """Texts by language: `{en: …, de: [… , …]}`; without languages they are in the folder's."""
        node = self.nodes.get(name)
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            texts = self.texts(name)
            return {self.index.language: texts} if texts else {}
        out: dict[str, list[str]] = {}
        for language, part in node.value.items():
            if not _LANGUAGE.fullmatch(language):
                self.refuse(part.line, f"{name}: {language!r} is no language tag such as en, de or fr")
                continue
            out[language] = [one.text for one in part.nodes() if one.text]
        return out

    def things(self, name: str, kind: str, find: Callable[[str], T | None]) -> list[T]:
        """The things that a field names, each as text or as `{concept: …, basis: …}`; `seen: false` is told and left out."""
        out: list[T] = []
        node = self.nodes.get(name)
        for one in node.nodes() if node is not None else ():
            name_node = one if isinstance(one.value, str) else (one.get(kind) or one.get("slug"))
            if name_node is None or not name_node.text:
                self.refuse(one.line, f"{name} must name a {kind}, as text or as `{kind}: …`")
                continue
            if (seen := one.get("seen")) is not None and seen.text.lower() in _FALSE:
                self.findings.append(Finding("ignored", name, f"{name_node.text}: not seen in a source, so it stays in {self.name} only"))
            elif (found := self.thing(name_node, kind, find)) is not None and not any(found is other for other in out):
                out.append(found)
        return out

    def thing(self, node: Node, kind: str, find: Callable[[str], T | None]) -> T | None:
        """The thing of this name; refused where there is none."""
        try:
            found = find(node.text)
        except InputError as wrong:
            self.refuse(node.line, str(wrong), node.text)
            return None
        if found is None:
            near = get_close_matches(node.text.lower(), self.index.names(kind), 1, 0.7)
            where = "in the .bib, .ris or CSL-JSON files of this folder" if kind == "work" else "in this folder or the starter atlas"
            hint = (
                f"; did you mean {near[0]}?"
                if near
                else f"; write it down or correct the name{' (a DOI will do)' if kind == 'work' else ''}"
            )
            self.refuse(node.line, f"there is no {kind} {node.text!r} {where}{hint}", node.text)
        return found

    def concepts(self, name: str) -> list[Concept]:
        """The concepts that a field names."""
        return self.things(name, "concept", self.index.concept)

    def works(self, name: str) -> list[Work]:
        """The works that a field names."""
        return self.things(name, "work", self.index.work)

    def places(self, name: str) -> list[Jurisdiction]:
        """Jurisdictions by code, or `{code: CA-locality:banff, label: Banff}`."""
        out = []
        node = self.nodes.get(name)
        for one in node.nodes() if node is not None else ():
            code = one.text or named(one.get("code"))
            if code and (authority.label_of(code) or (_LOCALITY.fullmatch(code) and authority.label_of(code[:2]))):
                out.append(Jurisdiction(code, named(one.get("label"))))
            else:
                self.refuse(one.line, f"{code!r} is no ISO 3166 code such as CA or CA-AB, and not EU, UN or CA-locality:name", code)
        return out

    def span(self, node: Node, page: str = "") -> Span:
        """The place of a value in the file."""
        return Span(node.start, node.end, self.page.text[node.start : node.end], page)

    def first_paragraph(self) -> tuple[str, Span | None]:
        """The body's first paragraph as plain text, and its place."""
        place = self.page.first_paragraph()
        if place is None:
            return "", None
        raw = self.page.text[slice(*place)]
        return unmarked(raw), Span(*place, raw)


def unmarked(markdown: str) -> str:
    """Inline Markdown → plain text on one line."""
    text = " ".join(markdown.split())
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return _INLINE_CODE.sub(r"\1", text)


def named(node: Any) -> str:
    """The text of a node that may be absent."""
    return node.text if node is not None else ""
