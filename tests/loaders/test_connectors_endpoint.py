"""The optional extractor that asks a language model: against a local stub that answers well, lies, cuts off, is slow and is broken."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph
from hypothesis import given
from hypothesis import strategies as st
from models import completion, stub

from graph.errors import GovgraphError, InputError, LaterError, UsageError
from graph.record import STANCES
from loaders.connectors.endpoint import Endpoint
from loaders.reading.checking import checked

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "One-stop shops in Peru\n\nWe interviewed 20 clerks in Peru. We find that one-stop shops\nshortened queues. "
    "Others say that New Public Management is dead."
)
GOOD: dict[str, Any] = {
    "mentions": [{"kind": "concept", "mention": "One-stop shops"}, {"kind": "jurisdiction", "mention": "Peru"}],
    "claims": [
        {
            "theory": "one-stop shops",
            "case": "20 clerks in Peru",
            "stance": "supports",
            "evidence": ["We find that one-stop shops shortened queues."],
            "confidence": 0.9,
        }
    ],
}


@pytest.mark.parametrize("wrap", ["{}", "```json\n{}\n```"])
def test_a_good_answer_gets_our_offsets(wrap: str) -> None:
    with stub(lambda _: (200, completion(wrap.replace("{}", json.dumps(GOOD))))) as (url, asked):
        answer = Endpoint(url, "small", "secret").ask(TEXT)
    assert [(m["kind"], m["id"], m["mention"]) for m in answer.mentions] == [
        ("concept", "one-stop-shop", "One-stop shops"),
        ("jurisdiction", "PE", "Peru"),
    ]
    (claim,) = answer.claims
    (evidence,) = claim["evidence"]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["exact"] == "We find that one-stop shops\nshortened queues."
    assert (claim["theory"], claim["stance"], claim["case"]["mention"]) == ("one-stop-shop", "supports", "20 clerks in Peru")
    assert +answer.thrown == {}
    assert (asked[0]["path"], asked[0]["key"], asked[0]["model"]) == ("/v1/chat/completions", "Bearer secret", "small")


def test_what_is_not_in_the_text_is_thrown_away_and_counted() -> None:
    lies = {
        "mentions": [{"kind": "jurisdiction", "mention": "Chile"}, {"kind": "jurisdiction", "mention": "clerks"}, {"kind": "mood"}, 3],
        "claims": [
            {**GOOD["claims"][0], "evidence": ["We find that one-stop shops doubled queues."]},
            {**GOOD["claims"][0], "stance": "adores"},
            {**GOOD["claims"][0], "theory": "agencification"},
            {**GOOD["claims"][0], "case": "30 clerks in Chile", "confidence": 7},
        ],
    }
    with stub(lambda _: (200, completion(json.dumps(lies)))) as (url, _):
        answer = Endpoint(url, "liar").ask(TEXT)
    assert answer.mentions == []
    (claim,) = answer.claims
    assert (claim["case"], claim["confidence"]) == (None, 0.5)
    assert +answer.thrown == {
        "mention: not in the text": 1,
        "mention: no jurisdiction": 1,
        "mention: no such kind": 1,
        "mention: no object": 1,
        "evidence: not in the text": 1,
        "claim: no evidence in the text": 1,
        "claim: no such stance": 1,
        "claim: theory not in the text": 1,
        "case: not in the text": 1,
    }


@pytest.mark.parametrize(
    ("said", "in_text"),
    [
        ("The staff’s view – “good” – supports counters.", 'The staff\'s view - "good" - supports counters.'),
        ('The staff\'s view - "good" - supports counters.', "The staff’s view — «good» — supports counters."),
    ],
    ids=["straight in the text", "typeset in the text"],
)
def test_marks_may_differ_and_the_text_s_own_are_given(said: str, in_text: str) -> None:
    text = f"Before it. {in_text} After it, counters."
    claim = {"theory": "counters", "stance": "Supports", "evidence": [{"exact": said, "start": 900}]}
    (found,) = checked({"claims": [claim]}, text).claims
    assert [one["exact"] for one in found["evidence"]] == [in_text]
    assert text[found["evidence"][0]["start"] : found["evidence"][0]["end"]] == in_text
    assert checked({"claims": [{**claim, "evidence": said.replace("view", "views")}]}, text).claims == []


@pytest.mark.parametrize("evidence", ["W", ".", "ind that one-stop shops shortened queu", "queues."])
def test_a_word_or_a_piece_of_one_is_no_evidence(evidence: str) -> None:
    answer = checked({"claims": [{**GOOD["claims"][0], "evidence": [evidence]}]}, TEXT)
    assert answer.claims == []
    assert answer.thrown.total() == 2
    assert checked({"claims": [{**GOOD["claims"][0], "theory": "e"}]}, TEXT).claims == []


def test_what_is_said_twice_stands_at_its_two_places_or_once() -> None:
    answer = checked({"mentions": [{"kind": "jurisdiction", "mention": "Peru"}] * 4, "claims": GOOD["claims"] * 3}, TEXT)
    assert [TEXT[one["start"] - 3 : one["end"]] for one in answer.mentions] == ["in Peru", "in Peru"]
    assert len({one["start"] for one in answer.mentions}) == 2
    assert len(answer.claims) == 1
    assert answer.thrown == {"mention: said twice": 2, "claim: said twice": 2}


@pytest.mark.parametrize(
    "wrap",
    ["<think>Is it {this}?</think>\n{}", "Here it is:\n```json\n{}\n```\nI hope that it helps!", "parts"],
    ids=["thoughts", "words around it", "parts"],
)
def test_what_models_put_around_their_answer_is_passed_over(wrap: str) -> None:
    whole: Any = wrap.replace("{}", json.dumps(GOOD))
    content = [{"type": "text", "text": json.dumps(GOOD)}] if wrap == "parts" else whole
    with stub(lambda _: (200, completion(content))) as (url, _):
        assert len(Endpoint(url, "talker").ask(TEXT).claims) == 1


def test_a_server_that_does_not_know_the_format_is_asked_without_it() -> None:
    def old(body: dict[str, Any]) -> tuple[int, bytes]:
        return (400, b'{"error": "no such field"}') if "response_format" in body else (200, completion(json.dumps(GOOD)))

    with stub(old) as (url, asked):
        assert len(Endpoint(url, "old").ask(TEXT).claims) == 1
    assert ["response_format" in one for one in asked] == [True, False]
    assert [one["stream"] for one in asked] == [False, False]
    assert min(one["max_tokens"] for one in asked) > 1000, "a model that rambles is to end"


def test_a_model_that_knows_no_limit_is_asked_without_one() -> None:
    def new(body: dict[str, Any]) -> tuple[int, bytes]:
        told = b'{"error": {"message": "Unsupported parameter: max_tokens"}}'
        return (400, told) if "max_tokens" in body else (200, completion(json.dumps(GOOD)))

    with stub(new) as (url, asked):
        assert len(Endpoint(url, "new").ask(TEXT).claims) == 1
    assert ["max_tokens" in one for one in asked] == [True, True, False]


def test_what_the_endpoint_says_of_its_error_is_passed_on() -> None:
    said = json.dumps({"error": {"message": "the prompt \x1b[31mhas too many tokens " + "x" * 5000}}).encode()
    with stub(lambda _: (413, said)) as (url, _), pytest.raises(InputError, match=r"would not answer: 413 \(it says: the prompt") as told:
        Endpoint(url, "small").ask(TEXT)
    assert len(str(told.value)) < 400
    assert "\x1b" not in str(told.value)


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (200, completion(json.dumps(GOOD)[:40], "length"), InputError),
        (200, completion(json.dumps(GOOD)[:40]), InputError),
        (200, completion("I cannot do that."), InputError),
        (200, completion("[]"), InputError),
        (200, b"<html>", InputError),
        (200, b'{"choices": []}', InputError),
        (200, b" " * 3_000_000, InputError),
        (401, b"", UsageError),
        (404, b"", UsageError),
        (503, b"", LaterError),
        (429, b"", LaterError),
        (307, b"", UsageError),
        (200, completion('{"answer": 42}'), InputError),
        (200, completion(json.dumps(GOOD["claims"])), InputError),
        (200, b'data: {"choices": []}\n\ndata: [DONE]\n\n', InputError),
    ],
    ids=[
        "cut off",
        "cut silently",
        "prose",
        "a list",
        "no JSON",
        "no choice",
        "too long",
        "no key",
        "no model",
        "overloaded",
        "too often",
        "moved",
        "of something else",
        "a list of claims",
        "a stream",
    ],
)
def test_a_broken_answer_is_told(status: int, said: bytes, error: type[GovgraphError]) -> None:
    with stub(lambda _: (status, said)) as (url, _), pytest.raises(error, match=r"127\.0\.0\.1"):
        Endpoint(url, "broken").ask(TEXT)


@pytest.mark.parametrize(
    "begun", [b"data: {}\n\n", b": keep-alive\n\ndata: {}\n\n", b"\r\nevent: message\r\ndata: {}\r\n\r\n", b"id:1\ndata:{}\n\n"]
)
def test_an_answer_that_streams_is_told_with_what_turns_it_off(begun: bytes) -> None:
    with stub(lambda _: (200, begun + b"data: [DONE]\n\n")) as (url, asked), pytest.raises(InputError, match="turn streaming off") as told:
        Endpoint(url, "chatty").ask(TEXT)
    assert str(told.value).startswith(f"{url} streams its answer")
    assert asked[0]["stream"] is False
    with stub(lambda _: (200, b"<html>data: none</html>")) as (url, _), pytest.raises(InputError, match="no answer of a chat completion"):
        Endpoint(url, "page").ask(TEXT)


def test_a_slow_or_absent_endpoint_is_for_later() -> None:
    def slow(_: dict[str, Any]) -> tuple[int, bytes]:
        time.sleep(1)
        return 200, completion("{}")

    with stub(slow) as (url, _), pytest.raises(LaterError, match="did not answer"):
        Endpoint(url, "slow", seconds=0.2).ask(TEXT)
    with pytest.raises(LaterError, match="could not be reached"):
        Endpoint("http://127.0.0.1:9/v1", "none").ask(TEXT)
    with pytest.raises(UsageError):
        Endpoint("nowhere", "none").ask(TEXT)


def test_an_endpoint_that_does_not_answer_is_not_asked_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text("".join(json.dumps({"id": str(n), "text": TEXT}) + "\n" for n in range(9)), encoding="utf-8")
    said = iter([503, 200, 503, 503, 503])
    with stub(lambda _: (next(said), completion(json.dumps(GOOD)))) as (url, asked):
        ran = govgraph("extract", str(file), "--endpoint", url, "--model", "tired")
    assert ran.returncode == 75
    assert len(asked) == 5
    assert [json.loads(line)["id"] for line in ran.stdout.splitlines()] == ["1"]
    assert "from line 5 on nothing was answered" in ran.stderr


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.sampled_from(["Peru", "one-stop shops", "supports", "concept", "case", "", "(", "\x00"]),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*GOOD["claims"][0], "kind", "mention"]), inner, max_size=6)
    ),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"mentions": JSON, "claims": JSON | st.lists(st.fixed_dictionaries(dict.fromkeys(GOOD["claims"][0], JSON)))}))
def test_no_answer_breaks_the_check(said: dict[str, Any]) -> None:
    answer = checked(said, TEXT)
    for mention in answer.mentions:
        assert TEXT[mention["start"] : mention["end"]] == mention["mention"]
    for claim in answer.claims:
        assert claim["stance"] in STANCES
        assert claim["evidence"]
        assert all(TEXT[e["start"] : e["end"]] == e["exact"] for e in claim["evidence"])
