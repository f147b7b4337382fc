"""Answers that claims give: the scoreboard, cases side by side, links to make, what changed; and what stands on no author's page."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from command import govgraph
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, URIRef
from rdflib.namespace import RDF
from small import AGAINST, FOR, SECRET_TEXT, small_atlas, span
from starlette.testclient import TestClient

from api.app import application
from api.settings import Settings
from api.tasks.comparison import Comparison, Value
from graph.decisions.judging import Word, say
from graph.decisions.queue import Queue
from graph.decisions.review import waiting
from graph.loading import load_many
from graph.opening import open_store
from graph.record import Claim, Concept, Mention, Work
from graph.sources.capture import capture_of
from graph.store import BASE
from ontology import terms
from queries.result import Thing

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

    from graph.store import Store

NP = "http://www.nanopub.org/nschema#"


def run(store: Path | str, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return govgraph(*words, "--store", str(store), said=said)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small atlas that nobody writes to."""
    place = tmp_path_factory.mktemp("answers") / "store"
    small_atlas(place).close()
    return place


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    store = small_atlas(tmp_path_factory.mktemp("served") / "store")
    with TestClient(application(Settings(), store), follow_redirects=False) as made:
        yield made
    store.close()


# the scoreboard


def test_theories_are_listed_with_the_contested_ones_first(client: TestClient) -> None:
    page = client.get("/theories").text
    assert page.index('id="contested"') < page.index('id="all"')
    assert "/theories/shared-counters/evidence?stance=challenges#sentences" in page
    assert "frame-ancestors" in client.get("/theories").headers["content-security-policy"]


def test_a_facet_narrows_the_sentences_and_a_number_adds_up(client: TestClient) -> None:
    whole = client.get("/theories/shared-counters/evidence").text
    assert "claims by stance and place" in whole
    challenged = client.get("/theories/shared-counters/evidence", params={"stance": "challenges", "jurisdiction": "DK"}).text
    assert AGAINST in challenged
    assert FOR not in challenged
    assert SECRET_TEXT[:60] not in whole
    nothing = client.get("/theories/shared-counters/evidence", params={"year": "1066"})
    assert nothing.status_code == 200
    assert "No claim of this kind bears on it" in nothing.text
    assert client.get("/theories/no-such-theory/evidence").status_code == 404


def test_the_claims_behind_a_number_come_in_pages_and_its_csv_whole(tmp_path: Path) -> None:
    held = {"supports": 40, "challenges": 30, "qualifies": 20, "extends": 60}
    findings = {stance: [f"Desk {stance} {n} stayed open." for n in range(many)] for stance, many in held.items()}
    rows = [f"10.5555/desks,Desks,Lind Eva,post-npm,{stance},{finding}" for stance, told in findings.items() for finding in told]
    (tmp_path / "claims.csv").write_text("\n".join(["Work DOI,Title,Authors,Theory,Stance,Finding", *rows]) + "\n")
    assert run(tmp_path / "store", "load", str(tmp_path / "claims.csv")).returncode == 0
    store = open_store(str(tmp_path / "store"))
    with TestClient(application(Settings(), store)) as client:
        pages = pages_from(client, "/theories/post-npm/evidence")
        narrowed = pages_from(client, "/theories/post-npm/evidence?stance=extends")
        whole = client.get("/queries/claims-on-concept.csv", params={"concept": "post-npm"}).text
        lost = client.get("/theories/post-npm/evidence", params={"after": "no-such-claim"}).text
    store.close()
    assert [len(claims_in(page)) for page in pages] == [60, 60, 30]
    everything = [claim for page in pages for claim in claims_in(page)]
    assert len(set(everything)) == 150
    assert all(">150</a>" in page for page in pages), "the numbers are those of all claims"
    assert [sorted(set(re.findall(r'<h2 id="(\w+)"', page))) for page in pages] == [
        ["challenges", "supports"],
        ["challenges", "extends", "qualifies"],
        ["extends"],
    ]
    assert [len(claims_in(page)) for page in narrowed] == [60]
    assert len(whole.splitlines()) == 151
    assert claims_in(lost) == claims_in(pages[0])


def pages_from(client: TestClient, address: str) -> list[str]:
    """A page and those that its link to the next leads to."""
    pages = [client.get(address).text]
    while found := re.search(r'<a rel="next" href="([^"#]+)', pages[-1]):
        pages.append(client.get(html.unescape(found[1])).text)
    return pages


def claims_in(page: str) -> list[str]:
    """The claims that a page tells, by address."""
    return list(dict.fromkeys(re.findall(r'href="([^"]*/claim/[^"]+)"', page)))


def test_the_scoreboard_is_a_saved_query_too(client: TestClient) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/queries/theory-scoreboard.csv", params={"theory": "shared-counters"}).text)))
    counted = {(row["stance"], row["jurisdictionLabel"], row["status"]): int(row["claims"]) for row in rows}
    assert counted["challenges", "Denmark", "EXTRACTED"] == 1
    assert counted["supports", "Nova Scotia", "STATED"] == 1
    danish = client.get("/queries/theory-scoreboard.csv", params={"theory": "shared-counters", "jurisdiction": "DK"}).text
    assert len(danish.splitlines()) == 2, "a claim without a case lies in no place"


# cases side by side


@pytest.mark.parametrize("suffix", ["md", "csv", "tex", "html", "json"])
def test_cases_are_compared_in_every_format(client: TestClient, suffix: str) -> None:
    answer = client.get(f"/cases/compare.{suffix}", params={"case": ["Northmark", "Southmark"]})
    assert answer.status_code == 200
    assert all(word in answer.text for word in ("Northmark", "Southmark", "Nova Scotia", "Denmark", "Shared counters"))
    assert "not yet checked" in answer.text, "what a program found says so"


def test_the_command_and_the_address_say_the_same(client: TestClient, folder: Path) -> None:
    for form, suffix in (("md", "md"), ("csv", "csv"), ("latex", "tex"), ("html", "html"), ("json", "json")):
        done = run(folder, "compare", "Northmark", "Southmark", "--format", form)
        assert done.stdout == client.get(f"/cases/compare.{suffix}", params={"case": ["Northmark", "Southmark"]}).text
    assert json.loads(run(folder, "compare", "Northmark", "--json").stdout)["cases"][0]["label"] == "Northmark"


def test_an_unknown_case_is_named(client: TestClient, folder: Path) -> None:
    assert client.get("/cases/compare.md", params={"case": "Nowhere"}).status_code == 400
    assert "no case &#39;Nowhere&#39; in the graph" in client.get("/cases/compare", params={"case": "Nowhere"}).text
    assert client.get("/cases/compare.exe").status_code == 404
    assert client.get("/cases/compare").status_code == 200
    done = run(folder, "compare", "Nowhere")
    assert done.returncode == 2
    assert "Nowhere" in done.stderr
    many = client.get("/cases/compare.md", params={"case": ["Northmark"] * 50})
    assert many.status_code == 200, "the same case again is one column"


HARD = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from(list("\\{}$&#%_^~<>|\"'[]*`=+-@")), max_size=40
)


def test_a_case_almost_named_is_told_with_the_nearest(client: TestClient, folder: Path) -> None:
    assert "did you mean northmark?" in client.get("/cases/compare.md", params={"case": "Nortmark"}).text
    assert "did you mean northmark?" in run(folder, "compare", "Nortmark").stderr


def test_a_card_is_found_by_its_label_and_one_almost_named_is_told_with_the_nearest(folder: Path) -> None:
    by_label = run(folder, "card", "shared COUNTERS")
    assert (by_label.returncode, by_label.stdout) == (0, run(folder, "card", "shared-counters").stdout)
    wrong = run(folder, "card", "shared-countres")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "no concept 'shared-countres' in the graph; did you mean shared-counters?" in wrong.stderr
    assert run(folder, "card", "10.5555/counters").stdout.startswith("Counting counters (article)")
    assert run(folder, "card", "10.5555/nowhere").stderr == "govgraph: no work '10.5555/nowhere' in the graph; give its DOI or IRI\n"


def test_of_several_things_of_one_name_the_keys_are_told(tmp_path: Path) -> None:
    for slug in ("window-a", "window-b"):
        (tmp_path / f"{slug}.md").write_text(f"---\ntype: concept\nprefLabel: One window\n---\nThe office {slug}.\n")
    (tmp_path / "atlas.md").write_text("---\ntype: atlas\nlabel: Windows\nlicence: CC BY 4.0\n---\n")
    assert run(tmp_path / "store", "load", str(tmp_path)).returncode == 0
    told = run(tmp_path / "store", "card", "one window")
    assert (told.returncode, told.stderr) == (2, "govgraph: more than one concept is called 'one window'; name one of window-a, window-b\n")
    assert run(tmp_path / "store", "card", "window-b").returncode == 0


def test_a_question_that_there_is_not_is_told_with_the_nearest_or_with_how_to_see_all(folder: Path) -> None:
    assert "did you mean cases-challenging-theory?" in run(folder, "query", "case-chalenging-theory").stderr
    assert run(folder, "query", "nope").stderr == "govgraph: no saved query 'nope'; `govgraph query --list` shows all\n"


@pytest.mark.parametrize(
    ("label", "written"),
    [
        ("R&D and &lt;", r"R&D and \&lt;"),
        ("~~gone~~", r"\~\~gone\~\~"),
        ("a | b", r"a \| b"),
        ("<b>*x*_y_[z]`", r"\<b\>\*x\*\_y\_\[z\]\`"),
        ("two\nlines", "two lines"),
    ],
)
def test_markdown_means_nothing_but_the_words(label: str, written: str) -> None:
    table = Comparison([Thing(f"{BASE}id/case/1", label)], [])
    assert table.written("md").splitlines()[0] == f"| property | {written} |"


@given(st.lists(HARD, min_size=1, max_size=3), HARD)
def test_a_table_keeps_its_shape_whatever_the_words_are(labels: list[str], text: str) -> None:
    table = Comparison(
        [Thing(f"{BASE}id/case/{n}", label or None) for n, label in enumerate(labels)], [("method", [[Value(text)]] * len(labels))]
    )
    rows = list(csv.reader(io.StringIO(table.written("csv"))))
    assert [len(row) for row in rows] == [len(labels) + 1] * 2
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row[1:])
    assert len(table.written("md").splitlines()) == 3
    assert len(re.findall("<td>", table.written("html"))) == len(labels)
    assert json.loads(table.written("json"))["cases"][0]["method"] == [{"text": text}]


# links to make


def test_a_concept_that_is_named_and_not_linked_is_suggested_with_its_place(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    store.close()
    assert json.loads(run(tmp_path / "store", "links", "--json").stdout) == [], "the one mention is of a theory that claims bear on"
    page = tmp_path / "page.ris"
    page.write_text(
        "TY  - JOUR\nTI  - Open desks\nAB  - We watched New Public Management in nine towns.\nPY  - 2024\nDO  - 10.5555/desks\nER  - \n"
    )
    assert run(tmp_path / "store", "load", str(page)).returncode == 0
    (found,) = json.loads(run(tmp_path / "store", "links", "--work", "10.5555/desks", "--json").stdout)
    assert found["concept"]["label"] == "New Public Management"
    text = page.read_text()
    assert text[found["start"] : found["end"]] == "New Public Management"
    told = run(tmp_path / "store", "links")
    assert f"{found['start']}–{found['end']}" in told.stdout
    assert told.stderr == "`govgraph link WORK CONCEPT` makes a link of these\n1 place\n"
    assert run(tmp_path / "store", "links", "--concept", "nothing").returncode == 2
    assert "Open desks (10.5555/desks)\n" in told.stdout
    assert "→ New Public Management (new-public-management)\n" in told.stdout
    pair = ("10.5555/desks", "new-public-management")
    assert run(tmp_path / "store", "link", "10.5555/desks", "new public managment").returncode == 2
    assert run(tmp_path / "store", "link", *pair, "--by", "Eva").returncode == 0
    assert json.loads(run(tmp_path / "store", "links", "--json").stdout) == []
    assert json.loads(run(tmp_path / "store", "link", *pair, "--undo", "--json").stdout)["linked"] is False
    store = open_store(str(tmp_path / "store"))
    with TestClient(application(Settings(), store)) as client:
        page_of_work = client.get("/id/work/10.5555%2Fdesks", headers={"accept": "text/html"}).text
    store.close()
    assert "Concepts named here but not linked" in page_of_work
    assert f"characters {found['start']}–{found['end']}" in page_of_work


def test_a_theory_of_which_a_work_argues_a_proposition_is_no_link_to_make(tmp_path: Path) -> None:
    text = "Shared counters are cheap, it is held. Separate offices are not."
    counters = Concept(slug="shared-counters", label="Shared counters", kind="theory")
    offices = Concept(slug="separate-offices", label="Separate offices")
    cheap = Concept(slug="counters-are-cheap", label="Counters are cheap", proposition_of=counters)
    work = Work(kind="article", title="Cheap counters", year=2020, doi="10.5555/cheap")
    mentions = [Mention(work, counters, span(text, "Shared counters")), Mention(work, offices, span(text, "Separate offices"))]
    store = open_store(str(tmp_path / "store"))
    said = [counters, offices, cheap, work, *mentions, Claim(work, cheap, "supports", [span(text, "it is held")], [], "STATED")]
    load_many(store, [(capture_of(text.encode(), "cheap.txt"), said)])
    store.close()
    found = json.loads(run(tmp_path / "store", "links", "--json").stdout)
    assert [row["concept"]["label"] for row in found] == ["Separate offices"]
    assert text[found[0]["start"] : found[0]["end"]] == "Separate offices"


# nanopublications


def published(store: Store, claim: str, *, folder: Path) -> tuple[Dataset, str]:
    """A claim's nanopublication as the server gives it, read by another library; and its address."""
    with TestClient(application(Settings(), store)) as client:
        answer = client.get(f"/id/claim/{claim.rpartition('/')[2]}.nanopub.trig")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/trig")
    (folder / "np.trig").write_bytes(answer.content)
    read = Dataset()
    read.parse(data=answer.text, format="trig")
    (address,) = [str(s) for s, _, _, _ in read.quads((None, RDF.type, URIRef(f"{NP}Nanopublication"), None))]
    return read, address


def well_formed(read: Dataset, address: str) -> dict[str, set[tuple[str, str, str]]]:
    """The four graphs by name, after the criteria of the guidelines."""
    graphs: dict[str, set[tuple[str, str, str]]] = {}
    for s, p, o, graph in read.quads((None, None, None, None)):
        graphs.setdefault(str(graph), set()).add((str(s), str(p), str(o)))
    heads = [name for name, said in graphs.items() if (address, str(RDF.type), f"{NP}Nanopublication") in said]
    assert len(heads) == 1
    head, parts = graphs[heads[0]], {}
    for prop in ("hasAssertion", "hasProvenance", "hasPublicationInfo"):
        (name,) = [o for s, p, o in head if s == address and p == NP + prop]
        parts[prop] = name
    assert len({*parts.values(), heads[0], address}) == 5
    assert set(graphs) == {heads[0], *parts.values()}, "all statements stand in the four graphs"
    assertion, provenance, pubinfo = (graphs[parts[prop]] for prop in ("hasAssertion", "hasProvenance", "hasPublicationInfo"))
    assert any(parts["hasAssertion"] in (s, o) for s, _, o in provenance)
    assert any(s == address for s, _, _ in pubinfo)
    assert any(s == address and p == terms.DCTERMS_CREATED for s, p, _ in pubinfo)
    return {"assertion": assertion, "provenance": provenance, "pubinfo": pubinfo}


def test_a_claim_is_a_well_formed_nanopublication(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    rows = store.select(f'SELECT ?c {{ ?c <{terms.CLAIM_STATUS}> "STATED" }}')
    (claim,) = [row[0].value for row in rows if row[0] is not None]
    read, address = published(store, claim, folder=tmp_path)
    graphs = well_formed(read, address)
    said = {p for s, p, _ in graphs["assertion"] if s == claim}
    assert {f"{terms.GOV}supportsTheory", terms.STATED_IN, terms.RESTS_ON_CASE, terms.HAS_STANCE} <= said
    assert any(o == FOR for _, _, o in graphs["provenance"])
    assert {o for _, p, o in graphs["provenance"] if p == f"{terms.PROV}wasAttributedTo"}, "its authors"
    again, same = published(store, claim, folder=tmp_path)
    assert same == address
    assert {*again.quads()} == {*read.quads()}
    store.close()


def test_an_unchecked_claim_is_published_under_no_authors_name(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    claims = waiting(store, Queue())
    for claim in claims:
        graphs = well_formed(*published(store, claim, folder=tmp_path))
        told = " ".join(part for said in graphs.values() for triple in said for part in triple)
        assert "/id/person/" not in told
        assert SECRET_TEXT[:60] not in told
    _, before = published(store, claims[0], folder=tmp_path)
    say(store, [Word(claims[0], "accept", "read", "0000-0002-1825-0097")])
    read, address = published(store, claims[0], folder=tmp_path)
    graphs = well_formed(read, address)
    assert address != before, "another content has another address"
    assert any(o == "https://orcid.org/0000-0002-1825-0097" for _, _, o in graphs["pubinfo"])
    assert any("/id/person/" in o for _, _, o in graphs["provenance"])
    say(store, [Word(claims[0], "reject", "no", "Eva")])
    with TestClient(application(Settings(), store)) as client:
        assert client.get(f"/id/claim/{claims[0].rpartition('/')[2]}.nanopub.trig").status_code == 404
    store.close()


def test_the_command_writes_the_same_nanopublication(folder: Path, tmp_path: Path) -> None:
    (first, *_) = json.loads(run(folder, "review", "--json").stdout)["claims"]
    key = first["claim"].rpartition("/")[2]
    done = run(folder, "nanopub", key)
    assert done.returncode == 0, done.stderr
    read = Dataset()
    read.parse(data=done.stdout, format="trig")
    told = json.loads(run(folder, "nanopub", f"claim/{key}", "-o", str(tmp_path / "one.trig"), "--json").stdout)
    assert (URIRef(told["nanopublication"]), RDF.type, URIRef(f"{NP}Nanopublication")) in {quad[:3] for quad in read.quads()}
    assert (tmp_path / "one.trig").read_text() == done.stdout
    assert run(folder, "nanopub", "nothing").returncode == 2


# the contract


def test_unchecked_claims_never_stand_on_an_authors_page(tmp_path: Path) -> None:
    store = small_atlas(tmp_path / "store")
    query = f"SELECT ?p ?c {{ ?w <{terms.HAS_AUTHOR}> ?p . ?c <{terms.STATED_IN}> ?w ; <{terms.CLAIM_STATUS}> 'EXTRACTED' }}"
    pairs = [(row[0].value, row[1].value) for row in store.select(query) if row[0] is not None and row[1] is not None]
    assert pairs
    with TestClient(application(Settings(), store)) as client:
        for author, claim in pairs:
            page = client.get(author.removeprefix(BASE.rstrip("/")), headers={"accept": "text/html"})
            assert page.status_code == 200
            assert claim.rpartition("/")[2] not in page.text
            assert not any(sentence in page.text for sentence in (AGAINST, "Nothing in the closed study"))
            assert "engages with" not in page.text
    store.close()


def test_a_sentence_that_escapes_of_its_file_part_is_one_sentence(tmp_path: Path) -> None:
    abstract = 'We study Norway. The findings challenge "New Public Management", since targets fell. ' + "There is more to say. " * 150
    record = {"type": "article-journal", "title": "Counters", "DOI": "10.5555/c", "issued": {"date-parts": [[2020]]}, "abstract": abstract}
    file = tmp_path / "one.json"
    file.write_text(json.dumps([record]), encoding="utf-8")
    assert run(tmp_path / "store", "load", str(file)).returncode == 0
    store = open_store(str(tmp_path / "store"))
    with TestClient(application(Settings(), store)) as client:
        page = client.get("/theories/new-public-management/evidence").text
    store.close()
    sentence = "The findings challenge &#34;New Public Management&#34;, since targets fell."
    assert re.findall("<blockquote>(.*?)</blockquote>", page) == [sentence]
