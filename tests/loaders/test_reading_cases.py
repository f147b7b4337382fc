"""What a work studies, by the words that announce it."""

from __future__ import annotations

import pytest

from graph.record import Case, Passage, Work
from loaders.reading.named import cases, organisations
from loaders.reading.prose import document


def studied(abstract: str, title: str = "") -> list[Case]:
    whole = f"{title}\n{abstract}"
    work = Work(passages=[Passage([(0, len(title))], "title"), Passage([(len(title) + 1, len(whole))], "abstract")])
    read = document.build(work, whole)
    return [each.case for each in cases.cases(read, organisations.bodies(read), ["interviews"])]


@pytest.mark.parametrize(
    ("abstract", "label", "places"),
    [
        (
            "This uses an empirical case study of the Government of Ontario’s park desk initiative to find it.",
            "Government of Ontario’s park desk initiative",
            ["CA-ON"],
        ),
        ("In the case of Alberta the emerging theory fails.", "Alberta", ["CA-AB"]),
        ("We take park boards in Finland as an empirical case.", "park boards in Finland", ["FI"]),
        (
            "Interviews with 29 members of the boards of four Danish towns were held.",
            "29 members of the boards of four Danish towns",
            ["DK"],
        ),
        ("It is a process, involving more than 300 organizations.", "more than 300 organizations", []),
        ("Our results come from a mixed study of 21 European park cases.", "21 European park cases", ["region:europe"]),
    ],
)
def test_a_case_by_its_announcement(abstract: str, label: str, places: list[str]) -> None:
    (case,) = studied(abstract)
    assert case.label.casefold() == label.casefold()
    assert [j.code for j in case.jurisdictions] == places
    assert case.method == ["interviews"]


def test_units_listed_by_name_are_a_case_each_with_place_and_body() -> None:
    found = studied(
        "We look at it through a multiple case study analysis of three large frameworks at several levels: the Welsh Government's Park "
        "Plan, the Queensland Alliance to End Drought Review and Evaluation Framework and the United Nations' Meadow Goals. Then we stop."
    )
    assert [(c.label, [j.code for j in c.jurisdictions], [o.label for o in c.organisations]) for c in found] == [
        ("Welsh Government's Park Plan", ["GB-WLS"], ["Welsh Government"]),
        ("Queensland Alliance to End Drought Review and Evaluation Framework", ["AU-QLD"], ["Queensland Alliance to End Drought"]),
        ("United Nations' Meadow Goals", ["UN"], ["United Nations"]),
    ]


def test_countries_in_a_row_are_a_case_each() -> None:
    assert [c.label for c in studied("We talked to rangers in three different countries: Estonia, Latvia and Norway.")] == [
        "Estonia",
        "Latvia",
        "Norway",
    ]


def test_compared_countries_stay_apart_under_one_title() -> None:
    found = studied("Comparing Uganda and Tanzania over twenty years, it finds much about parks.", "Park budgets in Uganda and Tanzania")
    assert [[j.code for j in c.jurisdictions] for c in found] == [["UG"], ["TZ"]]


def test_a_town_and_the_part_of_the_country_that_it_lies_in_are_one_place() -> None:
    found = studied("We compare parks in Houston, Texas, and Glasgow, Scotland.")
    assert [[j.code for j in c.jurisdictions] for c in found] == [["US-locality:Houston"], ["GB-locality:Glasgow"]]
    assert len(studied("We compare parks in Texas, Ohio and Utah.")) == 3


def test_a_great_number_of_bodies_is_a_case_and_one_of_persons_is_not() -> None:
    abstract = "We estimate the effect of park targets on 226 municipalities."
    assert [c.label for c in studied(abstract, "Park targets in Korea")] == ["226 municipalities"]
    abstract = "We estimate the effect of park targets on 226 managers. " * 5
    assert [c.label for c in studied(abstract, "Park targets in Korea")] == ["Park targets in Korea"]


def test_a_place_alone_takes_the_titles_words() -> None:
    (case,) = studied("It rests on a multiple case study in Quebec, in this Canadian province.", "The growth of parks in Quebec: lessons")
    assert case.label == "The growth of parks in Quebec"
    assert [j.code for j in case.jurisdictions] == ["CA-QC"]


def test_a_title_with_a_place_is_the_last_resort() -> None:
    abstract = "We argue much about gardens and what they need. " * 5
    assert [c.label for c in studied(abstract, "Park reforms in Iceland")] == ["Park reforms in Iceland"]
    assert studied(abstract, "Park reforms") == []
    assert studied("", "Park reforms in Iceland") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We apply it to park gates in Scotland.", ["Park gates in Scotland"]),
        ("We observed park keepers in Portugal for nine months.", ["Park keepers in Portugal"]),
        ("We follow the Swedish Park Agency from 2000 to 2015.", ["Swedish Park Agency"]),
        ("Eine Einzelfallstudie der Hamburger Parkverwaltung zeigt, dass es nicht gelingt.", ["Hamburger Parkverwaltung"]),
        ("L’étude de cas porte sur le parc du Souss et les gardiens.", ["Parc du Souss et les gardiens"]),
        ("Ein casestudie frå Sogndal, som ikkje er stor.", ["Sogndal"]),
        ("Vi sammenligner Danmark, Sverige og Finland.", ["Danmark", "Sverige", "Finland"]),
        ("Der Beitrag untersucht, wie Parkämter in Bayern (und nicht in der Stadt) arbeiten.", ["Parkämter in Bayern"]),
        ("Une enquête dans neuf parcs de Bretagne, et dans la ville.", ["Neuf parcs de Bretagne"]),
        ("Vi gjorde intervju i tre parkhus i Bergen.", ["Tre parkhus i Bergen"]),
        ("We analyse 412 press releases of parks in Portugal.", ["412 press releases of parks in Portugal"]),
    ],
)
def test_cases_that_are_told_in_other_words_and_languages(text: str, expected: list[str]) -> None:
    assert [case.label for case in studied(text)] == expected


def test_the_countries_of_the_title_are_the_cases_where_the_interviews_took_place_in_their_towns() -> None:
    found = studied("We draw on 42 interviews in Lisbon and Madrid.", "Parks in Portugal and Spain")
    assert [case.label for case in found] == ["Portugal", "Spain"]
    found = studied("We draw on 42 interviews in Iași and Sliven.", "Parks in Romania and Bulgaria")
    assert [case.label for case in found] == ["Romania", "Bulgaria"]


def test_evidence_is_the_sentence() -> None:
    (case,) = studied("Much is known. In the case of Alberta the theory fails. More follows.")
    assert [span.exact for span in case.evidence] == ["In the case of Alberta the theory fails."]


def test_the_place_named_most_is_the_case_where_none_is_announced() -> None:
    filler = "Budgets grow and shrink with the seasons, and the keepers of gates count their visitors with care every single morning. " * 2
    found = studied(f"{filler}Reform is slow in Latin America. Latin American parks close at dusk, those of Chile at noon.")
    assert [[place.code for place in case.jurisdictions] for case in found] == [["region:latin-america"]]


@pytest.mark.parametrize(
    "title", ["How the Ontario desk challenges park theory", "Ontario challenges park theory", "Ontariodesk challenges parks"]
)
def test_a_title_that_says_something_is_no_name_of_a_case(title: str) -> None:
    found = studied(
        "This article examines park desks in Ontario. " + "It draws on interviews with keepers who look after the parks. " * 4, title
    )
    assert [case.label for case in found] in (["Ontario"], ["Ontario desk"])
