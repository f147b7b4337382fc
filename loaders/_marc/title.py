"""Titles of catalogue fields: "Title: subtitle. Part, name of the part", without parallel titles and statements of responsibility."""

from __future__ import annotations

import re
from typing import NamedTuple

from loaders._marc.text import bare, line, mark


class Title(NamedTuple):
    """The title, its parallel in another language, the statement of responsibility."""

    title: str = ""
    parallel: str = ""
    statement: str = ""


def title_of(parts: list[tuple[str, str]], *, sub: str = "b", number: str = "n", name: str = "p", statement: str = "c") -> Title:
    """The title in a field's subfields; the letters of their codes are MARC 21's unless UNIMARC's are given."""
    title, parallel, stated, before, last = "", [], "", "", ""
    other_language = False
    for code, value in parts:
        if code == statement:
            stated = stated or line(value).rstrip(" .;")
        if not value.strip() or stated or code not in f"a{sub}{number}{name}hd":
            before = mark(value) if code == "h" and number != "h" else before
            continue
        if (code == "h" and number != "h") or (code == "d" and sub == "b"):
            before = mark(value)
            continue
        other_language = other_language or before == "=" or code == "d"
        text, equals, rest = line(value).partition(" = ") if code != "a" or not title else (line(value), "", "")
        if other_language:
            parallel.append(bare(line(value)))
        else:
            follows = "," if code == name and last == number and before != "." else before
            title = _joined(title, bare(text), code, follows, sub, number, name)
            if equals:
                other_language = True
                parallel.append(bare(rest))
        before, last = mark(value), code
    if not stated and " / " in title:
        title, _, stated = title.partition(" / ")
    return Title(_spaced(title), ": ".join(part for part in parallel if part), stated)


def _joined(title: str, text: str, code: str, before: str, sub: str, number: str, name: str) -> str:
    if not title or not text:
        return title or text
    if code in sub:
        return f"{title}; {text}" if before == ";" else f"{title}: {text}"
    if code == name and before == ",":
        return f"{title}, {text}"
    if code in {number, name}:
        return f"{title} {text}" if title.endswith(("?", "!", "…", "...")) else f"{title.rstrip('.')}. {text}"
    return f"{title}; {text}"


def _spaced(title: str) -> str:
    """Punctuation inside one subfield as it is printed elsewhere: no blank before colon and semicolon."""
    title = re.sub(r"(?<=\s)@(?=\w)", "", re.sub(r"\s+([:;])\s+", r"\1 ", title))  # PICA's mark before the word that sorts
    title = re.sub(
        r"\s*\[(?:elektronische ressource|electronic resource|ressource électronique|recurso electrónico|microform)\]",
        "",
        title,
        flags=re.IGNORECASE,
    )
    return re.sub(r"^\[([^\[\]]+)\]$", r"\1", title).strip()
