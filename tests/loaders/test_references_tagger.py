"""The tagger beside the rules: words and places, names divided, a missing model, styles no rule was written for, works kept apart."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.references.rendering import invented
from loaders.reading.people import People
from loaders.reading.reference import tagger as reference_tagger
from loaders.reading.reference.csl import to_csl
from loaders.reading.reference.names import divided
from loaders.reading.reference.tagger import MODEL, use_model
from loaders.reading.reference.words import features, split_words
from loaders.reading.references import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

BLIND = [
    json.loads(line) for line in (Path(__file__).parent / "samples" / "references_blind.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture
def other_model() -> Iterator[None]:
    yield
    use_model(MODEL)
    reference_tagger.tagger_of.cache_clear()


@given(st.text(max_size=300))
@settings(deadline=None)
def test_words_stand_where_they_say_and_each_has_features(text: str) -> None:
    words = split_words(text)
    assert [text[w.start : w.end] for w in words] == [w.text for w in words]
    assert len(features(text, words, [""] * len(words))) == len(words)


@pytest.mark.parametrize(
    ("block", "names"),
    [
        ("Lind, A.; Moe, B. and Ek, C.", ["A. Lind", "B. Moe", "C. Ek"]),
        ("A. Lind, B. Moe & C. Ek", ["A. Lind", "B. Moe", "C. Ek"]),
        ("Lind AB, Moe C, et al.", ["AB Lind", "C Moe"]),
        ("Lind, Anna/Moe, Bo (Hrsg.)", ["Anna Lind", "Bo Moe"]),
        ("Ministry of Finance", ["Ministry of Finance"]),
        ("Anna van der Lind und Bo Moe", ["Anna van der Lind", "Bo Moe"]),
    ],
)
def test_names_come_apart_by_their_marks(block: str, names: list[str]) -> None:
    read = divided(block)
    assert isinstance(read, People)
    assert [who.name for who in read.people] == names
    assert read.et_al == ("et al" in block)
    assert read.editors == ("Hrsg" in block)


def told(csl: dict[str, object]) -> set[tuple[str, str]]:
    """The fields of a record as pairs that compare: names by family, text without case and marks."""
    pairs = set()
    for name, value in csl.items():
        if name in ("author", "editor"):
            assert isinstance(value, list)
            pairs |= {(name, str(who.get("family") or who.get("literal")).casefold()) for who in value}
        elif name == "issued":
            assert isinstance(value, dict)
            pairs.add((name, str(value["date-parts"][0][0])))
        elif name not in ("type", "id", "custom"):
            pairs.add((name, "".join(c for c in str(value).casefold() if c.isalnum())))
    return pairs


def test_styles_from_many_lands() -> None:
    right = wrong = missing = 0
    for row in BLIND:
        want, have = told(row["csl"]), told(to_csl(parse(row["string"])))
        right, wrong, missing = right + len(want & have), wrong + len(have - want), missing + len(want - have)
    assert 2 * right / (2 * right + wrong + missing) >= 0.95


def test_every_field_says_how_sure_it_is() -> None:
    names = {
        "author": "authors",
        "editor": "editors",
        "issued": "year",
        "container-title": "container",
        "page": "pages",
        "publisher-place": "place",
    }
    names |= {"DOI": "doi", "URL": "url"}
    for row in BLIND:
        csl = to_csl(parse(row["string"]))
        sure = csl["custom"]["field-confidence"]
        assert all(0 <= value <= 1 for value in sure.values())
        printed = set(csl) - {"id", "type", "custom"}
        assert {names.get(name, name) for name in printed} <= set(sure), row["string"]


@pytest.mark.usefixtures("other_model")
def test_without_its_model_the_rules_read_and_it_is_told_once(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    use_model(tmp_path / "none.crfsuite")
    with caplog.at_level(logging.WARNING):
        first = parse("Lind, Bo. 2020. Quiet Reform. Bergen: Fjord University Press.")
        parse("Ek, Cai. 2001. Lines. Waiting 1: 2–3.")
    assert (first.work.title, first.work.year) == ("Quiet Reform", 2020)
    assert len(caplog.records) == 1
    assert "none.crfsuite" in caplog.text


@pytest.mark.usefixtures("other_model")
def test_a_broken_model_is_as_none(tmp_path: Path) -> None:
    broken = tmp_path / "broken.crfsuite"
    broken.write_bytes(b"not a model")
    use_model(broken)
    assert parse("Lind, Bo. 2020. Quiet Reform. Bergen: Fjord University Press.").work.year == 2020


def test_the_model_is_small_and_ships() -> None:
    assert MODEL.stat().st_size <= 4_000_000


APART = [
    ("Lind, A. (2011). The quiet clerk. Public Waiting, 12(3), 45–67.", "Lind, A. (2012). The quiet clerks. Public Waiting, 13(1), 5–27."),
    ("Moe, D. & Ek, C. 2004a. Islands in reform. Oslo: Harbour.", "Moe, D. & Ek, C. 2004b. Islands in reform: the sequel. Oslo: Harbour."),
    ("Ruud E. Queues in hospitals. J Wait Stud. 2003;5(1):2-19.", "Ruud E. Queues in schools. J Wait Stud. 2003;5(1):20-39."),
    (
        "Falk, B. (Hrsg.) (1999): Der stille Staat. Opladen: Budrich.",
        "Falk, Bo (2003): Der stille Staat. In: Verwaltung heute, 7. Jg., H. 2, S. 3-9.",
    ),
    ("Lind, A. 2008. Reform. Bergen: Fjord. 1st ed.", "Lind, B. 2008. Reform. Bergen: Fjord. 1st ed."),
]


@pytest.mark.parametrize("pair", APART, ids=lambda pair: pair[0][:20])
def test_works_with_near_titles_and_years_stay_apart(pair: tuple[str, str], tmp_path: Path) -> None:
    paths = []
    for number, string in enumerate(pair):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps([to_csl(parse(string)) | {"id": f"work-{number}"}]), encoding="utf-8")
        paths.append(str(path))
    assert json.loads(govgraph("resolve", *paths).stdout)["clusters"] == []


WORDS = ("quiet", "reform", "harbour", "clerks", "queues", "islands", "trust", "ledger", "audit", "water")
TITLES = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True)


@given(TITLES, TITLES, st.integers(1980, 2020), st.integers(1980, 2020))
@settings(max_examples=15, deadline=None)
def test_two_styles_meet_only_over_one_work(one: list[str], other: list[str], year: int, later: int) -> None:
    """The same work in APA and Vancouver is one; another title or, under one title, a year far away is another work."""
    apa = f"Okafor, A. B. ({year}). {' '.join(one).capitalize()}. Public Waiting, 12(3), 45–67."
    vancouver = (
        f"Okafor AB. {' '.join(other).capitalize()}. Public Waiting. {later};{12 + (one != other)}(3):{45 if one == other else 145}-167."
    )
    first, second = parse(apa).work, parse(vancouver).work
    assert (first.title.casefold(), second.title.casefold()) == (" ".join(one), " ".join(other))
    assert (first.year, second.year) == (year, later)
    with TemporaryDirectory() as folder:
        paths = []
        for number, string in enumerate((apa, vancouver)):
            paths.append(str(Path(folder) / f"{number}.json"))
            Path(paths[-1]).write_text(json.dumps([to_csl(parse(string)) | {"id": f"work-{number}"}]), encoding="utf-8")
        merged = bool(json.loads(govgraph("resolve", *paths).stdout)["clusters"])
    assert not merged or (one == other and abs(year - later) <= 1)


def test_invented_references_are_the_same_for_one_seed() -> None:
    one, two = list(invented(60, 7)), list(invented(60, 7))
    assert one == two
    assert len({told.string for told in one}) > 50
    for told in one:
        assert all(0 <= start <= end <= len(told.string) for _, start, end in told.spans)
        assert {"author", "editor"} & {label for label, _, _ in told.spans}
