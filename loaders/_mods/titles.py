"""Titles and subject headings of MODS."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._files import xml
from loaders._marc.text import bare, line

if TYPE_CHECKING:
    from lxml.etree import _Element


def title_in(element: _Element | None) -> str:
    """The title of an element, the primary one of several; "" where it has none."""
    infos = [one for one in xml.children(element, "titleInfo") if not one.get("type")] or xml.children(element, "titleInfo")
    infos.sort(key=lambda one: one.get("usage") != "primary")
    return next((title for one in infos if (title := title_of(one))), "")


def title_of(info: _Element) -> str:
    """`nonSort title: subTitle. partNumber, partName`; a title with its own punctuation at the end keeps none before the next part."""
    article, title = xml.text(xml.child(info, "nonSort")), bare(xml.text(xml.child(info, "title")))
    if article and not title.casefold().startswith(f"{article.casefold()} "):
        title = f"{article}{title}" if article.endswith(("'", "’", "-")) else f"{article} {title}"
    if sub := "; ".join(text for one in xml.children(info, "subTitle") if (text := bare(xml.text(one)))):
        title = f"{title}: {sub}" if title else sub
    parts = [text for one in xml.children(info, "partNumber", "partName") if (text := bare(xml.text(one)))]
    title = ". ".join(part for part in (title, ", ".join(parts)) if part)
    return re.sub(r"\s+([:;])\s+", r"\1 ", line(title))


def subject_of(subject: _Element) -> str:
    """A subject heading, its parts joined by two hyphens."""
    parts = []
    for one in xml.children(subject, "topic", "geographic", "temporal", "titleInfo", "name", "genre", "occupation"):
        name = xml.local(one)
        parts.append(
            title_of(one)
            if name == "titleInfo"
            else " ".join(bare(xml.text(part)) for part in xml.children(one, "namePart")) or bare(xml.text(one))
        )
    return "--".join(part for part in parts if part)
