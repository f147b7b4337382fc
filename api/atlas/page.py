"""A Markdown file with front matter, as the atlas folder has them: fields in a fixed order, texts quoted only where YAML needs it."""

from __future__ import annotations

import json
import re
from typing import TypeAlias

Value: TypeAlias = "str | list[str] | dict[str, str] | dict[str, list[str]]"
_PLAIN = re.compile(r"(?:[^\W\d_]|\d+(?=\W)|\d+$)(?:[\w ,;()'’“”/.%–-]*[\w).])?")
_NOT_TEXT = {"null", "~", "yes", "no", "on", "off", "y", "n"}


class Fields:
    """The fields of one file, or of one entry of a list, in the order in which they were put."""

    def __init__(self, kind: str, slug: str = "") -> None:
        self.lines: list[str] = [f"type: {kind}"] if kind else []
        if slug:
            self.put("slug", slug)

    def put(self, name: str, value: Value) -> None:
        """Put a field; an empty value puts none."""
        if isinstance(value, dict):
            parts = [f"{language}: {_flow([texts] if isinstance(texts, str) else texts)}" for language, texts in value.items() if texts]
            written = f"{{{', '.join(parts)}}}" if parts else ""
        else:
            written = _flow(value) if value else ""
        if written:
            self.lines.append(f"{name}: {written}")

    def lists(self, name: str, entries: list[Fields]) -> None:
        """Put a list of entries that have fields themselves."""
        if entries:
            self.lines.append(f"{name}:")
            for entry in entries:
                self.lines += [f"  {'- ' if at == 0 else '  '}{line}" for at, line in enumerate(entry.lines)]


def page(fields: Fields, body: str = "") -> str:
    """The file's text; the body is one paragraph, or none."""
    text = " ".join(body.split())
    return "\n".join(["---", *fields.lines, "---", *([_paragraph(text)] if text else [])]) + "\n"


def _paragraph(text: str) -> str:
    """A paragraph that Markdown does not take for a heading, list, table or quotation."""
    return f"\\{text}" if text[0] in "#-*+|>1" and not text.startswith("**") else text


def _flow(value: str | list[str]) -> str:
    return scalar(value) if isinstance(value, str) else f"[{', '.join(scalar(text, within=True) for text in value)}]"


def scalar(text: str, *, within: bool = False) -> str:
    """A text as YAML has it: plain where that can be read no other way (`within` a list: and holds no comma), else quoted."""
    text = " ".join(text.split())
    plain = _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT and not (within and "," in text)
    return text if plain else json.dumps(text, ensure_ascii=False)
