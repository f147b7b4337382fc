"""The polite client against a local server: who asks, patience, faults, circles, limits, and what is kept."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from replay import Replay, Reply, replaying

from graph.errors import InputError, LaterError, UsageError
from loaders.connectors.answers import DAY, Answers
from loaders.connectors.client import Client, Manners

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = {"message": {"ok": True}}


@pytest.fixture(name="server")
def _server() -> Iterator[Replay]:
    with replaying() as replay:
        yield replay


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 1000.0, list[float]()

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@contextmanager
def asking(answers: Answers | None = None, **manners: Any) -> Iterator[tuple[Client, Time]]:
    time = Time()
    made = Manners("mailto:reader@example.org", **{"interval": 0.0, "longest": 5.0, "tries": 3} | manners)
    with Client(made, answers or Answers("", 0), sleep=time.sleep, clock=lambda: time.now, chance=lambda: 0.5) as client:
        yield client, time


def get(client: Client, url: str, **more: Any) -> Any:
    answer = client.get(url, media="json", check=json.loads, **more)
    return None if answer is None else json.loads(answer.data)


def test_it_says_who_asks_and_keeps_that_out_of_the_address(server: Replay) -> None:
    server.on("/a", GOOD)
    with asking() as (client, _):
        answer = client.get(f"{server.url}/a", {"q": "a b"}, media="json", check=json.loads, mailto=True)
    assert answer is not None
    assert answer.address == f"{server.url}/a?q=a+b"
    assert server.asked == ["/a?q=a+b&mailto=reader%40example.org"]
    assert "mailto:reader@example.org" in server.headers[0]["User-Agent"]


def test_a_key_is_sent_and_never_told_or_kept(server: Replay, tmp_path: Path) -> None:
    server.on("/a", GOOD)
    server.on("/round", Reply(b"", 302, headers={"Location": "/round?api_key=secret"}))
    with asking(Answers(str(tmp_path), 1)) as (client, _):
        answer = client.get(f"{server.url}/a", media="json", check=json.loads, key="secret")
        with pytest.raises(InputError) as told:
            client.get(f"{server.url}/round", media="json", check=json.loads, key="secret")
    assert answer is not None
    assert server.asked[0] == "/a?api_key=secret"
    assert "secret" not in answer.address + str(told.value)
    assert not any(b"secret" in kept.read_bytes() for kept in tmp_path.rglob("*") if kept.is_file())


@pytest.mark.parametrize("contact", ["", "nobody", "a@b\r\nX: y", "https://", "jörg@example.org"])
def test_without_a_contact_nothing_is_asked(contact: str) -> None:
    with pytest.raises(UsageError, match="GOVGRAPH_CONTACT"):
        Client(Manners(contact))


def test_retry_after_is_honoured_and_faults_are_asked_again(server: Replay) -> None:
    server.on("/busy", Reply(b"", 429, headers={"Retry-After": "7"}), Reply(b"", 503), GOOD)
    with asking() as (client, time):
        assert get(client, f"{server.url}/busy") == GOOD
    assert time.slept == [7.0, 2.0]
    server.on("/dated", Reply(b"", 503, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), GOOD)
    with asking() as (client, time):
        assert get(client, f"{server.url}/dated") == GOOD
    assert time.slept == [1.0]


def test_more_patience_than_there_is_ends_the_run_for_now(server: Replay) -> None:
    server.on("/closed", Reply(b"", 429, headers={"Retry-After": "100000"}))
    with asking() as (client, time), pytest.raises(LaterError, match="patience"):
        get(client, f"{server.url}/closed")
    assert (len(server.asked), time.slept) == (1, [])


@pytest.mark.parametrize(
    "fault",
    [
        Reply(b"", 500),
        Reply('{"message": {"o'),
        Reply('{"message": {}}', announced=5000),
        Reply(b"\xff\xfe{"),
    ],
    ids=["status 500", "truncated JSON", "a body that is cut off", "no text"],
)
def test_a_fault_that_passes_and_one_that_does_not(server: Replay, fault: Reply) -> None:
    server.on("/once", fault, GOOD)
    server.on("/ever", fault)
    with asking() as (client, time):
        assert get(client, f"{server.url}/once") == GOOD
        assert time.slept == [1.0]
        with pytest.raises(LaterError, match="3 tries"):
            get(client, f"{server.url}/ever")
    assert server.asked.count("/ever") == 3


def test_a_slow_body_ends(server: Replay) -> None:
    server.on("/slow", Reply(GOOD, drip=True))
    with asking(longest=0.2, tries=2) as (client, _), pytest.raises(LaterError, match="ReadTimeout"):
        get(client, f"{server.url}/slow")


def test_redirects_are_followed_in_the_web_and_never_in_a_circle(server: Replay) -> None:
    server.on("/old", Reply(b"", 301, headers={"Location": "/new"}))
    server.on("/new", GOOD)
    server.on("/round", Reply(b"", 302, headers={"Location": "/about"}))
    server.on("/about", Reply(b"", 302, headers={"Location": "/round"}))
    server.on("/away", Reply(b"", 302, headers={"Location": "file:///etc/passwd"}))
    with asking() as (client, _):
        assert get(client, f"{server.url}/old") == GOOD
        with pytest.raises(InputError, match="circle"):
            get(client, f"{server.url}/round")
        with pytest.raises(InputError, match="not followed"):
            get(client, f"{server.url}/away")
    assert server.asked.count("/round") == 1


def test_what_is_not_what_was_asked_for_is_refused(server: Replay) -> None:
    server.on("/page", Reply("<html>Sign in</html>", kind="text/html; charset=utf-8"))
    server.on("/large", Reply(b'"' + b"x" * 5000 + b'"'))
    server.on("/bad", Reply("<b>No</b> such filter", 400, "text/plain"))
    with asking(largest=4000) as (client, _):
        with pytest.raises(InputError, match="text/html, not with json"):
            get(client, f"{server.url}/page")
        with pytest.raises(InputError, match="larger"):
            get(client, f"{server.url}/large")
        with pytest.raises(InputError, match="status 400: No such filter"):
            get(client, f"{server.url}/bad")
        for address in ("file:///etc/passwd", "ftp://example.org", "http://user:secret@example.org/", "http:///x"):
            with pytest.raises(UsageError):
                get(client, address)


def test_the_rate_is_the_slower_of_ours_and_the_service_s(server: Replay) -> None:
    server.on("/a", Reply(GOOD, headers={"X-Rate-Limit-Limit": "2", "X-Rate-Limit-Interval": "3s"}))
    with asking(interval=0.5) as (client, time):
        for number in range(3):
            get(client, f"{server.url}/a?n={number}")
    assert time.slept == [0.5, 1.5]


def test_answers_are_kept_and_nothing_is_asked_twice(server: Replay, tmp_path: Path) -> None:
    now = [0.0]
    server.on("/a", GOOD)

    def ask(path: str) -> Any:
        with asking(Answers(str(tmp_path), 2, now=lambda: now[0])) as (client, _):
            return get(client, server.url + path)

    assert [ask("/a"), ask("/a"), ask("/none"), ask("/none")] == [GOOD, GOOD, None, None]
    assert server.asked == ["/a", "/none"]
    now[0] = 3 * DAY
    assert ask("/a") == GOOD
    assert server.asked == ["/a", "/none", "/a"]
    for kept in tmp_path.rglob("*"):
        if kept.is_file():
            kept.write_bytes(kept.read_bytes()[:-3])
    assert ask("/a") == GOOD
    assert len(server.asked) == 4
