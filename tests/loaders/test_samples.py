"""Every real file of a bibliographic format is read, or rejected with a reason: none fails in a loader, none is passed over in silence."""

from __future__ import annotations

import pytest
from shared import SHARED, needs_shared

from graph.record import Concept, Jurisdiction, Reject, Work
from loaders import open_paths, read

CATEGORIES = (
    "acl-xml",
    "bibtex-malformed",
    "crossref-rest",
    "crossref-sample",
    "csl-json",
    "datacite-crossref-crosswalk",
    "datacite-rest",
    "domain-bib",
    "domain-hugo-publications",
    "domain-inn-archive",
    "domain-openstax",
    "erudit-french",
    "jabref-multi",
    "jats",
    "lobid-german",
    "marc",
    "marc-malformed",
    "mods",
    "oai-pmh",
    "onix",
    "opencitations",
    "orcid-ror",
    "ris",
    "skos-edge",
    "vocab-cofog",
    "vocab-cpsv-ap",
    "vocab-eurovoc",
    "vocab-stw",
    "vufind-fixtures",
    "wos-isi",
    "zotero",
)


@needs_shared
@pytest.mark.parametrize("category", CATEGORIES)
def test_each_file_gives_records_or_reasons(category: str) -> None:
    silent, faults = [], []
    for capture in open_paths([SHARED / "samples" / category]):
        told = list(read(capture, extract=False))
        rejects = [one for one in told if isinstance(one, Reject)]
        if not rejects and not any(isinstance(one, Work | Concept | Jurisdiction) for one in told):
            silent.append(capture.path)
        faults += [f"{capture.path}: {one.reason}" for one in rejects if "please report it" in one.reason]
        assert all(one.reason.strip() and one.where.strip() for one in rejects)
    assert not faults
    assert not silent
