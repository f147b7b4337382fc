"""The labels that vLex prints above a document, run together with their values: "Date01 September 2017", "AuthorAda Lind,Bo Ek"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders._page.page import clean

if TYPE_CHECKING:
    from loaders._article.lines import Line

_WORDS = {
    "date": "Date|Fecha|Data|Datum",
    "published": "Published date|Publication date|Date Published|Publication Date|Fecha de publicación|Fecha publicación|Data de publicação"
    "|Date de publication|Publicatiedatum",
    "author": "Authors|Author|Autores|Autor|Auteurs|Auteur|Autori|Autore",
    "doi": "DOI",
    "subject": "Subject Matter|Subject|Materia|Assunto|Matière|Objeto",
    "pages": "Pages|Páginas|Pagine",
    "journal": "Publication Title|Publication|Journal Title|Journal|Published in|Periodical|Source|Revista|Publicación",
    "publisher": "Publisher|Editorial",
    "citation": "Citation|Cita|Citação",
    "year": "Year|Año|Ano|Année",
    "volume": "Volume|Volumen",
    "issue": "Issue Number|Issue|Número|Number",
    "position": "Author Position|Position|Profession|Cargo|Author Bio|Author Description|Professional Profile",
    "other": "Section|Record Number|Jurisdiction|Country|Geographic Code|Topic|Type|Document Type|Law Firm|Copyright|Court|Language",
}
_LABEL = re.compile(
    r"^(?:"
    + "|".join(
        f"(?P<{name}>{'|'.join(sorted(words.split('|'), key=len, reverse=True))})"
        for name, words in sorted(_WORDS.items(), key=lambda pair: -max(map(len, pair[1].split("|"))))
    )
    + r")(?:(?P<mark>\s*[:|]\s*)|(?P<gap>\s+)|(?=[^a-zß-ÿ\s:|]|https?:|$))(?P<value>.*)$"
)


@dataclass(slots=True)
class Labels:
    """Name of a label → its value; `authors` in the order of the page's header."""

    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The value of a label, or the empty string."""
        return self.values.get(name, "")


def read_labels(lines: list[Line], first: int, last: int) -> Labels:
    """Read the labels among the lines and give those lines the role "label". A label alone on its line has its value on the next."""
    found = Labels()
    number = first
    while number < last:
        line = lines[number]
        number += 1
        label = _LABEL.match(line.text) if line.role == "" else None
        if label is None:
            continue
        name = next(key for key in _WORDS if label[key])
        value = label["value"].strip()
        if label["gap"] and not _fits(name, value):
            continue
        if not value:
            following = _following(lines, number, last)
            if following is None or not _fits(name, following.text):
                continue
            following.role, value = "label", following.text
        line.role = "label"
        if name not in found.values:
            found.values[name] = clean(value)
            if name == "author":
                found.authors = [clean(part) for part in re.split(r"\s*[,;&]\s*|\s+(?:and|y|et|e)\s+", value) if clean(part)]
    return found


def _following(lines: list[Line], number: int, last: int) -> Line | None:
    for line in lines[number : min(number + 2, last)]:
        if line.role == "":
            return None if _LABEL.match(line.text) else line
    return None


def _fits(name: str, value: str) -> bool:
    """Whether a value that only a blank parts from its label is one: a word of running text may begin like a label ("Position the …")."""
    if name in ("date", "published", "year"):
        return re.search(r"(?:1[5-9]|20)\d\d", value) is not None and len(value) < 40
    if name == "doi":
        return "10." in value
    if name in ("pages", "volume", "issue"):
        return re.fullmatch(r"[A-Za-z]{0,3}\d+(?:\s?[–/-]\s?[A-Za-z]{0,3}\d+)?", value) is not None
    if name == "author":
        return re.fullmatch(r"(?:[^\W\d_][\w.'’´-]*[\s,;&]*){2,40}", value) is not None
    return name in ("subject", "publisher") and len(value) < 120 and value[:1].isupper()
