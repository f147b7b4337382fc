"""The journal of a page: its full title is the title and a short form stands beside it, whichever vocabulary printed them."""

from __future__ import annotations

import pytest
from landing import COINS, ld, meta, page, works

FULL, SHORT, INITIALS = "Journal of Tidal Administration and Harbour Law", "J. Tidal Adm. Harb. Law", "JTAHL"
PERIODICAL = {"@type": "ScholarlyArticle", "name": "Ledgers"}


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (meta(citation_journal_title=FULL, citation_journal_abbrev=SHORT), ""),
        (meta(citation_journal_title=SHORT, citation_journal_abbrev=FULL), ""),
        (meta(citation_journal_title=SHORT) + meta(citation_journal_title=FULL), ""),
        (meta(citation_journal_abbrev=SHORT, prism__publicationName=FULL), ""),
        (meta(citation_journal_title=SHORT, dc__relation__ispartof=FULL), ""),
        (meta(citation_journal_title=FULL, prism__publicationName=SHORT), ""),
        (ld({**PERIODICAL, "isPartOf": {"@type": "Periodical", "name": SHORT, "alternateName": FULL}}), ""),
        (ld({**PERIODICAL, "isPartOf": {"@type": "Periodical", "name": [FULL, SHORT]}}), ""),
        (meta(citation_journal_title=SHORT) + ld({**PERIODICAL, "isPartOf": {"@type": "Periodical", "name": FULL}}), ""),
        (
            meta(citation_journal_abbrev=SHORT),
            COINS.format(form="journal", rest=f"rft.atitle=Ledgers&amp;rft.jtitle={FULL}&amp;rft.genre=article"),
        ),
        ("", COINS.format(form="journal", rest=f"rft.atitle=Ledgers&amp;rft.jtitle={SHORT}&amp;rft.stitle={FULL}&amp;rft.genre=article")),
    ],
)
def test_a_journals_full_title_is_its_title_and_the_short_one_stands_beside_it(head: str, body: str) -> None:
    (work,) = works(page(meta(citation_title="Ledgers") + head if "Ledgers" not in body + head else head, body))
    assert work.venue is not None
    assert (work.venue.title, work.venue.abbreviations) == (FULL, [SHORT])


@pytest.mark.parametrize(
    ("head", "title", "short"),
    [
        (meta(citation_journal_title=INITIALS, citation_journal_abbrev=FULL), FULL, [INITIALS]),
        (meta(citation_journal_abbrev="Natl. Tides", prism__publicationName="National Tides"), "National Tides", ["Natl. Tides"]),
        (meta(citation_journal_abbrev=SHORT), SHORT, []),
        (meta(citation_journal_title="Harbours", citation_journal_abbrev="1"), "Harbours", []),
        (meta(citation_journal_title="Harbours", prism__publicationName="Zeitschrift für Wasser"), "Harbours", []),
        (meta(citation_journal_title="Public Harbours", prism__publicationName="Public Harbours Review"), "Public Harbours", []),
    ],
)
def test_which_name_of_a_journal_stands(head: str, title: str, short: list[str]) -> None:
    (work,) = works(page(meta(citation_title="Ledgers") + head))
    assert work.venue is not None
    assert (work.venue.title, work.venue.abbreviations) == (title, short)


def test_a_journals_abbreviation_gains_its_title() -> None:
    journal = {"@type": "Periodical", "name": "Policy Sciences of Weirs", "issn": "2049-3630"}
    node = {"@context": "https://schema.org", "@type": "ScholarlyArticle", "name": "On weirs", "isPartOf": journal}
    (work,) = works(page(meta(citation_title="On weirs", prism__publicationName="Policy Sci. of Weirs") + ld(node)))
    assert work.venue is not None
    assert (work.venue.title, work.venue.abbreviations, work.venue.issns) == (
        "Policy Sciences of Weirs",
        ["Policy Sci. of Weirs"],
        ["2049-3630"],
    )
