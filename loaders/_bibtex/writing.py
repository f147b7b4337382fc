"""Works written as BibTeX."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from graph.sources import edtf
from graph.sources.csl import names_from, work_to_csl
from loaders._bibtex.latex import to_latex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from graph.record import Contributor, Work

_TYPES = {"article": "article", "book": "book", "chapter": "incollection", "report": "report", "thesis": "thesis", "webpage": "online"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PLAIN = (
    ("volume", "volume"),
    ("series", "collection-title"),
    ("edition", "edition"),
    ("address", "publisher-place"),
    ("langid", "language"),
    ("note", "note"),
    ("abstract", "abstract"),
)


def to_bibtex(works: Iterable[Work]) -> str:
    """Works → BibTeX, one entry each under unique keys; what BibTeX has no field for is left out."""
    out, seen = [], set()
    for place, work in enumerate(works, 1):
        key = re.sub(r"[^\w.:/+-]", "", work.key) or re.sub(r"[^\w./-]", "", work.doi) or f"record-{place}"
        key = f"{key}-{place}" if key.lower() in seen else key
        seen.add(key.lower())
        csl = work_to_csl(work, place)
        kind = "inproceedings" if csl["type"] == "paper-conference" else _TYPES.get(work.kind, "misc")
        fields = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in _written(work, csl) if value]
        out.append(f"@{kind}{{{key},\n" + ",\n".join(fields) + "\n}\n")
    return "\n".join(out)


def _written(work: Work, csl: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for role in ("author", "editor", "translator"):
        names, _ = names_from(csl.get(role))
        written_names = [f"{{{to_latex(who.literal)}}}" if who.literal else _bib_name(who) for who in names]
        yield role, " and ".join([*written_names, *(["others"] if work.et_al and role == "author" else [])])
    yield "title", f"{{{to_latex(work.title)}}}" if work.title else ""
    container = to_latex(str(csl.get("container-title", "")))
    yield {"article": "journal", "chapter": "booktitle"}.get(work.kind, "journal"), container
    issued = work.issued or (edtf.joined(work.year) if work.year is not None else "")
    yield from _issued(issued)
    for name, variable in _PLAIN:
        yield name, to_latex(str(csl.get(variable, "")))
    yield "number", to_latex(str(csl.get("issue" if work.kind == "article" else "number", "")))
    yield "pages", to_latex(work.pages).replace("-", "--") if re.fullmatch(r"\w+-\w+", work.pages) else to_latex(work.pages)
    yield "eid", to_latex(work.article_number)
    yield {"thesis": "school", "report": "institution"}.get(work.kind, "publisher"), to_latex(str(csl.get("publisher", "")))
    for name, variable in (("doi", "DOI"), ("url", "URL"), ("isbn", "ISBN"), ("issn", "ISSN")):
        yield name, str(csl.get(variable, "")).replace("\\", "").replace("{", "%7B").replace("}", "%7D")
    yield "keywords", to_latex(", ".join(work.keywords))


def _issued(issued: str) -> Iterator[tuple[str, str]]:
    """The date as biblatex reads it, and its year and month, which classic BibTeX reads; a month is one of the format's own words."""
    if len(issued) == 4:
        yield "year", issued
        return
    yield "date", issued
    year, *rest = next(iter(edtf.parts(issued)), [0])
    yield "year", f"{year:04d}" if year > 0 else ""
    yield "month", _MONTHS[rest[0] - 1] if rest and 1 <= rest[0] <= len(_MONTHS) else ""


def _bib_name(who: Contributor) -> str:
    """`von Last, Jr, First`, in braces where a part could be taken for something else."""
    parts = (f"{{{part}}}" if re.search(r"\band\b|,|=", part) else part for part in map(to_latex, (who.family, who.suffix, who.given)))
    family, suffix, given = parts
    return ", ".join(part for part in (family or "{}", suffix, given) if part)
