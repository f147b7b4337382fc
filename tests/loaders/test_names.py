"""Names as records print them, read through the loaders that meet them: Dublin Core for names in one string, BibTeX for lists."""

from __future__ import annotations

import pytest

import loaders
from graph.record import Work
from graph.sources.capture import capture_of
from loaders._people.names import written

PAGE = """<!doctype html><html><head><meta name="citation_title" content="On names">
<meta name="citation_author" content="{}"></head><body><p>Text.</p></body></html>"""


def authors(text: str, name: str) -> list[str]:
    """Names as `Family, Given, Suffix`, bodies as they are, where they work in brackets."""
    works = [said for said in loaders.read(capture_of(text.encode(), name), extract=False) if isinstance(said, Work)]
    return [f"{written(who)}{''.join(f' [{body.label}]' for body in who.affiliations)}" for who in works[0].authors]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Anders Holm Ph.D.", "Holm, Anders"),
        ("Prof. Dr. Greta Brandt", "Brandt, Greta"),
        ("Yi Ma", "Ma, Yi"),
        ("Jo Ann Ma", "Ma, Jo Ann"),
        ("Tova Hale (University of Arbury)", "Hale, Tova [University of Arbury]"),
        ("Hale, Tova (Institutt for styring)", "Hale, Tova [Institutt for styring]"),
        ("Hansen, Hans S. (Hans Sverre)", "Hansen, Hans Sverre"),
        ("Boyd, J. T. (John Thomas)", "Boyd, John Thomas"),
        ("Boyd, John F. (Jack)", "Boyd, John F. (Jack)"),
        ("MUNICIPALITY OF ARBURY", "MUNICIPALITY OF ARBURY"),
        ("Arbury kommune", "Arbury kommune"),
        ("Fundação Rio Claro", "Fundação Rio Claro"),
        ("Ville de Saint-Aubin", "Ville de Saint-Aubin"),
        ("Eyal Press", "Press, Eyal"),
        *(
            (body, body)
            for body in (
                "Congressional Research Service",
                "Health Canada",
                "Human Rights Watch",
                "Escola Nacional de Administração Pública",
                "Cour des comptes",
                "Kanton Zug",
                "Câmara Municipal de Lisboa",
                "Cámara de Diputados",
                "Census Bureau",
                "Bureau of Standards",
                "Consiglio regionale della Toscana",
                "Conseil d'État",
                "Banco de España",
                "Haut Conseil de la santé",
                "Bureau fédéral du Plan",
                "Svenska kyrkan",
                "Nederlandse Zorgautoriteit",
                "Xunta de Galicia",
                "Comune di Alba",
                "Statistisches Amt der Kreise",
                "Norges forskningsråd",
                "Statens vegvesen",
                "Algemene Rekenkamer",
                "Nationaler Normenkontrollrat",
                "Bund der Steuerzahler",
                "Verwaltungsakademie Arbury",
                "Defensor del Pueblo",
                "Vérificateur général du Québec",
                "Narodowy Bank Polski",
                "African Development Bank",
                "Правительство Российской Федерации",
            )
        ),
        ("Robert W. Service", "Service, Robert W."),
        ("Mamadou Camara", "Camara, Mamadou"),
        ("Hélder Câmara", "Câmara, Hélder"),
        ("Claude Bureau", "Bureau, Claude"),
        ("Hernán Cortés", "Cortés, Hernán"),
        ("Maria gomez", "gomez, Maria"),
        ("Otto Bund", "Bund, Otto"),
        ("John Amt", "Amt, John"),
        ("Carla Consiglio", "Consiglio, Carla"),
        ("Todd Guild", "Guild, Todd"),
        ("Anatole France", "France, Anatole"),
        ("Ernst Land", "Land, Ernst"),
        ("Luis Corte Real", "Real, Luis Corte"),
        ("Wren, Eve, PhD", "Wren, Eve"),
        ("Prof. Bo Rook, PhD", "Rook, Bo"),
        ("Eve T. Wren, RN", "Wren, Eve T."),
        ("García López, MD", "García López, MD"),
        ("Dr. Brandt, Willy", "Brandt, Willy"),
        ("Rook, B. (Bo)", "Rook, Bo"),
        ("Jones Jr., Robert T.", "Jones, Robert T., Jr."),
        ("Nguyễn Văn Thiệu", "Nguyễn, Văn Thiệu"),
        ("Norges offentlige utredninger", "Norges offentlige utredninger"),
        ("Deutsche Bundesbank", "Deutsche Bundesbank"),
        ("Beauvoir, Simone de", "de Beauvoir, Simone"),
        ("Alembert, Jean d’", "d’Alembert, Jean"),
        ("Heide, Hans von der", "von der Heide, Hans"),
        ("Fontaine, Jean de La", "de La Fontaine, Jean"),
        ("Ibarra, Maria Den", "Ibarra, Maria Den"),
        ("MacDonald, Ian, III", "MacDonald, Ian, III"),
        ("Meier, Prof. Dr. Hans", "Meier, Hans"),
        ("José Ortega y Gasset", "Ortega y Gasset, José"),
        ("João Costa e Silva", "Costa e Silva, João"),
        ("María del Carmen Ruiz García", "Ruiz García, María del Carmen"),
        ("Maria do Carmo Neves", "Neves, Maria do Carmo"),
        ("Steffi Graf", "Graf, Steffi"),
        ("Mona Abou El Nasr", "Abou El Nasr, Mona"),
        ("Agência Nacional de Águas", "Agência Nacional de Águas"),
    ],
)
def test_a_name_is_a_persons_or_a_bodys(printed: str, read: str) -> None:
    assert authors(PAGE.format(printed), "page.html") == [read]


@pytest.mark.parametrize(
    "printed", ["A, B" + ". " * 9_999 + "(", "A, " + "Ph.D " * 9_999, "deutsche" * 9_999, "A" + " , " * 9_999 + "et alx"]
)
def test_a_text_that_would_keep_expressions_busy_is_no_name(printed: str) -> None:
    assert authors(PAGE.format(printed), "page.html") == [" ".join(printed.split()).strip(" ,;")]


def test_runs_of_blanks_and_commas_in_a_list_are_looked_at_once() -> None:
    assert (
        len(authors(f"@article{{a, author = {{Hall, G. and A{' , ' * 30_000}et alx}}, title = {{On names}}, year = 2001}}", "names.bib"))
        == 2
    )
    redif = f"Template-Type: ReDIF-Paper 1.0\nAuthor-Name: Ann{' ' * 60_000}Hall\nTitle: On names\nHandle: RePEc:abc:wpaper:1\n"
    assert authors(redif, "names.rdf") == ["Hall, Ann"]


@pytest.mark.parametrize("printed", ["Li, Xiaoping (李小平)", "Xiaoping Li （李小平）"])
def test_a_name_in_its_own_script_stands_beside_the_other(printed: str) -> None:
    (work,) = (said for said in loaders.read(capture_of(PAGE.format(printed).encode(), "page.html")) if isinstance(said, Work))
    assert [(who.family, who.given, who.alternatives) for who in work.authors] == [("Li", "Xiaoping", ["李小平"])]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("Harbour Board,", "Harbour Board"),
        ("University of Elm,, Arbury", "University of Elm, Arbury"),
        ("Trade, Customs and Excise Office,", "Trade, Customs and Excise Office"),
        ("Elm, Ida,", "Elm, Ida"),
    ],
)
def test_endnote_ends_a_bodys_name_with_a_comma(printed: str, read: str) -> None:
    assert authors(f"%0 Journal Article\n%A {printed}\n%T On names\n%J Names\n%D 2001\n", "names.enw") == [read]


@pytest.mark.parametrize("printed", [",", ",,", " , ,,"])
def test_commas_alone_are_nobodys_name(printed: str) -> None:
    assert authors(f"%0 Journal Article\n%A {printed}\n%A Elm, Ida\n%T On names\n%J Names\n%D 2001\n", "names.enw") == ["Elm, Ida"]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("A. B. Carter, D. E. Fisher and G. Hall", ["Carter, A. B.", "Fisher, D. E.", "Hall, G."]),
        ("Carter, A. B. and Fisher, D. E.", ["Carter, A. B.", "Fisher, D. E."]),
        ("Carter, A. B.; Fisher, D. E.", ["Carter, A. B.", "Fisher, D. E."]),
        ("{Carter; Fisher Ltd} and Hall, G. et al.", ["Carter; Fisher Ltd", "Hall, G."]),
        ("A. Frank Carter III and Norman M. Fisher, Jr.", ["Carter, A. Frank, III", "Fisher, Norman M., Jr."]),
        ("Carter, James E., Jr. and Fisher, Sr., Bo", ["Carter, James E., Jr.", "Fisher, Bo, Sr."]),
        ("Centers for Counting (U.S.)", ["Centers for Counting (U.S.)"]),
        ("{A. B. Carter, D. E. Fisher} and G. Hall", ["A. B. Carter, D. E. Fisher", "Hall, G."]),
    ],
)
def test_names_of_a_list_are_apart_however_it_is_written(printed: str, read: list[str]) -> None:
    assert authors(f"@article{{a, author = {{{printed}}}, title = {{On names}}, year = 2001}}", "names.bib") == read
