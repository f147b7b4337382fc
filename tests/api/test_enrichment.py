"""`enrich` and `harvest` against a local server: what is taken, what is left, and what a page printed stays."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from engines import free_port
from replay import Replay, Reply, replaying
from shared import ROOT

from api.cli import govgraph
from graph.exports.export import digest
from graph.exports.works import works
from graph.opening import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from graph.record import Work

BIB = """@article{one, author={Brook, Ada and Vale, Tom}, title={Counters that people share in towns}, journal={Public Rooms}, year={2011},
  volume={4}}
@article{two, author={Hill, Eve}, title={On waiting in line}, journal={Public Rooms}, year={2014}, doi={10.5555/rooms.2}}
@article{three, author={Fern, Lu}, title={Two records fit this title well}, year={2001}}
@article{four, author={Reed, Jo}, title={A slip in the number}, year={1999}, doi={10.5555/slip}}
"""
ORCIDS = {"Brook": "0000-0002-1825-0097", "Vale": "0000-0001-5109-3700", "Hill": "0000-0002-1694-233X"}


def record(doi: str, title: str, year: int, *people: str, **more: Any) -> dict[str, Any]:
    authors = [
        {"family": family, "given": given} | ({"ORCID": f"https://orcid.org/{ORCIDS[family]}"} if family in ORCIDS else {})
        for family, given in (name.split(", ") for name in people)
    ]
    issued = {"date-parts": [[year]]}
    return {
        "DOI": doi,
        "type": "journal-article",
        "title": [title],
        "author": authors,
        "issued": issued,
        "indexed": {},
        "prefix": "x",
    } | more


ONE = record(
    "10.5555/rooms.1", "Counters that People Share in Towns", 2011, "Brook, Ada", "Vale, Tom", volume="4", publisher="Invented Press"
)
TWO = record("10.5555/rooms.2", "On waiting in line", 2014, "Hill, Eve")
FERN = "Two records fit this title well"


@pytest.fixture(name="server")
def _server() -> Iterator[Replay]:
    with replaying() as replay:
        yield replay


@pytest.fixture(name="run")
def _run(server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    tmp_path.joinpath("a.bib").write_text(BIB)
    monkeypatch.chdir(tmp_path)
    settings = {
        "STORE": str(tmp_path / "store"),
        "CONTACT": "reader@example.org",
        "CACHE": str(tmp_path / "cache"),
        "CROSSREF": f"{server.url}/cr",
        "OPENALEX": f"{server.url}/oa",
        "ORCID": f"{server.url}/or",
        "SERVICE_INTERVAL": "0",
        "SERVICE_TRIES": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"GOVGRAPH_{name}", value)

    def run(*arguments: str, code: int = 0) -> Any:
        ran = CliRunner().invoke(govgraph, [*arguments, "--json"])
        assert ran.exit_code == code, (ran.stdout, ran.stderr, ran.exception)
        return json.loads(ran.stdout) if ran.stdout.strip() else None

    run("load", "a.bib")
    return run


def stored(tmp_path: Path) -> dict[str, Work]:
    with closing(open_store(str(tmp_path / "store"), read_only=True)) as store:
        return {work.title: work for work in works(store)}


def crossref(server: Replay) -> None:
    """Crossref knows one and two, offers two records for three, and has another work under four's DOI."""
    offers = {
        "Counters": [ONE, record("10.5555/other", "Counters that people share in towns: a review", 2012, "Brook, Ada", volume="5")],
        "Two": [record("10.5555/x", FERN, 2001, "Fern, Lu"), record("10.5555/y", FERN, 2001, "Fern, Lu")],
    }
    people = {"Counters": "Counters that people share in towns Brook Vale 2011", "Two": f"{FERN} Fern 2001"}
    for key, listed in offers.items():
        server.on(f"/cr/works?query.bibliographic={people[key]}", {"message-type": "work-list", "message": {"items": listed}})
    server.on("/cr/works/10.5555/rooms.1", {"message-type": "work", "message": ONE})
    server.on("/cr/works/10.5555/rooms.2", {"message-type": "work", "message": TWO})
    server.on("/cr/works/10.5555/slip", {"message-type": "work", "message": record("10.5555/slip", "Birds", 1999, "Gull, Ina")})


def test_what_is_taken_and_what_is_left(run: Any, server: Replay, tmp_path: Path) -> None:
    crossref(server)
    before = stored(tmp_path)
    told = run("enrich", "--only", "crossref")
    tally = told["services"]["crossref"]
    assert (told["works"], tally["asked"], tally["found"], tally["failed"]) == (4, 4, 2, [])
    assert [row["reason"][:14] for row in tally["left"]] in (["2 records fit:", "its DOI is tha"], ["its DOI is tha", "2 records fit:"])
    after = stored(tmp_path)
    one = after["Counters that people share in towns"]  # as its page printed it
    assert (one.doi, [who.orcid for who in one.authors]) == ("10.5555/rooms.1", [ORCIDS["Brook"], ORCIDS["Vale"]])
    assert (one.publisher, one.volume) == ("Invented Press", "4")
    assert after["On waiting in line"].authors[0].orcid == ORCIDS["Hill"]
    assert after[FERN].doi == ""
    assert after["A slip in the number"].doi == "10.5555/slip"
    assert set(after) == set(before)
    sources = {source["retrievedFrom"] for source in told["load"]["sources"]}
    assert sources == {f"{server.url}/cr/works/10.5555%2Frooms.1", f"{server.url}/cr/works/10.5555%2Frooms.2"}


def test_a_second_run_asks_for_nothing_that_is_kept(run: Any, server: Replay, tmp_path: Path) -> None:
    crossref(server)
    first = run("enrich", "--only", "crossref")
    asked = len(server.asked)
    second = run("enrich", "--only", "crossref")
    assert (first["requests"], second["requests"], len(server.asked)) == (asked, 0, asked)
    assert all(source["state"] == "unchanged" for source in second["load"]["sources"])
    assert run("enrich", "--only", "crossref", "--fresh", "--limit", "1")["requests"] > 0
    assert stored(tmp_path)["On waiting in line"].doi == "10.5555/rooms.2"


def test_a_dry_run_writes_nothing(run: Any, server: Replay, tmp_path: Path) -> None:
    crossref(server)
    told = run("enrich", "--only", "crossref", "--dry-run")
    assert {source["state"] for source in told["load"]["sources"]} == {"would load"}
    assert stored(tmp_path)["Counters that people share in towns"].doi == ""


def test_openalex_and_orcid_say_what_they_know(run: Any, server: Replay, tmp_path: Path) -> None:
    entry = {
        "id": "https://openalex.org/W7",
        "doi": "https://doi.org/10.5555/rooms.1",
        "title": ONE["title"][0],
        "publication_year": 2011,
        "type": "article",
        "authorships": [{"author": {"display_name": name}} for name in ("Ada Brook", "Tom Vale")],
    }
    server.on("/oa/works?filter=title.search:Counters that people share in towns", {"results": [entry]})
    server.on("/oa/works", {"results": []})
    server.on("/oa/works/W7", entry)
    server.on('/or/search/?q=doi-self:"10.5555/rooms.1"', {"result": [{"orcid-identifier": {"path": ORCIDS["Brook"]}}]})
    server.on("/or/search/", {"result": [{"orcid-identifier": {"path": ORCIDS["Vale"]}}]})
    for family, given in (("Brook", "Ada"), ("Vale", "Tom")):
        name = {"family-name": {"value": family}, "given-names": {"value": given}}
        summary = {
            "put-code": 1,
            "title": {"title": {"value": ONE["title"][0]}},
            "type": "journal-article",
            "external-ids": {"external-id": [{"external-id-type": "doi", "external-id-value": "10.5555/rooms.1"}]},
        }
        works_of = {"works": {"group": [{"work-summary": [summary]}]}}
        body = {"orcid-identifier": {"path": ORCIDS[family]}, "person": {"name": name}, "activities-summary": works_of}
        server.on(f"/or/{ORCIDS[family]}/record", body)
    told = run("enrich", "--only", "openalex", "--only", "orcid")
    assert told["services"]["openalex"]["found"] == 1
    assert told["services"]["orcid"]["found"] == 1
    # somebody of another name who claims a work is no author of it
    assert [row["reason"] for row in told["services"]["orcid"]["left"]] == [f"{ORCIDS['Vale']} has another name than its authors"] * 2
    one = stored(tmp_path)["Counters that people share in towns"]
    assert (one.doi, [(who.family, who.orcid) for who in one.authors]) == ("10.5555/rooms.1", [("Brook", ORCIDS["Brook"]), ("Vale", "")])


def test_a_service_that_fails_is_told_and_left_alone(run: Any, server: Replay, tmp_path: Path) -> None:
    server.on("/cr/works", Reply(b"", 500))
    for doi in ("rooms.2", "slip"):
        server.on(f"/cr/works/10.5555/{doi}", Reply(b"<html>", 200, "text/html"))
    told = run("enrich", "--only", "crossref", code=75)
    tally = told["services"]["crossref"]
    assert (len(tally["failed"]), tally["givenUp"], len(server.asked)) == (3, True, 3)
    assert stored(tmp_path)["On waiting in line"].doi == "10.5555/rooms.2"


def test_without_a_contact_nothing_is_asked(run: Any, server: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    del run
    monkeypatch.setenv("GOVGRAPH_CONTACT", "")
    ran = CliRunner().invoke(govgraph, ["enrich"])
    assert "GOVGRAPH_CONTACT" in str(ran.exception)
    assert server.asked == []


def test_after_a_kill_the_next_run_gives_what_an_undisturbed_one_gives(
    run: Any, server: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crossref(server)
    running: list[subprocess.Popen[bytes]] = []
    server.on("/cr/works/10.5555/slip", Reply(b"{}", first=lambda: running[0].kill()))  # noqa: PLW0108 - it runs only from below on
    command = [sys.executable, "-c", "from api.cli import main; main()", "enrich", "--only", "crossref"]
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    running.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    assert running[0].wait(60) == -signal.SIGKILL
    asked = [address for address in server.asked if "slip" not in address]
    crossref(server)
    run("enrich", "--only", "crossref")
    assert not {*asked} & {*server.asked[len(asked) + 1 :]}  # nothing that was answered is asked again
    monkeypatch.setenv("GOVGRAPH_STORE", str(tmp_path / "undisturbed"))
    run("load", "a.bib")
    run("enrich", "--only", "crossref")
    assert digest_of(tmp_path / "store") == digest_of(tmp_path / "undisturbed")


def test_beside_a_server_the_answers_go_through_it(run: Any, server: Replay, tmp_path: Path) -> None:
    crossref(server)
    port = free_port()
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.DEVNULL) as serving:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            told = run("enrich", "--only", "crossref")
            assert {source["state"] for source in told["load"]["sources"]} == {"loaded"}
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/id/work/10.5555%2Frooms.1.json") as page:
                assert "Counters that people share in towns" in page.read().decode()
        finally:
            serving.terminate()
            serving.wait(20)
    assert stored(tmp_path)["Counters that people share in towns"].publisher == "Invented Press"


def wait_for(address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return


def digest_of(folder: Path) -> str:
    with closing(open_store(str(folder), read_only=True)) as store:
        return digest(store)


def page(number: int, token: str) -> str:
    end = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2024-01-01T00:00:00Z</responseDate>'
        f'<request verb="ListRecords">x</request><ListRecords><record><header><identifier>oai:x:{number}</identifier></header><metadata>'
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>Harvested work number {number}</dc:title><dc:creator>Brook, Ada</dc:creator><dc:date>2011</dc:date></oai_dc:dc>"
        f"</metadata></record>{end}</ListRecords></OAI-PMH>"
    )


def test_a_harvest_goes_on_where_it_was_cut_off(run: Any, server: Replay, tmp_path: Path) -> None:
    server.on("/oai?metadataPrefix=oai_dc", Reply(page(1, "two"), kind="text/xml"))
    server.on("/oai?resumptionToken=two", Reply(b"", 503), Reply(page(2, "three"), kind="text/xml"))
    server.on("/oai?resumptionToken=three", Reply(page(3, ""), kind="application/xml"))
    run("harvest", f"{server.url}/oai", code=75)
    assert "Harvested work number 1" in stored(tmp_path)
    run("harvest", f"{server.url}/oai")
    assert {f"Harvested work number {number}" for number in (1, 2, 3)} <= set(stored(tmp_path))
    assert sum("resumptionToken" not in address for address in server.asked) == 1


def test_a_filter_at_a_service_is_harvested_by_its_cursor(run: Any, server: Replay, tmp_path: Path) -> None:
    three = [record(f"10.5555/h.{number}", f"Found by a filter {number}", 2011, "Brook, Ada") for number in (1, 2, 3)]
    listed = [{"message": {"total-results": 3, "next-cursor": f"c{number}", "items": [one]}} for number, one in enumerate(three)]
    server.on("/cr/works?cursor=*", listed[0])
    server.on("/cr/works?cursor=c0", Reply(b"{", 200), listed[1])
    server.on("/cr/works?cursor=c1", listed[2])
    run("harvest", "crossref:issn:1234-5679", code=75)
    run("harvest", "crossref:issn:1234-5679")
    assert sum(title.startswith("Found by a filter") for title in stored(tmp_path)) == 3
    assert len(server.asked) == 4  # the first page once, the second twice, the third once
    entry = {"id": "https://openalex.org/W1", "title": "Found by another filter", "type": "article", "publication_year": 2001}
    server.on("/oa/works?cursor=*", {"meta": {"next_cursor": "n"}, "results": [entry]})
    server.on("/oa/works?cursor=n", {"meta": {"next_cursor": None}, "results": []})
    run("harvest", "openalex:primary_location.source.issn:1234-5679")
    assert "Found by another filter" in stored(tmp_path)


def test_what_a_repository_refuses(run: Any, server: Replay) -> None:
    error = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><error code="{}">No.</error></OAI-PMH>'
    server.on("/oai?metadataPrefix=marcxml", Reply(error.format("cannotDisseminateFormat"), kind="text/xml"))
    server.on("/oai?metadataPrefix=oai_dc", Reply(error.format("noRecordsMatch"), kind="text/xml"))
    server.on("/oai?metadataPrefix=loop", Reply(page(1, "again"), kind="text/xml"))
    server.on("/oai?resumptionToken=again", Reply(page(1, "again"), kind="text/xml"))
    run("harvest", f"{server.url}/oai", "--prefix", "marcxml", code=2)
    run("harvest", f"{server.url}/oai", code=0)
    run("harvest", f"{server.url}/oai", "--prefix", "loop", code=3)
    run("harvest", f"{server.url}/oai", "--since", "yesterday", code=2)
