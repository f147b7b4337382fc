"""Authors come with the link to them, in the order of their numbers, whether the graph says little of them or much."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import ID, Questions
from engines import opened

from graph.store import RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {"ada": ['"Ada"@en', '"Adele"@de', '"Adele von Berg"@de-AT'], "bo": ['"Bo"'], "cy": ['"Cy"'], "di": []}
NUMBERS = {"one": {"bo": ["2"], "ada": ["10"], "cy": [], "di": []}, "two": {"ada": ["1"], "bo": ["3", "0"], "cy": ["no number"]}}
"""For each work its authors, each with the numbers that their contributions have."""


def lines() -> Iterator[str]:
    for name, labels in NAMES.items():
        yield f"<{ID}person/{name}> <{terms.RDF_TYPE}> <{terms.GOV}Author>"
        yield from (f"<{ID}person/{name}> <{terms.RDFS_LABEL}> {label}" for label in labels)
    for slug, authors in NUMBERS.items():
        work = f"<{ID}work/{slug}>"
        yield f"{work} <{terms.RDF_TYPE}> <{terms.GOV}Work>"
        yield f'{work} <{terms.SLUG}> "{slug}"'
        for name, numbers in authors.items():
            yield f"{work} <{terms.HAS_AUTHOR}> <{ID}person/{name}>"
            for number in numbers:
                part = f"<{ID}work/{slug}#{name}-{number.replace(' ', '')}>"
                yield f"{work} <{terms.HAS_CONTRIBUTION}> {part}"
                yield f"{part} <{terms.CONTRIBUTOR}> <{ID}person/{name}>"
                yield f'{part} <{terms.ORDINAL}> "{number}"'
    yield f"<{ID}work/one> <{terms.HAS_CONTRIBUTION}> <{ID}work/one#editor>"  # by somebody who is no author
    yield f"<{ID}work/one#editor> <{terms.CONTRIBUTOR}> <{ID}person/eve>"
    yield f'<{ID}work/one#editor> <{terms.ORDINAL}> "1"'


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    with opened("memory", tmp_path_factory.mktemp("authors")) as store:
        store.load(f"{line} <{RESOLVED}> .\n".encode() for line in lines())
        yield Questions(store)


@pytest.mark.parametrize(("slug", "names"), [("one", ["bo", "ada", "cy", "di"]), ("two", ["bo", "ada", "cy"])])
@pytest.mark.parametrize("fields", ["id label orcid", "id types"])
def test_authors_stand_by_their_least_number_and_those_without_one_last(asked: Questions, slug: str, names: list[str], fields: str) -> None:
    authors = asked.data(f'{{ work(slug: "{slug}") {{ authors {{ {fields} }} }} }}')["work"]["authors"]
    assert [author["id"] for author in authors] == [f"{ID}person/{name}" for name in names]


def test_an_author_of_several_names_is_told_once_and_called_in_the_language_that_is_asked_for(asked: Questions) -> None:
    query = """{ works { edges { node { slug authors {
      kind: __typename label german: label(languages: ["de"]) austrian: label(languages: ["de-AT"]) } } } } }"""
    works = {edge["node"]["slug"]: edge["node"]["authors"] for edge in asked.data(query)["works"]["edges"]}
    ada = {"kind": "Author", "label": "Ada", "german": "Adele", "austrian": "Adele von Berg"}
    bo, cy = ({"kind": "Author", "label": name, "german": name, "austrian": name} for name in ("Bo", "Cy"))
    nameless = {"kind": "Author", "label": None, "german": None, "austrian": None}
    assert works == {"one": [bo, ada, cy, nameless], "two": [bo, ada, cy]}
    assert asked.queries == 2
