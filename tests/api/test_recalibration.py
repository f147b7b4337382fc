"""A reader's loop from outside: load, decide, ask what the decisions propose, set it, and the next load shows accordingly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph

if TYPE_CHECKING:
    from collections.abc import Iterator

ANNOTATED = Path(__file__).parents[1] / "loaders" / "annotated"
SETTING = "GOVGRAPH_LEAST_CONFIDENCE"


def texts(*batches: int) -> Iterator[dict[str, Any]]:
    for batch in batches:
        for line in (ANNOTATED / f"batch-{batch}.jsonl").read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def records(place: Path, *batches: int) -> str:
    """A file of records with the titles and abstracts of annotated texts."""
    listed = []
    for text in texts(*batches):
        title, _, abstract = text["text"].partition("\n\n")
        listed.append({"id": text["id"], "type": "article-journal", "title": title, "abstract": abstract, "DOI": f"10.5555/{text['id']}"})
    place.write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    return str(place)


def run(store: Path, *words: str) -> str:
    done = govgraph(*words, "--store", str(store))
    assert done.returncode == 0, done.stderr
    return done.stdout


def waiting(store: Path) -> Any:
    return json.loads(run(store, "review", "--json"))["claims"]


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store where nearly every claim of the first texts was shown, and a reader accepted those from .60 on, and every third other."""
    folder = tmp_path_factory.mktemp("recalibration")
    store = folder / "store"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(SETTING, "0.1")
        run(store, "load", records(folder / "first.json", 1, 2, 3))
    verdicts = []
    for number, claim in enumerate(waiting(store)):
        held = claim["confidence"] >= 0.6 or number % 3 == 0
        said = {"verdict": "accept"} if held else {"verdict": "reject", "reason": "background only"}
        verdicts.append({**said, "claim": claim["claim"], "reader": "Eva Lind"})
    file = folder / "decided.jsonl"
    file.write_text("".join(json.dumps(one) + "\n" for one in verdicts))
    run(store, "judge", "--file", str(file))
    return store


def test_a_setting_lower_than_the_calibrated_one_shows_more(judged: Path) -> None:
    found = json.loads(run(judged, "agreement", "--calibration", "--json"))
    assert found["lowest"] < 0.3
    assert found["judged"] > 80


def test_the_next_load_shows_what_the_decisions_propose(judged: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = json.loads(run(judged, "agreement", "--calibration", "--json"))
    proposed = found["proposal"]
    assert found["lowest"] < proposed["common"]["confidence"] < 0.6
    assert proposed["common"]["share"] >= 0.8
    assert proposed["elsewhere"]["share"] == pytest.approx(0.8, abs=0.1)
    assert f'least_confidence = "{proposed["setting"]}"' in run(judged, "agreement", "--calibration")
    (tmp_path / "govgraph.toml").write_text(f'least_confidence = "{proposed["setting"]}"\n')
    new = records(tmp_path / "second.json", 4, 8)
    everything, asked = tmp_path / "everything", tmp_path / "asked"
    monkeypatch.setenv(SETTING, "0")
    run(everything, "load", new)
    monkeypatch.delenv(SETTING)
    monkeypatch.setenv("GOVGRAPH_CONFIG", str(tmp_path / "govgraph.toml"))
    run(asked, "load", new)
    own = {name: one["confidence"] for name, one in proposed["stances"].items()}
    expected = {
        one["claim"] for one in waiting(everything) if one["confidence"] >= own.get(one["stance"], proposed["common"]["confidence"])
    }
    assert {one["claim"] for one in waiting(asked)} == expected
    assert 0 < len(expected) < len(waiting(everything))


def test_a_stance_has_a_setting_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps({"id": text["id"], "text": text["text"]}) + "\n" for text in texts(1)))
    monkeypatch.setenv(SETTING, "0.3, supports=0.8")
    done = govgraph("extract", str(file))
    claims = [claim for line in done.stdout.splitlines() for claim in json.loads(line)["claims"]]
    assert min(claim["confidence"] for claim in claims if claim["stance"] == "supports") >= 0.8
    assert 0.3 <= min(claim["confidence"] for claim in claims if claim["stance"] != "supports") < 0.8
    monkeypatch.setenv(SETTING, "0, supports=never")
    stances = {claim["stance"] for line in govgraph("extract", str(file)).stdout.splitlines() for claim in json.loads(line)["claims"]}
    assert stances
    assert "supports" not in stances
    monkeypatch.setenv(SETTING, "0.9")
    every = [claim for line in govgraph("extract", "--all", str(file)).stdout.splitlines() for claim in json.loads(line)["claims"]]
    assert {claim["shown"] for claim in every} == {True, False}
    assert all(claim["shown"] == (claim["confidence"] >= 0.9) for claim in every)


@pytest.mark.parametrize("wrong", ["much", "1.5", "-0.1", "nan", "praises=0.5", "0.5 supports=0.6", "supports=", "0,1"])
def test_a_wrong_setting_is_named(wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SETTING, wrong)
    file = tmp_path / "text.txt"
    file.write_text("Counters\n\nWe find that co-production improves counters.")
    for words in (("extract", str(file)), ("load", str(file), "--store", str(tmp_path / "store"))):
        done = govgraph(*words)
        assert done.returncode == 2
        assert "least_confidence" in done.stderr


def test_few_decisions_propose_nothing_and_tell_how_many_are_missing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run(store, "load", records(tmp_path / "one.json", 1))
    first = waiting(store)[0]
    run(store, "judge", first["claim"], "accept", "--by", "Eva Lind")
    assert "19 more decisions are needed" in run(store, "agreement", "--calibration")
    assert json.loads(run(store, "agreement", "--calibration", "--json"))["missing"] == 19
