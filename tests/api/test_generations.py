"""One process writes, others read what it publishes: every reply is of one generation, and who wrote reads what they wrote."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from engines import free_port
from small import small_atlas

from api.app import application
from api.server import serving
from api.server.service import Service
from api.settings import Settings
from graph.loads.version import version
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

GOVGRAPH = str(Path(sys.executable).with_name("govgraph"))
RIS = "TY  - JOUR\nTI  - A wholly new article {n}\nAU  - Newman, Nora\nPY  - 2026\nER  - \n"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int, int]]:
    """(store folder, port, process) of a server with two readers."""
    folder = str(tmp_path_factory.mktemp("served") / "store")
    small_atlas(folder).close()
    port = free_port()
    words = [GOVGRAPH, "serve", "--store", folder, "--port", str(port), "--workers", "2"]
    with subprocess.Popen(words, stderr=subprocess.DEVNULL) as server:
        for _ in range(300):
            if asked(port, "/readyz")[0] == 200:
                break
            time.sleep(0.1)
        yield folder, port, server.pid
        server.terminate()
        server.wait(30)
    assert not readers(server.pid)
    assert not Path(folder, "serving.json").exists()


def asked(port: int, path: str, method: str = "GET", body: str = "", **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    """One request by a connection of its own: any reader may take it."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    except OSError:
        return 0, http.client.HTTPMessage(), ""
    finally:
        connection.close()


def readers(parent: int) -> list[int]:
    """The living reading processes of a server."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(stat[1]) == parent and stat[0] != "Z" and b"spawn_main" in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except (OSError, ValueError):
                continue
    return found


def test_replies_say_their_generation_and_loads_are_read_at_once(served: tuple[str, int, int], tmp_path: Path) -> None:
    folder, port, _ = served
    before = {asked(port, "/concepts")[1]["graph-version"] for _ in range(8)}
    assert len(before) == 1
    for n in range(2):
        (tmp_path / f"{n}.ris").write_text(RIS.format(n=n))
        done = subprocess.run(
            [GOVGRAPH, "load", str(tmp_path / f"{n}.ris"), "--store", folder, "--json"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        for _ in range(12):
            status, headers, text = asked(port, f"/works?q=wholly+new+article+{n}")
            assert status == 200
            assert f"A wholly new article {n}" in text
            assert headers["graph-version"] not in before
        question = json.dumps({"query": '{ works(where: {title: {contains: "wholly"}}) { totalCount } }'})
        text = asked(port, "/graphql", "POST", question, **{"content-type": "application/json"})[2]
        assert json.loads(text)["data"]["works"]["totalCount"] == n + 1
        asking = urlencode({"query": f'ASK {{ ?w ?p "A wholly new article {n}" }}'})
        assert json.loads(asked(port, f"/sparql?{asking}")[2])["boolean"] is True
        assert f"A <mark>wholly</mark> new article {n}" in asked(port, "/search?q=wholly")[2]


def test_a_reader_that_dies_is_replaced(served: tuple[str, int, int]) -> None:
    _, port, parent = served
    alive = readers(parent)
    assert len(alive) == 2
    os.kill(alive[0], signal.SIGKILL)
    for _ in range(40):
        assert asked(port, "/readyz")[0] in (0, 200)  # a connection that the dead one held may break
        time.sleep(0.1)
        if len(readers(parent)) == 2 and set(readers(parent)) != set(alive):
            break
    else:
        raise AssertionError("not replaced")


def test_reviewing_goes_to_the_writer(served: tuple[str, int, int]) -> None:
    _, port, _ = served
    status, headers, page = asked(port, "/review", accept="text/html")
    assert status == 200
    assert "govgraph_review=" in headers["set-cookie"]
    assert 'name="token"' in page
    assert asked(port, "/review", "POST", "verdict=accept", **{"content-type": "application/x-www-form-urlencoded"})[0] == 403
    assert asked(port, "/review", **{"x-forwarded-for": "203.0.113.9"})[0] == 403
    assert asked(port, "/-/load", "POST", "{}", authorization="Bearer x")[0] == 404


def test_the_note_leads_to_the_writer_and_is_private(served: tuple[str, int, int]) -> None:
    folder, port, _ = served
    note = serving.found(folder)
    assert note is not None
    assert note.url == f"http://127.0.0.1:{port}"
    assert note.writer
    assert note.writer != note.url
    assert Path(note.snapshot).name == serving.current(folder)


def test_snapshots_come_at_most_once_a_second_and_writes_share_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.server import service
    from api.tasks.intake import load_paths

    small_atlas(tmp_path / "store").close()
    here = Service(Settings(store=str(tmp_path / "store")))
    made: list[float] = []
    snapshot = serving.snapshot
    monkeypatch.setattr(service.serving, "snapshot", lambda store: (made.append(time.monotonic()), snapshot(store))[1])
    seen: list[bool] = []

    def write(n: int) -> None:
        path = tmp_path / f"{n}.ris"
        path.write_text(RIS.format(n=n))
        with here.writing:
            load_paths(here.store, [path], here.settings)
        here.publish()
        reading = open_store(str(tmp_path / "store" / "snapshots" / serving.current(str(tmp_path / "store"))), read_only=True)
        seen.append(reading.ask(f'ASK {{ ?w ?p "A wholly new article {n}" }}'))
        reading.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert seen == [True] * 6
    assert len(made) < 6
    assert all(later - earlier >= service.BETWEEN * 0.95 for earlier, later in itertools.pairwise(made))
    assert here.version == version(here.store)
    here.close()
    assert not list((tmp_path / "store" / "snapshots").iterdir())


def test_a_large_store_is_merged_for_readers_and_published_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.server import service

    store = small_atlas(tmp_path / "store")
    for n in range(3):
        store.load([f'<https://example.org/{n}> <https://example.org/p> "a file of its own" <https://example.org/g> .\n'.encode()])
    said = sorted(b"".join(store.dump()).splitlines())
    store.close()
    monkeypatch.setattr(service, "WORTH_MERGING", 1)
    before = {path.name for path in (tmp_path / "store").glob("*.sst")}
    here = Service(Settings(store=str(tmp_path / "store")))
    first = serving.current(str(tmp_path / "store"))
    deadline = time.monotonic() + 30
    while serving.current(str(tmp_path / "store")) == first and time.monotonic() < deadline:
        time.sleep(0.02)
    snapshot = tmp_path / "store" / "snapshots" / serving.current(str(tmp_path / "store"))
    assert snapshot.name != first
    assert len(list(snapshot.glob("*.sst"))) < len(before)
    reading = open_store(str(snapshot), read_only=True)
    assert sorted(b"".join(reading.dump()).splitlines()) == said
    assert version(reading) == here.version
    reading.close()
    here.close()


def test_a_request_stays_with_its_generation(tmp_path: Path) -> None:
    from starlette.testclient import TestClient

    from api.server import service as serving_of
    from api.tasks.intake import load_paths

    small_atlas(tmp_path / "store").close()
    settings = Settings(store=str(tmp_path / "store"), workers=2)
    here = Service(settings)
    (tmp_path / "new.ris").write_text(RIS.format(n=7))
    with TestClient(application(settings, reading=True)) as client:
        scope = {"app": client.app}
        pinned = serving_of.service_of(scope)
        load_paths(here.store, [tmp_path / "new.ris"], settings)
        assert "wholly new" not in client.get("/works?q=wholly").text
        here.publish()
        answer = client.get("/works?q=wholly")
        assert "A wholly new article 7" in answer.text
        assert answer.headers["graph-version"] == version(here.store) != pinned.version
        assert serving_of.service_of(scope) is pinned
        assert not pinned.store.ask('ASK { ?w ?p "A wholly new article 7" }')
    here.close()


def test_several_workers_need_a_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [GOVGRAPH, "serve", "--workers", "2", "--store", ":memory:", "--port", str(free_port())],
        capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2
    assert "several workers read a store in a folder" in done.stderr
