"""MARC in every carrier: what records say, what punctuation and coding leave behind, and what is refused with its reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared import SHARED, needs_shared

import loaders
from graph.record import Capture, Reject, Work
from graph.sources.capture import read_capture
from graph.sources.csl import work_to_csl
from loaders import marc21, marcxml
from loaders._marc.dates import date_of
from loaders._marc.host import Host, read_numbers
from loaders._marc.title import title_of

SAMPLES = Path(__file__).parent / "samples"
LEADER = "=LDR  00000nam a2200000 a 4500"


def read(data: bytes, name: str = "test.mrc") -> tuple[list[Work], list[Reject]]:
    said = list(loaders.read(Capture(data, name), extract=False))
    return [one for one in said if isinstance(one, Work)], [one for one in said if isinstance(one, Reject)]


def maker(*fields: str, leader: str = LEADER) -> Work:
    """The work of one record written as MARCMaker writes it."""
    works, rejects = read("\n".join([leader, *fields, ""]).encode(), "test.mrk")
    assert not rejects, rejects
    return works[0]


def names(people: list[object]) -> list[str]:
    return [getattr(one, "name", "") for one in people]


def binary(*fields: tuple[str, bytes], leader: bytes = b"nam a22") -> bytes:
    directory, body = b"", b""
    for tag, value in fields:
        directory += f"{tag}{len(value) + 1:04d}{len(body):05d}".encode()
        body += value + b"\x1e"
    base = 25 + len(directory)
    return f"{base + len(body) + 1:05d}".encode() + leader + f"{base:05d}".encode() + b" a 4500" + directory + b"\x1e" + body + b"\x1d"


def test_one_record_says_the_same_in_binary_xml_and_json() -> None:
    files = ["marc21.mrc", "marcxml.xml", "marc_json.json"]
    first = [next(one for one in loaders.read(read_capture(SAMPLES / name), extract=False) if isinstance(one, Work)) for name in files]
    assert work_to_csl(first[0]) == work_to_csl(first[1]) == work_to_csl(first[2])
    assert (first[0].custom["contributors"], first[0].keywords) == (["Ida Roe (writer of foreword)"], ["Towns--Nowhere--History"])


def test_a_broken_record_is_told_and_the_next_is_read() -> None:
    good = binary(("001", b"x"), ("245", b"10\x1faOn towns /"))
    broken = b"00067     a2200049   450000100030000024599999999999\x1ex1\x1e10\x1faBroken\x1e\x1d"
    works, rejects = read(good + broken + b"\n" + good + b"99999" + good[5:])
    assert [work.title for work in works] == ["On towns", "On towns"]
    assert [reject.where for reject in rejects] == ["record 2", "record 4"]
    assert "directory" in rejects[0].reason
    assert "99999 bytes" in rejects[1].reason


def test_fields_that_lie_over_one_another_are_refused() -> None:
    directory = b"245" + b"9999" + b"00000"
    base = 24 + 12 * 4000 + 1
    body = b"10\x1fa" + b"x" * 20_000 + b"\x1e\x1d"
    works, rejects = read(f"{base + len(body):05d}nam a22{base:05d} a 4500".encode() + directory * 4000 + b"\x1e" + body)
    assert not works
    assert "over one another" in rejects[0].reason


def test_lengths_counted_in_letters_are_no_loss() -> None:
    record = binary(("245", b"10\x1fa" + "Größe der Städte".encode()), ("260", b"  \x1fc2001"))
    shorter = f"{int(record[:5]) - 3:05d}".encode() + record[5:]
    works, rejects = read(shorter + record)
    assert [(work.title, work.year) for work in works] == [("Größe der Städte", 2001)] * 2
    assert not rejects


@pytest.mark.parametrize(
    ("value", "leader", "title"),
    [
        (b"Gr\xe8o\xc7e und Stadt", b"nam  22", "Größe und Stadt"),  # MARC-8: the accent before its letter
        ("Größe".encode(), b"nam  22", "Größe"),  # UTF-8 that the leader does not tell
        ("Города и годы".encode("cp1251"), b"nam  22", "Города и годы"),
        (b"\x1b(NpOLITIKA\x1b(B", b"nam  22", "Политика"),
        (b"bad \xff byte", b"nam a22", "bad \ufffd byte"),
    ],
)
def test_letters(value: bytes, leader: bytes, title: str) -> None:
    works, rejects = read(binary(("245", b"10\x1fa" + value), leader=leader))
    assert ([work.title for work in works], rejects) == ([title], [])


def test_letters_of_iso_5426_in_unimarc() -> None:
    works, _ = read(binary(("200", b"1 \x1faL'\xc2etat invent\xc2e"), leader=b"nam  22"))
    assert [work.title for work in works] == ["L'état inventé"]


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        ([("a", "Towns :"), ("b", "a study /"), ("c", "Ana Hill.")], "Towns: a study"),
        ([("a", "Towns"), ("b", "a study"), ("c", "Ana Hill")], "Towns: a study"),
        ([("a", "Towns ="), ("b", "Villes.")], "Towns"),
        ([("a", "Towns :"), ("b", "a study = Villes : une étude /")], "Towns: a study"),
        ([("a", "Towns."), ("n", "Part 2,"), ("p", "Squares /")], "Towns. Part 2, Squares"),
        ([("a", "Die Städte"), ("n", "Bd. 2"), ("p", "Plätze"), ("c", "Ana Hill")], "Die Städte. Bd. 2, Plätze"),
        ([("a", "Towns ;"), ("b", "Squares /")], "Towns; Squares"),
        ([("a", "Towns"), ("h", "[electronic resource] :"), ("b", "a study.")], "Towns: a study"),
        ([("a", "\x98The\x9c towns")], "The towns"),
        ([("a", "<<Die>> Städte")], "Die Städte"),
        ([("a", "¬Die¬ Städte")], "Die Städte"),
        ([("a", "Die @Städte")], "Die Städte"),
        ([("a", "Towns / by Ana Hill")], "Towns"),
        ([("a", "[Towns of the U.S.A.]")], "Towns of the U.S.A."),
        ([("a", "Annual report ..."), ("n", "2001")], "Annual report ... 2001"),
    ],
)
def test_titles_keep_no_punctuation_of_isbd(parts: list[tuple[str, str]], title: str) -> None:
    assert title_of(parts).title == title


@pytest.mark.parametrize(
    ("printed", "coded", "date"),
    [
        ("c2000.", "2000", "2000"),
        ("[2004], ©2003", "2004", "2004"),
        ("©1999", "", "1999"),
        ("[19]98", "", "1998"),
        ("[ca. 1990]", "", "1990~"),
        ("[1990?]", "", "1990?"),
        ("[199-?]", "199u", "199X"),
        ("1998-2005", "1998", "1998/2005"),
        ("1985-", "1985", "1985/.."),
        ("1899 [i.e. 1989]", "1989", "1989"),
        ("2548 [2005]", "2005", "2005"),
        ("[date of publication not identified]", "2011", "2011"),
        ("DL 2008, cop. 2007", "2008", "2008"),
        ("2099", "2019", "2019"),
        ("", "uuuu", ""),
    ],
)
def test_dates(printed: str, coded: str, date: str) -> None:
    assert date_of(printed, coded, "s") == date


@pytest.mark.parametrize(
    ("printed", "enumeration", "numbers"),
    [
        (["Vol. 24, no. 3 (Mar. 1995), p. 12-17"], "", ("24", "3", "12-17", "1995-03")),
        (["Bd. 55(2010), H. 4, S. 123-145"], "", ("55", "4", "123-145", "2010")),
        (["48(2015), 2, Seite 23-54"], "", ("48", "2", "23-54", "2015")),
        (["12(1999)3, S. 5-27"], "", ("12", "3", "5-27", "1999")),
        (["38:1(2021), p. 3-12"], "", ("38", "1", "3-12", "2021")),
        (["12, 2007, 4, S. 302-315"], "", ("12", "4", "302-315", "2007")),
        (["55. Jg., 2008, H. 3, S. 4-9"], "", ("55", "3", "4-9", "2008")),
        (["Año 5, núm. 2 (1999), p. 5-9"], "", ("5", "2", "5-9", "1999")),
        (["Vol. 25, No. 2 (Apr.-June 2003), pp. [201]-220"], "", ("25", "2", "201-220", "2003")),
        (["volume:48", "year:2015", "number:2", "pages:23-54"], "", ("48", "2", "23-54", "2015")),
        (["vol:48", "no:2", "yr:2015", "pp:23-54"], "", ("48", "2", "23-54", "2015")),
        (["year:2019, volume:7"], "", ("7", "", "", "2019")),
        ([], "24:9<235", ("24", "9", "235", "")),
        (["S. 101 - 123"], "", ("", "", "101-123", "")),
    ],
)
def test_places_of_parts(printed: list[str], enumeration: str, numbers: tuple[str, str, str, str]) -> None:
    host = Host()
    read_numbers(host, printed, enumeration)
    assert (host.volume, host.issue, host.pages, host.issued) == numbers


def test_contributors_by_relator_or_by_the_statement_of_responsibility() -> None:
    work = maker(
        "=100  1\\$aKing, Martin Luther,$cJr.,$d1929-1968.",
        "=245  10$aOn towns /$cMartin Luther King and Ana Hill ; edited by Jo Kim ; with a foreword by Ida Roe.",
        "=700  1\\$aHill, Ana.",
        "=700  1\\$aKim, Jo.",
        "=700  1\\$aRoe, Ida.",
        "=700  1\\$aPark, Lee$4trl",
        "=700  12$aAusten, Jane.$tEmma.",
        "=710  2\\$aInvented Library.",
    )
    assert names([*work.authors]) == ["Martin Luther King Jr.", "Ana Hill"]
    assert names([*work.editors]) == ["Jo Kim"]
    assert work_to_csl(work)["translator"] == [{"family": "Park", "given": "Lee"}]
    assert work.custom["contributors"] == ["Ida Roe", "Invented Library"]


@pytest.mark.parametrize(
    ("statement", "roles"),
    [
        ("by Lee Park ; translated and with an introduction by Ana Hill", "translator"),
        ("Ana Hill, Jo Kim (eds.)", "editor"),
        ("Jo Kim ; a cura di Ana Hill", "editor"),
        ("Jo Kim ; sous la direction d'Ana Hill", "editor"),
        ("Jo Kim ; aus dem Englischen übersetzt von Ana Hill", "translator"),
        ("edited by Jo Kim, with drawings by Ana Hill", ""),
        ("Jo Kim, Ana Hill", "author"),
        ("Jo Kim ; prólogo de Ana Hill", ""),
        ("Jo Kim ; edited and translated by Ana Hill", "editor translator"),
        ("Jo Kim ; hrsg. und übersetzt von Ana Hill", "editor translator"),
        ("Jo Kim ; edited by Lee Park ; translated by Ana Hill", "translator"),
        ("Jo Kim ... [et al.]", "author"),
        ("Jo Kim", ""),
    ],
)
def test_statements_of_responsibility(statement: str, roles: str) -> None:
    csl = work_to_csl(maker(f"=245  00$aOn towns /$c{statement}.", "=700  1\\$aHill, Ana.", "=700  1\\$aKim, Jo,$4aut"))
    held = [role for role in ("author", "editor", "translator") if any(who.get("family") == "Hill" for who in csl.get(role, []))]
    assert held == roles.split()


@pytest.mark.parametrize("told", ["$eeditor,$etranslator.", "$etranslator,$eeditor.", "$4edt$4trl", "$eeditor and translator."])
def test_who_edits_and_translates_is_both(told: str) -> None:
    csl = work_to_csl(maker("=100  1\\$aKim, Jo.", "=245  10$aOn towns /$cJo Kim.", f"=700  1\\$aHill, Ana,{told}"))
    assert csl["editor"] == csl["translator"] == [{"family": "Hill", "given": "Ana"}]


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("$4aut", "authors"), ("$eVerfasserIn", "authors"), ("$eauteur.", "authors"),
        ("$4http://id.loc.gov/vocabulary/relators/aut", "authors"),
        ("$4edt", "editors"), ("$eHerausgeber", "editors"), ("$eeditor.", "editors"), ("$edirecteur de publication", "editors"),
        ("$ecompiler", "editors"), ("$ewriter of introduction", ""), ("$eillustrator", ""), ("$epublisher", ""), ("$ecomposer", ""),
        ("$eVerfasser eines Vorworts", ""), ("$4ths", ""), ("$4wac", ""), ("$4075", ""), ("$4070", "authors"), ("$4651", "editors"),
    ],
)  # fmt: skip
def test_roles_in_the_words_of_catalogues(role: str, place: str) -> None:
    work = maker("=245  00$aOn towns /$cX", f"=700  1\\$aHill, Ana,{role}", "=700  1\\$aKim, Jo,$4aut", "=700  1\\$aRoe, Ida,$4edt")
    held = [name for name in ("authors", "editors") if "Ana Hill" in names(getattr(work, name))]
    assert held == ([place] if place else [])


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("1\\$aHill, Ana,$d1960-", ("Hill", "Ana", "", "")),
        ("1\\$aSmith, J. R.$q(John Robert)", ("Smith", "J. R.", "", "")),
        ("0\\$aJohn Paul$bII,$cPope,$d1920-2005.", ("", "", "John Paul II", "")),
        ("1\\$aIbn Nowhere,$d1332-1406.", ("Ibn Nowhere", "", "", "")),
        ("1\\$aAna Maria Hill", ("Hill", "Ana Maria", "", "")),
        ("1\\$aKing, M. L.,$cIII", ("King", "M. L.", "", "III")),
        ("1\\$aCecil, David, Lord", ("Cecil", "David", "", "")),
    ],
)
def test_names(field: str, name: tuple[str, str, str, str]) -> None:
    who = maker(f"=100  {field}", "=245  00$aA").authors[0]
    assert (who.family, who.given, who.literal, who.suffix) == name


def test_chapters_articles_theses_and_serials() -> None:
    part = LEADER.replace("nam", "naa")
    chapter = maker("=245  00$aA", "=773  08$iIn$tTowns compared$dKöln : Verlag, 1999$gS. 5-9$z3161484100", leader=part)
    assert (chapter.kind, chapter.pages) == ("chapter", "5-9")
    assert chapter.part_of is not None
    assert (chapter.part_of.title, chapter.part_of.publisher, chapter.part_of.year) == ("Towns compared", "Verlag", 1999)
    article = maker("=245  00$aA", "=773  08$tTowns monthly.$gVol. 3, no. 1 (1999), p. 5-9$x1234-5679", leader=part)
    assert article.venue is not None
    assert (article.kind, article.venue.title, article.issued) == ("article", "Towns monthly", "1999")
    assert maker("=245  00$aA", "=502  \\\\$aThesis").kind == "thesis"
    serial = maker("=022  \\\\$a1234-5679", "=245  00$aTowns monthly", leader=LEADER.replace("nam", "nas"))
    assert work_to_csl(serial)["type"] == "periodical"


def test_linked_fields_in_another_script() -> None:
    work = maker(
        "=100  1\\$6880-01$aIvanov, Ivan",
        "=245  10$6880-02$aGoroda",
        "=880  1\\$6100-01/(N$aИванов, Иван",
        "=880  10$6245-02/(N$aГорода",
    )
    assert (work.authors[0].name, work.authors[0].alternatives) == ("Ivan Ivanov", ["Иван Иванов"])
    assert work.custom["alternative-titles"] == ["Города"]


def test_imprints_without_brackets_and_words_for_unknown() -> None:
    work = maker("=245  00$aA", "=260  \\\\$a[Berlin] [u.a.] :$b[s.n.],$c[1999]", "=250  \\\\$a2., überarb. Aufl.")
    assert (work.place, work.publisher, work.edition) == ("Berlin", "", "2., überarb. Aufl")


def test_unimarc_with_embedded_fields_and_roles() -> None:
    work = maker(
        "=200  1\\$aVilles$ficommentées$fsous la direction de Luc Martin$gtraduit par Zoé Petit",
        "=210  \\\\$aParis$cPresses$d2008",
        "=463  \\0$1011  $a1234-5679$12001 $aRevue des villes$v12",
        "=702  \\1$aMartin$bLuc$4651",
        "=702  \\1$aPetit$bZoé$4730",
        leader=LEADER.replace("nam", "naa"),
    )
    assert names([*work.editors]) == ["Luc Martin"]
    assert work.venue is not None
    assert (work.venue.title, work.venue.issns, work.volume, work.publisher) == ("Revue des villes", ["1234-5679"], "12", "Presses")


ALEPH = """\
000000001 LDR   L 00000nam^a2200000^a^4500
000000001 24510 L $$aOn towns :$$ba study /
000000001 260   L $$c1999.
000000002 24500 L $$aOn squares
"""
YAZ = """\
00123nam a2200000 a 4500
001 x1
245 10 $a On towns : $b a study / $c Ana Hill.
260    $c 1999.

00123nam a2200000 a 4500
245 00 $a On squares
"""
MAKER = "=LDR  00000nam a2200000 a 4500\r\n=245  10$aOn towns :$ba {acute}etude for {dollar}5\r\n\r\n=LDR  00000nam\n=245  00$aB\n"


@pytest.mark.parametrize(
    ("text", "titles"),
    [(ALEPH, ["On towns: a study", "On squares"]), (YAZ, ["On towns: a study", "On squares"]), (MAKER, ["On towns: a étude for $5", "B"])],
    ids=["aleph", "yaz", "marcmaker"],
)
def test_lines_of_text(text: str, titles: list[str]) -> None:
    capture = Capture(text.encode(), "test.txt")
    assert loaders.recognise(capture) == "marc21"
    works, rejects = read(text.encode(), "test.txt")
    assert ([work.title for work in works], rejects) == (titles, [])


def test_answers_of_sru_and_their_diagnostics() -> None:
    record = (
        b'<record xmlns="http://www.loc.gov/MARC21/slim"><datafield tag="245" ind1="1" ind2="0"><subfield code="a">A</subfield>'
        b"</datafield></record>"
    )
    answer = (
        b'<searchRetrieveResponse xmlns="http://www.loc.gov/zing/srw/"><records><record><recordData>' + record + b"</recordData></record>"
        b"</records><diagnostics><diagnostic><message>too many</message></diagnostic></diagnostics></searchRetrieveResponse>"
    )
    works, rejects = read(answer, "sru.xml")
    assert [work.title for work in works] == ["A"]
    assert "too many" in rejects[0].reason
    assert marcxml.recognise(Capture(answer, "sru.xml")) > 0.9


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=60), st.integers(0, 400), st.integers(0, 255))
def test_damaged_bytes_never_raise(noise: bytes, at: int, byte: int) -> None:
    data = bytearray((SAMPLES / "marc21.mrc").read_bytes())
    data[at] = byte
    for damaged in (bytes(data), bytes(data[:at]) + noise + bytes(data[at:]), bytes(data[: at + 300])):
        said = list(marc21.read(Capture(damaged, "test.mrc")))
        assert any(isinstance(one, Work | Reject) for one in said)


@needs_shared
def test_every_shared_file_is_read_or_refused() -> None:
    folders = ("marc", "marc-malformed", "lobid-german")
    files = [path for name in folders for path in sorted((SHARED / "samples" / name).rglob("*")) if path.is_file()]
    files += sorted((SHARED / "hostile" / "marc").iterdir())
    assert len(files) > 100
    for path in files:
        capture = read_capture(path)
        assert loaders.recognise(capture) in {"marc21", "marcxml", "marc_json", "lobid"}, path
        said = list(loaders.read(capture, extract=False))
        assert any(isinstance(one, Work | Reject) for one in said), path
        faults = [one.reason for one in said if isinstance(one, Reject) and "please report" in one.reason]
        assert not faults, path
