"""How an answer is cited: its version, and an address and a command that give it again after the graph has changed."""

from __future__ import annotations

import re
import shlex
from html import unescape
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from starlette.testclient import TestClient

from api.app import application
from api.settings import read_settings
from graph.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

QUESTION = "/queries/works-cited-by-several"
PAGE = {"accept": "text/html"}


def load(folder: Path, title: str) -> None:
    file = folder / f"{title}.ris"
    file.write_text(f"TY  - JOUR\nTI  - {title}\nAU  - Newman, Nora\nPY  - 2026\nDO  - 10.5555/{title}\nER  - \n", encoding="utf-8")
    assert govgraph("load", str(file), "--store", f"{folder}/store").returncode == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    load(tmp_path, "first")
    return tmp_path


def test_the_address_gives_the_answer_again_when_the_graph_has_changed(folder: Path) -> None:
    question = "/queries/work-by-doi.csv?doi=10.5555/second"
    with TestClient(application(read_settings({"store": f"{folder}/store"}))) as client:
        before = client.get(question)
    cited = re.search(r'<([^>]+)>; rel="cite-as"', before.headers["link"])
    assert cited is not None
    assert f"asOf={before.headers['graph-version'][:12]}" in cited[1]
    load(folder, "second")
    with TestClient(application(read_settings({"store": f"{folder}/store"}))) as client:
        assert client.get(question).text != before.text
        again = client.get(cited[1])
    assert again.text == before.text
    assert cited[0] in again.headers["link"]


def test_the_page_tells_question_version_date_and_address(folder: Path) -> None:
    with TestClient(application(read_settings({"store": f"{folder}/store"}))) as client:
        answer = client.get("/queries/work-by-doi?doi=10.5555%2Ffirst", headers=PAGE)
    told = unescape(re.search(r'id="cite".*?<p>(.*?)</p>', answer.text, re.DOTALL)[1])
    mark = answer.headers["graph-version"][:12]
    assert re.search(rf"\(doi: 10\.5555/first\)\. govgraph, graph version {mark} of 20\d\d-\d\d-\d\d \d\d:\d\d UTC\. http://", told)
    assert told.endswith(f"/queries/work-by-doi?doi=10.5555%2Ffirst&asOf={mark}")
    assert f"@online{{govgraph-work-by-doi-{mark}," in answer.text


def test_a_version_that_is_not_kept_is_not_promised() -> None:
    with TestClient(application(read_settings({"store": ":memory:"}), open_store(":memory:"))) as client:
        page = client.get(QUESTION, headers=PAGE).text
        assert "keep the CSV beside it" in page
        assert "asOf" not in page
        assert "cite-as" not in client.get(f"{QUESTION}.json").headers.get("link", "")


def test_the_command_tells_how_to_ask_again(folder: Path) -> None:
    words = ["query", "work-by-doi", "-p", "doi=10.5555/first", "--format", "csv"]
    ran = govgraph(*words, "--cite", "--store", f"{folder}/store")
    told = re.fullmatch(r"govgraph, graph version ([0-9a-f]{12}) of .* UTC; asked by: (.*)\n", ran.stderr)
    assert told is not None
    assert told[2] == f"govgraph query work-by-doi -p doi=10.5555/first --as-of {told[1]}"
    again = govgraph(*shlex.split(told[2])[1:], "--format", "csv", "--store", f"{folder}/store")
    assert again.stdout == ran.stdout
