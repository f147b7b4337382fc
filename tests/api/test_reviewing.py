"""The review page: who may open it, what it shows, and that only our own form decides, with and without JavaScript."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from small import AGAINST, SECRET_TEXT, small_atlas
from starlette.testclient import TestClient

from api.app import application
from api.reviewing import refuse_weak
from api.server import service, serving
from api.settings import Settings
from graph.decisions.judging import words_said
from graph.decisions.queue import Queue
from graph.decisions.review import waiting
from graph.errors import UsageError
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

HERE = "http://127.0.0.1:8000"
TOKEN = "a-token-of-some-length"


@contextmanager
def served(folder: Path, reviewing: str = "local", **options: Any) -> Iterator[tuple[TestClient, Store]]:
    """A browser on this machine before a server, and the server's store."""
    store = small_atlas(folder / "store")
    asked = {"base_url": HERE, "client": ("127.0.0.1", 50_000), "follow_redirects": False, **options}
    with TestClient(application(Settings(reviewing=reviewing), store), **asked) as client:
        yield client, store
    store.close()


@pytest.fixture
def local(tmp_path: Path) -> Iterator[tuple[TestClient, Store]]:
    with served(tmp_path) as made:
        yield made


def fields(html: str) -> dict[str, str]:
    """The hidden fields of the form that decides."""
    form = re.search(r"<form[^>]*data-keys.*?</form>", html, re.DOTALL)
    assert form is not None
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[0]))


def test_a_reader_accepts_and_takes_it_back(local: tuple[TestClient, Store]) -> None:
    client, store = local
    page = client.get("/review")
    assert page.status_code == 200
    assert f"<mark>{AGAINST}</mark>" in page.text
    assert "1 of 3 that wait" in page.text
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    form = fields(page.text)
    done = client.post("/review", data={**form, "verdict": "accept", "reader": "Eva Lind"}, headers={"Origin": HERE})
    assert done.status_code == 303
    assert [(word.reader, word.verdict) for word in words_said(store)] == [("Eva Lind", "accept")]
    assert len(waiting(store, Queue())) == 2
    after = client.get(done.headers["location"])
    assert "Accepted." in after.text
    assert 'value="Eva Lind"' in after.text, "the name is kept"
    undone = client.post("/review", data={**fields(after.text), "claim": form["claim"], "verdict": "undo", "reader": "Eva Lind"})
    assert undone.status_code == 303
    assert len(waiting(store, Queue())) == 3


def test_a_second_decision_is_taken_while_the_first_waits_for_its_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    waits, on = threading.Event(), threading.Event()
    with served(tmp_path) as (client, store), ThreadPoolExecutor(2) as readers:
        forms = [fields(client.get("/review", params={"at": at}).text) for at in (0, 1)]
        stopped = SimpleNamespace(sleep=lambda _: (waits.set(), on.wait(60)), monotonic=time.monotonic)
        monkeypatch.setattr(service, "time", stopped)
        said = [{**form, "verdict": "accept", "reader": reader} for form, reader in zip(forms, ("Eva", "Ben"), strict=True)]
        first = readers.submit(client.post, "/review", data=said[0])
        assert waits.wait(60)
        second = readers.submit(client.post, "/review", data=said[1])
        deadline = time.monotonic() + 20
        while len(words_said(store)) < 2 and time.monotonic() < deadline:
            time.sleep(0.02)
        taken = [word.reader for word in words_said(store)]
        answered = first.done() or second.done()
        on.set()
        assert [first.result(60).status_code, second.result(60).status_code] == [303, 303]
        assert sorted(taken) == ["Ben", "Eva"]
        assert not answered, "who has decided goes on when every reader can see it"
        location = str(tmp_path / "store")
        with closing(open_store(f"{location}/{serving.SNAPSHOTS}/{serving.current(location)}", read_only=True)) as read:
            assert len(words_said(read)) == 2


def test_a_change_and_a_rejection_need_a_reason(local: tuple[TestClient, Store]) -> None:
    client, store = local
    form = {**fields(client.get("/review").text), "reader": "Eva Lind"}
    for said, told in (
        ({"verdict": "reject"}, "takes a reason"),
        ({"verdict": ""}, "Choose: accept, change or reject"),
        ({"verdict": "change", "new_stance": "challenges", "reason": "x"}, "as it is"),
        ({"verdict": "change", "new_theory": "nothing of the kind", "reason": "x"}, "no concept"),
        ({"verdict": "accept", "reader": " "}, "Say who reads"),
        ({"verdict": "accept", "claim": "https://elsewhere.example/x"}, "is not a claim"),
    ):
        answer = client.post("/review", data={**form, **said})
        assert answer.status_code == 400
        assert told in answer.text
    assert words_said(store) == []
    done = client.post("/review", data={**form, "verdict": "change", "new_stance": "qualifies", "new_theory": "", "reason": "only in part"})
    assert done.status_code == 303
    (word,) = words_said(store)
    assert (word.verdict, word.reason) == ("change", "only in part")


def test_only_our_own_form_decides(local: tuple[TestClient, Store]) -> None:
    client, store = local
    form = {**fields(client.get("/review").text), "reader": "Eva", "verdict": "accept"}
    attempts: list[tuple[dict[str, str], dict[str, str], bool]] = [
        ({**form, "token": ""}, {}, True),
        ({**form, "token": "0" * 64}, {}, True),
        (form, {"Origin": "https://evil.example"}, True),
        (form, {"Origin": "null"}, True),
        (form, {}, False),
    ]
    for said, headers, cookie in attempts:
        if not cookie:
            client.cookies.clear()
        assert client.post("/review", data=said, headers=headers).status_code == 403
    assert words_said(store) == []
    assert client.post("/review", content=b"a=" + b"x" * 100_000).status_code == 403
    assert client.post("/review", content=b"&".join([b"a=b"] * 500)).status_code == 403


@pytest.mark.parametrize(
    ("client", "headers"),
    [
        (("192.0.2.7", 50_000), {}),
        (("127.0.0.1", 50_000), {"Host": "rebound.example"}),
        (("127.0.0.1", 50_000), {"X-Forwarded-For": "192.0.2.7"}),
        (("127.0.0.1", 50_000), {"Forwarded": "for=192.0.2.7"}),
        (("127.0.0.1", 50_000), {"Host": "127.0.0.1.evil.example"}),
        (("127.0.0.1", 50_000), {"Host": ""}),
    ],
)
def test_local_means_this_machine_asked_by_its_own_name(tmp_path: Path, client: tuple[str, int], headers: dict[str, str]) -> None:
    with served(tmp_path, client=client) as (browser, store):
        for answer in (browser.get("/review", headers=headers), browser.post("/review", headers=headers, data={"verdict": "accept"})):
            assert answer.status_code in (400, 403)
        assert words_said(store) == []


def test_off_is_off(tmp_path: Path) -> None:
    with served(tmp_path, "off") as (client, _):
        assert client.get("/review").status_code == 403
        assert client.post("/review/enter", data={"given": "off"}).status_code == 401


def test_a_token_lets_reviewers_in_from_elsewhere(tmp_path: Path) -> None:
    with served(tmp_path, TOKEN, client=("192.0.2.7", 50_000), base_url="https://atlas.example") as (client, store):
        assert client.get("/review").status_code == 401
        assert client.post("/review", data={"verdict": "accept"}).status_code == 401
        wrong = client.post("/review/enter", data={"given": "another-token-than-this"})
        assert wrong.status_code == 401
        assert "not the token" in wrong.text
        entered = client.post("/review/enter", data={"given": TOKEN})
        assert entered.status_code == 303
        cookie = entered.headers["set-cookie"].lower()
        assert all(part in cookie for part in ("httponly", "samesite=strict", "secure", "path=/review"))
        assert TOKEN not in cookie
        form = fields(client.get("/review").text)
        done = client.post("/review", data={**form, "reader": "Ben", "verdict": "accept"}, headers={"Origin": "https://atlas.example"})
        assert done.status_code == 303
        assert len(words_said(store)) == 1


def test_a_token_must_be_long() -> None:
    refuse_weak("local")
    refuse_weak(TOKEN)
    with pytest.raises(UsageError, match="12 characters"):
        refuse_weak("short")


def test_it_narrows_and_orders_by_the_query_string(local: tuple[TestClient, Store]) -> None:
    client, _ = local
    assert "1 of 1 that wait" in client.get("/review", params={"jurisdiction": "DK"}).text
    assert "Nothing waits" in client.get("/review", params={"theory": "separate-offices"}).text
    unknown = client.get("/review", params={"theory": "no such thing"})
    assert unknown.status_code == 400
    assert "no concept &#39;no such thing&#39; in the graph" in unknown.text
    assert "3 of 3 that wait" in client.get("/review", params={"at": "99"}).text
    assert client.get("/review", params={"at": "-1", "order": "chaos", "did": "x", "claim": "<script>"}).status_code == 200


def test_a_second_reader_is_not_told_what_the_first_one_said(local: tuple[TestClient, Store]) -> None:
    client, store = local
    form = fields(client.get("/review").text)
    client.post("/review", data={**form, "reader": "Eva", "verdict": "reject", "reason": "a very private reason"})
    second = client.get("/review", params={"reader": "Ben", "second": "1"})
    assert "1 of 1 that wait for a second reader" in second.text
    assert "a very private reason" not in second.text
    assert len(words_said(store)) == 1


def test_who_overrules_another_unawares_is_told_what_that_one_said(local: tuple[TestClient, Store]) -> None:
    client, store = local
    form = fields(client.get("/review").text)
    client.post("/review", data={**form, "reader": "Eva", "verdict": "reject", "reason": "background only"})
    done = client.post("/review", data={**form, "reader": "Ben", "verdict": "accept"})
    told = client.get(done.headers["location"]).text
    assert "Eva had rejected it meanwhile: background only. Your word is the later one, and counts." in told
    assert [word.reader for word in words_said(store)] == ["Ben", "Eva"]
    alone = client.post("/review", data={**fields(told), "reader": "Ben", "verdict": "accept"})
    assert "meanwhile" not in client.get(alone.headers["location"]).text


def test_a_theory_written_wrong_is_told_with_the_nearest_and_nothing_typed_is_lost(local: tuple[TestClient, Store]) -> None:
    client, store = local
    page = client.get("/review", params={"reader": "Eva", "order": "doubt"}).text
    action = re.search(r'<form method="post" action="([^"]+)" class="fields decide"', page)
    assert action is not None
    assert "order=doubt" in action[1], "an address that a reload goes back to"
    said = {**fields(page), "reader": "Eva", "verdict": "change", "new_theory": "seperate offices", "reason": "it speaks of offices"}
    wrong = client.post("/review", data=said).text
    assert "did you mean separate-offices?" in wrong
    assert re.search(r'name="new_theory" value="seperate offices"[^>]*autofocus', wrong)
    assert 'value="it speaks of offices"' in wrong
    assert words_said(store) == []


def test_the_words_of_a_locked_source_are_not_shown(local: tuple[TestClient, Store]) -> None:
    client, _ = local
    pages = [client.get("/review", params={"at": str(n)}).text for n in range(3)]
    assert not any(SECRET_TEXT[:60] in page for page in pages)
    assert any("lets only the place of its sentence be shown" in page for page in pages)
