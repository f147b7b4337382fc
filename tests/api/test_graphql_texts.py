"""Whatever text stands in an argument, it is a text: no query's meaning changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from asked import Questions, filled
from engines import opened
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator

SLUGS = ["counters", "nameless", "post-npm", "reform-idea"]
SYNTAX = [
    '"',
    "'",
    '"""',
    "\\",
    "<",
    ">",
    "{",
    "}",
    "?s0",
    " . ",
    "#",
    "UNION",
    "\n",
    "\t",
    "^^",
    "@en",
    "VALUES",
    "*/",
    "é",
    "\u2028",
    "\0",
    "\1",
]
TEXTS = st.one_of(st.text(max_size=30), st.lists(st.sampled_from(SYNTAX + SLUGS), max_size=6).map("".join), st.sampled_from(SLUGS))
QUERY = """query($t: String, $l: [String!], $w: String) {
  is: concepts(where: {slug: {eq: $t}}) { totalCount }
  isNot: concepts(where: {not: {slug: {eq: $t}}}) { totalCount }
  among: concepts(where: {slug: {in: $l}}) { totalCount }
  has: concepts(where: {slug: {contains: $t}}) { totalCount }
  begins: concepts(where: {slug: {startsWith: $t}}) { totalCount }
  place: jurisdictions(where: {within: $w}) { totalCount }
  one: concept(slug: $t) { slug }
}"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Questions]:
    with opened("memory", tmp_path_factory.mktemp("texts")) as store:
        yield Questions(filled(store))


def means_itself(asked: Questions, text: str) -> None:
    answer = asked.answer(QUERY, t=text, l=[text, "counters"], w=f"{text}zz")
    if "data" not in answer:
        assert len(answer["errors"]) == 1
        assert "control characters" in answer["errors"][0]["message"] or "JSON" in answer["errors"][0]["message"]
        assert any(ord(sign) < 32 or ord(sign) == 127 or 0xD800 <= ord(sign) < 0xE000 for sign in text)
        return
    data = answer["data"]
    found = {name: data[name]["totalCount"] for name in ("is", "isNot", "among", "has", "begins", "place")}
    assert found == {
        "is": SLUGS.count(text),
        "isNot": 4 - SLUGS.count(text),
        "among": len({text, "counters"} & set(SLUGS)),
        "has": sum(text in slug for slug in SLUGS),
        "begins": sum(slug.startswith(text) for slug in SLUGS),
        "place": 0,
    }
    assert data["one"] == ({"slug": text.lower()} if text.lower() in SLUGS else None)


QUIET = [HealthCheck.too_slow]


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(text=TEXTS)
def test_texts(asked: Questions, text: str) -> None:
    means_itself(asked, text)


@pytest.mark.long
@settings(max_examples=10_000, deadline=None, derandomize=True, suppress_health_check=QUIET)
@given(text=TEXTS)
def test_ten_thousand_texts(asked: Questions, text: str) -> None:
    means_itself(asked, text)
