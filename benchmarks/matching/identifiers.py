"""Which records of some files are one work, by the identifiers that they print; and the records without these."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import loaders
from graph.errors import GovgraphError
from graph.identify import normal_doi, normal_isbn, normal_title
from graph.linkage.cluster import Union
from graph.record import Work
from loaders.reading.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from graph.record import Capture, Reference

_ARXIV = re.compile(r"(?:10\.48550/arxiv\.|arxiv\.org/(?:abs|pdf)/)((?:[a-z.-]+/)?\d[\d.]*\d)(?:v\d+)?(?:\.pdf)?$", re.IGNORECASE)
_PUBMED = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d+)")
STEM = "stem"
_ADDRESS = re.compile(r"(?:https?://\S+|\bdoi:?\s*10\.\S+|\b10\.\d{4,9}/\S+)", re.IGNORECASE)
_WHOLE = frozenset({"book", "report", "thesis"})
"""Kinds whose ISBN is their own: a chapter prints its book's."""


@dataclass(slots=True)
class Known:
    """A work that a file describes, or that one of its works cites: what names it, and the same record without that."""

    names: set[str]
    masked: Work
    described: bool = False


def names(work: Work) -> set[str]:
    """What names the work anywhere, each as `sort:value`."""
    found = set()
    arxiv = _ARXIV.search(work.doi) or _ARXIV.search(work.url)
    if arxiv is not None:
        found.add(f"arxiv:{arxiv[1].lower()}")
    elif doi := normal_doi(work.doi) or (normal_doi(work.url) if "doi.org/" in work.url else ""):
        found.add(f"doi:{doi}")
    if (pubmed := _PUBMED.search(work.url)) is not None:
        found.add(f"pmid:{pubmed[1]}")
    if work.kind in _WHOLE and work.part_of is None and work.venue is None:
        found.update(f"isbn:{normal_isbn(isbn)}" for isbn in work.isbns if normal_isbn(isbn))
    return found


def masked(work: Work) -> Work:
    """The record without identifiers, and so what it cites and is part of."""
    book = masked(work.part_of) if work.part_of is not None else None
    cited = [replace(reference, work=masked(_cited(reference))) for reference in work.references]
    return replace(work, doi="", url="", isbns=[], custom={}, part_of=book, references=cited, disagreements=[])


def _cited(reference: Reference) -> Work:
    """A cited work; without its DOI a loader reads it from the string, where a register tells no title."""
    string = _ADDRESS.sub("", reference.raw)
    return reference.work if reference.work.title or not string.strip() else parse(string).work


def read(paths: Iterable[Path]) -> Iterator[tuple[Capture, list[Known]]]:
    """Each file's records, the works that each cites behind it; files of no format of ours are passed over.

    Where files of one name in one folder hold one work each, that is one work in several formats.
    """
    for path in paths:
        try:
            for capture in loaders.open_paths([path]):
                known = list(_records(capture))
                alone = [one for one in known if one.described]
                if len(alone) == 1:
                    alone[0].names.add(f"{STEM}:{path.with_suffix('')}")
                yield capture, [one for one in known if normal_title(one.masked.title)]
        except GovgraphError:
            continue


def _records(capture: Capture) -> Iterator[Known]:
    for work in loaders.read(capture, loaders.recognise(capture), extract=False):
        if isinstance(work, Work):
            bare = masked(work)
            yield Known(names(work), bare, described=True)
            for reference, cited in zip(work.references, bare.references, strict=True):
                yield Known(names(reference.work), cited.work)


def one_work(records: list[Known]) -> list[str]:
    """What each record's work is called here; two are one if they share a name, or are one with a third."""
    works = Union()
    for number, record in enumerate(records):
        for name in record.names:
            works.join(f"#{number}", name)
    return [works.root(f"#{number}") for number in range(len(records))]
