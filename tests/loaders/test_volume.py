"""Journal strings as catalogues, aggregators and journals print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders._values.volume import printed_date, read_place

PLACES = [
    ("Sound and strait 2015-06, Vol.15 (2), p.237-254", "Sound and strait", "2015-06", "15", "2", "237-254"),
    ("Sound and strait 2015-06-01, Vol.15, p.237", "Sound and strait", "2015-06-01", "15", "", "237"),
    ("Sound and strait 2019, Vol.34 (3/4), p.S31-S47", "Sound and strait", "2019", "34", "3/4", "S31-S47"),
    ("Sound and strait. Jun2015, Vol. 15 Issue 2, p237-254. 18p.", "Sound and strait", "2015-06", "15", "2", "237-254"),
    ("In: Die Häfen, Bd. 48 (2015), 2, S. 23-54", "Die Häfen", "2015", "48", "2", "23-54"),
    ("Enthalten in: Die Häfen. - Kiel : Hafenverlag, 1948- 68(2015), 2, Seite 49-57", "Die Häfen", "2015", "68", "2", "49-57"),
    ("Der Hafen, Jg. 8, H. 1 (2015), S. 3-24", "Der Hafen", "2015", "8", "1", "3-24"),
    ("volume:15 year:2015 number:2 month:06 pages:237-254", "", "2015-06", "15", "2", "237-254"),
    ("Revue des ports, n° 154 (2015), p. 301-314", "Revue des ports", "2015", "", "154", "301-314"),
    ("Puertos y costas Vol. 24, Núm. 1 (2015), págs. 3-40", "Puertos y costas", "2015", "24", "1", "3-40"),
    ("Porti e mare, v. 34, n. 2, pp. 12-20, 2014", "Porti e mare", "2014", "34", "2", "12-20"),
    ("Satama ja meri 2015 : 2, s. 123-140", "Satama ja meri", "2015", "", "2", "123-140"),
    ("Satama ja meri 34 (2015) : 2, s. 123-140", "Satama ja meri", "2015", "34", "2", "123-140"),
    ("Havnen 2015, Bind 92, nr. 1, s. 5-20", "Havnen", "2015", "92", "1", "5-20"),
    ("Λιμάνια, Τόμος 12, Τεύχος 3 (2015), σ. 45-60", "Λιμάνια", "2015", "12", "3", "45-60"),
    ("Порты и моря 2015, т. 3, № 2, с. 12-20", "Порты и моря", "2015", "3", "2", "12-20"),
    ("Revista dos portos, v.66, n.3 (jul/set. 2015), p. 321-346", "Revista dos portos", "2015", "66", "3", "321-346"),
    ("2017, Vol. 83(3) 602–620", "", "2017", "83", "3", "602–620"),
    ("Sound. 2017;95(2):123–145.", "Sound", "2017", "95", "2", "123–145"),
    ("Sound and strait 60: 549–59", "Sound and strait", "", "60", "", "549–59"),
    ("Sound and strait (Vol. 15, no. 2, p. 237-254)", "Sound and strait", "", "15", "2", "237-254"),
    ("Sound and strait ; 12 (3) ; 34-56 ; 2001", "Sound and strait", "2001", "12", "3", "34-56"),
    ("Sound 2015, Vol.ahead-of-print (ahead-of-print), p.1-18", "Sound", "2015", "", "", "1-18"),
    ("Sound and strait", "Sound and strait", "", "", "", ""),
    ("Harbours 2000", "Harbours 2000", "", "", "", ""),
    ("Cities in 2050 : annals 2020, Vol.3, p.1-9", "Cities in 2050 : annals", "2020", "3", "", "1-9"),
]


@pytest.mark.parametrize(("printed", "title", "issued", "volume", "issue", "pages"), PLACES, ids=[place[0][:40] for place in PLACES])
def test_places(printed: str, title: str, issued: str, volume: str, issue: str, pages: str) -> None:
    place = read_place(printed)
    assert (place.title, place.issued, place.volume, place.issue, place.pages) == (title, issued, volume, issue, pages)


def test_a_title_that_the_page_marks_is_not_read_again() -> None:
    place = read_place("Vol. 7 studies 2015, Vol.1, p.2-3", "Vol. 7 studies")
    assert (place.title, place.volume, place.pages) == ("Vol. 7 studies", "1", "2-3")


def test_article_numbers() -> None:
    assert read_place("Sound 2023, Vol. 13, Article 37").article_number == "37"


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("01 September 2017", "2017-09-01"), ("September 2017", "2017-09"), ("Sep 1, 2017", "2017-09-01"), ("1. März 2015", "2015-03-01"),
        ("15 de junio de 2014", "2014-06-15"), ("Spring 2015", "2015-21"), ("2015-06-01", "2015-06-01"),
        ("Marketing 2015", "2015"), ("soon", ""),
    ],
)  # fmt: skip
def test_dates(printed: str, date: str) -> None:
    assert printed_date(printed) == date


@given(st.text(alphabet="VvolBdS.spn°№:;,()-–/ 0123456789abcÄ\n", max_size=80))
def test_any_text_gives_a_place(text: str) -> None:
    place = read_place(text)
    assert not place.issued or place.year
