"""What a printed value becomes: pages, volumes and issues, lists of names, and the kinds of reference that used to be misread."""

from __future__ import annotations

from typing import Any

import pytest

from loaders.reading.people import all_people
from loaders.reading.reference.csl import to_csl
from loaders.reading.reference.names import divided
from loaders.reading.reference.parts import clean
from loaders.reading.reference.values import days, number, pages, runs_through, volume_and_issue
from loaders.reading.references import parse

PAGES = {
    "143 - 158": "143–158",
    "29 ff.": "29",
    "77f.": "77",
    "1833-1841, 10": "1833–1841",
    "143–158. (15.02.2017)": "143–158",
    "S12-S20": "S12–S20",
    "e12345": "e12345",
    "L851-62": "L851–62",
    "101441": "101441",
    "xii": "xii",
}


@pytest.mark.parametrize(("printed", "kept"), PAGES.items())
def test_pages_are_kept_without_what_follows_them(printed: str, kept: str) -> None:
    assert pages(printed) == kept


@pytest.mark.parametrize(
    ("printed", "kept"), [("No. 4", "4"), ("Suppl 2", "Suppl 2"), ("4 (November", "4"), ("4 Pt 2", "4 Pt 2"), ("12 ", "12"), ("1-2", "1-2")]
)
def test_a_number_loses_its_mark(printed: str, kept: str) -> None:
    assert number(printed) == kept


@pytest.mark.parametrize(
    ("volume", "issue", "both"),
    [
        ("", "12(3)", ("12", "3")),
        ("2009", "4(5)", ("4", "5")),
        ("18,3", "", ("18", "3")),
        ("", "4/2012", ("", "4")),
        ("66", "2", ("66", "2")),
        ("", "4/5", ("", "4/5")),
    ],
)
def test_volume_and_issue_printed_together_come_apart(volume: str, issue: str, both: tuple[str, str]) -> None:
    assert volume_and_issue(volume, issue, 2012) == both


@pytest.mark.parametrize(
    ("before", "value", "paged", "volume"),
    [
        ("Arbeitspapier Nr. ", "8", False, True),
        ("Working Paper No. ", "8", False, True),
        ("Town Studies, Heft ", "143", True, True),
        ("Town Studies, Heft ", "3", True, False),
        ("Town Studies, no. ", "95", True, False),
        ("Cahiers des villes, n° ", "95", True, False),
    ],
)
def test_a_lone_number_is_a_volume_where_it_counts_a_series_through(before: str, value: str, *, paged: bool, volume: bool) -> None:
    assert runs_through(value, before, paged=paged) is volume


def test_the_numbers_of_a_day_are_no_volume() -> None:
    assert [year for _, _, year in days("In: Der Neue Morgen vom 24. 8. 1973, S. 3")] == [1973]
    assert days("Town Studies 24 (8): 19–73") == []


NAMES = {
    "Ana Cruz, R. Keller": ["Ana Cruz", "R. Keller"],
    "Heger, Diana, Licht, Georg": ["Diana Heger", "Georg Licht"],
    "Lee, Myeong Ju, Kim, Gab Sook": ["Myeong Ju Lee", "Gab Sook Kim"],
    "S. L. Peyton Moor and Jon Sand": ["S. L. Peyton Moor", "Jon Sand"],
    "A. El Amrani, B. Singh": ["A. El Amrani", "B. Singh"],
    "Keller, Udo (¤¤": ["Udo Keller"],
    "Canz, Weert& AndreasKnie": ["Weert Canz", "Andreas Knie"],
    "Hill, H. H. undMoor, K. S.": ["H. H. Hill", "K. S. Moor"],
    "Livern, E. Robert": ["E. Robert Livern"],
    "Deutsche Waldgemeinschaft/Kaas, M.": ["Deutsche Waldgemeinschaft", "M. Kaas"],
    "QUARK Collaboration, J. Adler": ["QUARK Collaboration", "J. Adler"],
    "Jones DW Jr": ["DW Jones Jr"],
    "Jules FALK et Nicky LE FEVRE": ["Jules FALK", "Nicky LE FEVRE"],
    "Salm, L. M. with O. V. Ellis": ["L. M. Salm", "O. V. Ellis"],
    "M. Ortega y Gasset": ["M. Ortega y Gasset"],
    "Paul ’t Hart": ["Paul ’t Hart"],
    "Paul t’Hart": ["Paul t’Hart"],
}


@pytest.mark.parametrize(("block", "names"), NAMES.items())
def test_lists_of_names_come_apart(block: str, names: list[str]) -> None:
    read = all_people(block) or divided(block)
    assert read is not None
    assert [who.name for who in read.people] == names


def test_a_surname_of_two_words_stays_whole() -> None:
    for block, family in {"S. L. Peyton Moor": "Peyton Moor", "A. El Amrani": "El Amrani", "J. Ortega y Gasset": "Ortega y Gasset"}.items():
        read = all_people(block)
        assert read is not None
        assert read.people[0].family == family


@pytest.mark.parametrize(
    ("string", "text", "doi", "url"),
    [
        ("3 Vgl. dazu Lind, A.: Quiet Towns.", "Lind, A.: Quiet Towns.", "", ""),
        ("17.Lind, A.: Quiet Towns.", "Lind, A.: Quiet Towns.", "", ""),
        ("Hierzu ausführlich Lind, A.: Quiet Towns.", "Lind, A.: Quiet Towns.", "", ""),
        ("Towns 3, pp. 2,774–2,783.", "Towns 3, pp. 2774–2783.", "", ""),
        ("Towns 3, 774–2, 783.", "Towns 3, 774–2, 783.", "", ""),
        ("Towns 3, 1–9. https://doi.org/10.5555/j. towns.2017.06", "Towns 3, 1–9.", "10.5555/j.towns.2017.06", ""),
        ("JHEP 05 (2014) 146 [arXiv:1402.2657][ INSPIRE].", "JHEP 05 (2014) 146.", "", ""),
        ("Towns. Zugriff am 14. Mai 2014 unter www.example.org/towns", "Towns.", "", "www.example.org/towns"),
        ("Towns. https://www.example.org/a-1(accessed: August 2014).", "Towns", "", "https://www.example.org/a-1"),
    ],
)
def test_what_is_cleared_away(string: str, text: str, doi: str, url: str) -> None:
    draft = clean(string)
    assert (draft.text, draft.doi, draft.url) == (text, doi, url)


KINDS: dict[str, dict[str, Any]] = {
    "Lind, Ada. 2014. Forms. Paper Studies 2: 1–9. [Google Scholar]": {"title": "Forms", "container-title": "Paper Studies", "volume": "2"},
    "Hill, Eve. 2019. Town halls fall silent. The Morning Courier, March 12.": {
        "title": "Town halls fall silent",
        "container-title": "The Morning Courier",
    },
    "Falk, Dana. 2021. Counting what counts in small towns. Public Ledger Review. Advance online publication.": {
        "title": "Counting what counts in small towns",
        "container-title": "Public Ledger Review",
    },
    "Falk, Dana. 2022. Small towns and their debts. Journal of Town Finance, in press.": {
        "title": "Small towns and their debts",
        "container-title": "Journal of Town Finance",
    },
    "Berg, Tor. 2009. Counters and Citizens. Ph.D. thesis, University of Halden, Halden, Norway.": {
        "type": "thesis",
        "title": "Counters and Citizens",
        "publisher": "University of Halden",
    },
    "Chen, Wei, and Ravi Patel. 2020. Digital counters in twelve cities. Government Ledger Quarterly 37: 101441.": {
        "container-title": "Government Ledger Quarterly",
        "volume": "37",
        "page": "101441",
    },
    "Boin, Arjen, and Paul t’Hart. 2003. Leadership in calm times. Public Ledger Review 63: 544–53.": {
        "author": [{"family": "Boin", "given": "Arjen"}, {"family": "t’Hart", "given": "Paul"}]
    },
    "M. Ortega y Gasset, La rebelión de los pueblos, Madrid: Ediciones Ríos, 1930.": {
        "author": [{"family": "Ortega y Gasset", "given": "M."}],
        "title": "La rebelión de los pueblos",
    },
    "Olsen, Bo. (ed.) 1996. The Parliaments of Small States. London: Harbour.": {"editor": [{"family": "Olsen", "given": "Bo"}]},
    "Soren, Georg (2002): On Common Greens. New York, Public Affairs.": {"publisher": "Public Affairs", "publisher-place": "New York"},
    "Lind, A. (2001): Quiet towns. In: ders., Noisy Streets. Bonn: Harbour, S. 3–9.": {"container-title": "Noisy Streets"},
    "Lind, Ada (2007): Quiet towns. In: Town Studies 8/2007, S. 3–9.": {"container-title": "Town Studies", "volume": None, "issue": "8"},
    "Lind, Ada (1973): Sein Weg, in: Der Neue Morgen, 24. 8. 1973, S. 3.": {"volume": None, "issue": None, "page": "3"},
}


@pytest.mark.parametrize(("string", "fields"), KINDS.items())
def test_kinds_that_were_misread(string: str, fields: dict[str, Any]) -> None:
    csl = to_csl(parse(string))
    assert {name: csl.get(name) for name in fields} == fields


def test_a_doi_printed_as_a_link_is_an_address_too() -> None:
    csl = to_csl(parse("Lind, A. (2014). Quiet towns. Town Studies, 2(1), 1–9. https://doi.org/10.5555/towns.2014.1"))
    assert (csl["DOI"], csl["URL"]) == ("10.5555/towns.2014.1", "https://doi.org/10.5555/towns.2014.1")
    assert csl["custom"]["field-confidence"]["url"] == csl["custom"]["field-confidence"]["doi"]
    assert "URL" not in to_csl(parse("Lind, A. (2014). Quiet towns. Town Studies, 2(1), 1–9. doi:10.5555/towns.2014.1"))


def test_a_container_without_a_letter_is_no_publisher() -> None:
    assert parse("0[CrossRef]: IN \x08").raw == "0[CrossRef]: IN \x08"
