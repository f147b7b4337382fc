"""Concepts by the names that German, French and Norwegian texts give them."""

from __future__ import annotations

import pytest

from graph.sources import scheme
from loaders.reading import extract_text
from loaders.reading.named import abroad


def concepts(text: str) -> dict[str, str]:
    """The concepts found, each with its first words."""
    found: dict[str, str] = {}
    for mention in extract_text(text)["mentions"]:
        if mention["kind"] == "concept":
            found.setdefault(mention["id"], mention["mention"])
    return found


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        (
            "Die Parks werden durch öffentlich-private Partnerschaften gebaut.",
            "public-private-partnership",
            "öffentlich-private Partnerschaften",
        ),
        (
            "Mit der öffentlich-privaten Partnerschaft wird der Park gebaut.",
            "public-private-partnership",
            "öffentlich-privaten Partnerschaft",
        ),
        ("Der Privatisierungsdruck auf die Parks ist groß.", "privatisation", "Privatisierungsdruck"),
        ("Les parcs et les partenariats public-privé dans la ville.", "public-private-partnership", "partenariats public-privé"),
        ("La gestion des parcs et l’agencification de la ville.", "agencification", "agencification"),
        ("I parkene er samskapingen ikke kommet langt.", "co-creation", "samskapingen"),
        ("Parkane og samskapingsprosessane er ikkje komne langt.", "co-creation", "samskapingsprosessane"),
        ("Bakkebyråkratene i parken har det ikke lett.", "street-level-bureaucracy", "Bakkebyråkratene"),
        ("Die Theorie der losen Kopplung ist in den Parks bekannt.", "organisational-decoupling", "losen Kopplung"),
        ("L'échelle de participation est dans les parcs de la ville.", "ladder-of-citizen-participation", "échelle de participation"),
        ("Psykologiske kontrakter er det i parkene.", "psychological-contract", "Psykologiske kontrakter"),
        ("Det er en institusjonell logikk i parkene.", "institutional-logics", "institusjonell logikk"),
    ],
)
def test_names_are_found_in_their_forms(text: str, slug: str, words: str) -> None:
    assert concepts(text).get(slug) == words


def test_an_everyday_word_is_no_theme_in_passing() -> None:
    said = "Der Park ist schön. Mehr Koordination ist nicht nötig, und die Bäume sind alt."
    assert "coordination" not in concepts(said)
    assert "coordination" in concepts("Koordination in den Parks der Stadt\n\n" + said)


def test_an_ending_is_no_compound_and_english_is_read_by_the_scheme() -> None:
    assert "regionalisation" not in concepts("Le régionalisme des parcs est dans la ville.")
    assert "co-creation" not in concepts("The parks are run by samskapingen and it is well.")


def test_the_table_names_concepts_of_the_scheme_and_no_label_twice() -> None:
    lines = [line.split("|") for line in abroad.TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert {cells[0].strip() for cells in lines} <= set(scheme.concepts())
    assert len({cells[0] for cells in lines}) == len(lines)
    for column in range(1, 4):
        names = [name.strip().removesuffix("?") for cells in lines for name in cells[column].split(";") if name.strip()]
        assert sorted(names) == sorted(set(names))
