"""Places, bodies and methods that prose names."""

from __future__ import annotations

import pytest

from graph.record import Passage, Work
from loaders.reading import extract_text
from loaders.reading.named import jurisdictions, methods, organisations
from loaders.reading.prose import document


def read(text: str, kind: str = "body") -> document.Document:
    return document.build(Work(passages=[Passage([(0, len(text))], kind)]), text)


def codes(text: str) -> list[str]:
    return [found.code for reading in read(text).readings for found in jurisdictions.found(reading)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Parks in the Canadian province of Quebec.", ["CA", "CA-QC"]),
        ("The Western Australian and Scottish cases.", ["AU-WA", "GB-SCT"]),
        ("Parks in the UK, the EU and the UN.", ["GB", "EU", "UN"]),
        ("New South Wales and Wales, Northern Ireland and Ireland.", ["AU-NSW", "GB-WLS", "GB-NIR", "IE"]),
        ("Norske parker og svenske hager.", ["NO", "SE"]),
        ("The City of Stockholm and north-west England.", ["SE-locality:Stockholm", "GB-ENG"]),
        (
            "The Malawian districts of Zomba, Mzuzu and Blantyre; Zomba (2011) argues.",
            ["MW", "MW-ZO", "MW-locality:Mzuzu", "MW-locality:Blantyre"],
        ),
        ("Parks are old. Zomba is a park.", []),
        ("Turkish parks in Konya, Adıyaman and Aydin.", ["TR", "TR-42", "TR-02", "TR-09"]),
        ("As in Norway (2010) and in Chile (2012), parks are old.", ["NO", "CL"]),
        ("Ireland (2010) argues that parks are old.", []),
        ("European integration in 12 European countries; Europe.", ["region:europe", "region:europe"]),
        ("Parks in New Jersey and the state of Georgia, United States.", ["US-NJ", "US-GA", "US"]),
        ("Parks in Georgia and Armenia.", ["GE", "AM"]),
        ("Kent County Council and the Republic of Korea.", ["GB-KEN", "KR"]),
        ("Parks in Rajasthan, in Gauteng and in Guangdong.", ["IN-RJ", "ZA-GP", "CN-GD"]),
        ("Parks in Punjab, Pakistan.", ["PK-PB", "PK"]),
        ("Parks in Lyon, Vaulx and Bron were closed.", ["FR-locality:Lyon", "FR-locality:Vaulx", "FR-locality:Bron"]),
        ("In Norway, Alvdal municipality has parks.", ["NO", "NO-locality:Alvdal"]),
        ("Parks in Norway and Sweden: Alvdal municipality.", ["NO", "SE"]),
        ("Franco-German parks and Dutch-Belgian ones.", ["FR", "DE", "NL", "BE"]),
        ("The Democratic Republic of the Congo and the Kyrgyz Republic have parks.", ["CD", "KG"]),
        ("Zambians and Estonians like parks.", ["ZM", "EE"]),
        ("Jilin Province, Western Europe and East Asian parks.", ["CN-JL", "region:western-europe", "region:east-asia"]),
        ("Town meetings in New England and in Old England.", ["region:new-england", "GB-ENG"]),
        ("Parks in Greece (2010) and Ireland (2008).", ["GR", "IE"]),
        ("They say that the UK has parks, as Lagos State has.", ["GB", "NG-LA"]),
        ("Parks in Quito, Meadowville and Montevideo.", ["EC-locality:Quito", "UY-locality:Montevideo"]),
        ("The State of Mexico and Mexico City; parks in Galicia.", ["MX-MEX", "MX-CMX", "ES-GA"]),
    ],
)
def test_places_by_name_and_adjective(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Virginia Alder and Jordan Birch disagree; Chad Cedar does not.",
        "The University of Victoria and Arizona State University teach it.",
        "Texts in English and French were read.",
        "London: Alder Press, in the Victorian era.",
        "It reached us. We polish it.",
        "Reading matters.",
        "The Vienna Convention, the Washington Consensus and the Berlin Wall.",
        "They ate Turkish delight and Danish pastries.",
        "According to London (2011) and Ireland (2008), parks matter.",
        "Non-EU parks.",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert codes(text) == []


def test_a_country_in_the_title_tells_of_the_provinces_in_the_abstract() -> None:
    found = extract_text("Parks in Bulgaria and their keepers\n\nWe visited the parks of Sliven and talked to 20 keepers in the town.")
    assert {m["id"] for m in found["mentions"] if m["kind"] == "jurisdiction"} == {"BG", "BG-20"}


def test_only_the_most_specific_place_stays() -> None:
    assert jurisdictions.most_specific(["CA", "CA-QC", "GB", "GB-SCT", "FR"]) == ["CA-QC", "GB-SCT", "FR"]


def bodies(text: str, kind: str = "abstract") -> list[str]:
    return [body.organisation.label for body in organisations.bodies(read(text, kind))]


def test_bodies_by_their_words() -> None:
    text = "The Government of Alberta’s parks, the Welsh Government's Meadow Framework and the Danish Alliance to End Drought Survey."
    assert bodies(text) == ["Government of Alberta", "Welsh Government", "Danish Alliance to End Drought"]
    assert bodies("Data of the Norwegian Park Service and the United Nations' Goals.") == ["Norwegian Park Service", "United Nations"]


def test_an_abbreviation_is_another_name() -> None:
    body = organisations.bodies(read("The Danish Meadow Agency (DMA) acts."))[0].organisation
    assert (body.label, body.alternatives, body.public) == ("Danish Meadow Agency", ["DMA"], True)


def test_what_is_no_body() -> None:
    assert bodies("Public agencies and The Service Users Of Today; the police.") == []
    assert bodies("Reforming The Park Service And The Ministry Of Parks In Every Town", "title") == []
    assert bodies("The New Public Service and the Russian Federation.") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The WHO and NAV were asked; the Treasury was not.", ["WHO", "NAV", "Treasury"]),
        ("Parks of OECD-countries.", ["OECD"]),
        ("Following the Royal Commission into Parks and Meadows, gates closed.", ["Royal Commission into Parks and Meadows"]),
        ("The Norwegian Park Administration (NAV) differs: NAV is old.", ["Norwegian Park Administration"]),
        ("Riksrevisjonen og Direktoratet for parker har det ikke travelt.", ["Riksrevisjonen", "Direktoratet for parker"]),
        ("Der Bundesrechnungshof und das Bundesamt für Parks sind dagegen.", ["Bundesrechnungshof", "Bundesamt für Parks"]),
        (
            "The Superintendencia Nacional de Parques and the Ministerio de Salud agree.",
            ["Superintendencia Nacional de Parques", "Ministerio de Salud"],
        ),
        (
            "The Treasury Board Secretariat and the Public Park Commissioner agree.",
            ["Treasury Board Secretariat", "Public Park Commissioner"],
        ),
        ("Der Beitrag zeigt die Rolle Public Service Motivation in der Stadt und den Parks.", []),
        ("Kommunal- og parkdepartementet er ikke enig med Nav.", ["Kommunal- og parkdepartementet", "Nav"]),
        ("Das Hugo Park-Institut und die Agentur für Parks sind dagegen.", ["Hugo Park-Institut", "Agentur für Parks"]),
        ("Der Beirat ist in der Kölner Parkbehörde und nicht in der Stadt.", ["Kölner Parkbehörde"]),
        ("La Cour des comptes et le ministère des parcs sont dans la ville.", ["Cour des comptes", "ministère des parcs"]),
    ],
)
def test_bodies_by_name_and_in_other_languages(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


def stated(text: str) -> set[str]:
    return {method for method, _ in methods.stated(read(text))}


def test_methods_as_they_are_stated() -> None:
    assert stated("Based on a multiple case study and on interviews.") == {"multiple-case-study", "interviews"}
    assert stated("A systematic literature review of parks.") == {"literature-review"}
    assert stated("Focus group interviews were held.") == {"focus-groups"}
    assert stated("We compare parks.") == set()
    assert stated("We surveyed 200 wardens. We reviewed 50 studies.") == {"survey", "literature-review"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Auf der Grundlage einer Umfrage und einer Dokumentenanalyse wird der Park beschrieben.", {"survey", "document-analysis"}),
        ("Cette étude comparative et une enquête auprès des gardiens de la ville.", {"comparative-case-study", "survey"}),
        ("Vi har gjort en spørreundersøkelse og fokusgrupper i parken.", {"survey", "focus-groups"}),
        ("Ein casestudie og dybdeintervju frå parken, ikkje meir.", {"single-case-study", "interviews"}),
        ("Sondages are what the French call it.", set()),
    ],
)
def test_methods_in_other_languages(text: str, expected: set[str]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eine Studie über die italienische und die polnische Verwaltung.", {"IT", "PL"}),
        ("Wir vergleichen Ungarn, Rumänien und die Türkei.", {"HU", "RO", "TR"}),
        ("In den Niederlanden und in Großbritannien.", {"NL", "GB"}),
        ("Une comparaison entre l'Allemagne, l’Italie et le Royaume-Uni.", {"DE", "IT", "GB"}),
        ("L'administration québécoise et l'administration fédérale canadienne.", {"CA-QC", "CA"}),
        ("Erfaringer fra Storbritannia, Hellas og Østerrike.", {"GB", "GR", "AT"}),
        ("Kommunene i Agder og Vestland samarbeider.", {"NO-42", "NO-46"}),
        ("The island of Samos and the Indian Ocean are polish to the eye.", set()),
    ],
)
def test_places_in_other_languages(text: str, expected: set[str]) -> None:
    assert {m["id"] for m in extract_text(text)["mentions"] if m["kind"] == "jurisdiction"} == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The State of Rio de Janeiro closed parks.", {"BR-RJ"}),
        ("The city of Rio de Janeiro closed parks.", {"BR-locality:Rio-de-Janeiro"}),
        ("Parks in São Paulo and in the state of São Paulo.", {"BR-locality:São-Paulo", "BR-SP"}),
    ],
    ids=["state", "city", "both"],
)
def test_a_state_that_is_called_as_its_city(text: str, expected: set[str]) -> None:
    assert {m["id"] for m in extract_text(text)["mentions"] if m["kind"] == "jurisdiction"} == expected
