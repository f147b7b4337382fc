"""What readers say of claims holds however the page is captured again; two readers' words stand side by side; all can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from said import page
from small import AGAINST, FOR, small_atlas

import queries
from graph.decisions import curation, judging
from graph.decisions.judging import Word, say, words_said
from graph.decisions.verdicts import Reader
from graph.errors import InputError, UsageError
from graph.exports.export import digest
from graph.loading import load
from graph.opening import open_store
from graph.record import Case, Claim, Concept, Jurisdiction, Mention, Source, Span
from graph.resolve import rebuild
from graph.sources.capture import capture_of
from graph.store import BASE, IDENTITY, RESOLVED
from graph.upkeep.verify import verify
from ontology import terms

if TYPE_CHECKING:
    from pathlib import Path

    from graph.store import Store

SENTENCE = "The towns of region 1 show that shared services fail."


def claims(store: Store, status: str = "EXTRACTED") -> list[str]:
    """The claims of a status that stand in the resolved graph."""
    rows = store.select(f'SELECT ?c {{ ?c <{terms.CLAIM_STATUS}> "{status}" }} ORDER BY ?c')
    return [row[0].value for row in rows if row[0] is not None]


def stances(store: Store, claim: str) -> list[str]:
    """The stance properties of a claim."""
    rows = store.select(f"SELECT ?p {{ <{claim}> ?p ?t . FILTER(STRENDS(STR(?p), 'Theory')) }} ORDER BY ?p")
    return [row[0].value.removeprefix(terms.GOV) for row in rows if row[0] is not None]


def one_page(folder: Path | str = "") -> Store:
    """A store with one page and one claim of a program."""
    store = open_store(str(folder))
    load(store, *page(1))
    return store


def again(store: Store) -> str:
    """Load a newer capture of the page, with a line before the text; its claim's IRI."""
    capture, said = page(1)
    text = f"A new banner of the site. {capture.text}"
    newer = capture_of(text.encode(), capture.name, retrieved_from=capture.retrieved_from)
    moved = []
    for one in said:
        if isinstance(one, Claim):
            start = text.index(SENTENCE)
            one.evidence = [Span(start, start + len(SENTENCE), SENTENCE)]
        if not isinstance(one, Mention):
            moved.append(one)
    load(store, newer, moved)
    rows = store.select(f"SELECT ?c {{ GRAPH ?g {{ ?c <{terms.STATED_IN}> ?w }} FILTER(?g != <{RESOLVED}>) }}", graph=None)
    found = {row[0].value for row in rows if row[0] is not None}
    return next(iter(found - FIRST)) if len(found) > 1 else next(iter(found))


FIRST: set[str] = set()


@pytest.fixture
def known() -> tuple[Store, str]:
    store = one_page()
    (claim,) = claims(store)
    FIRST.clear()
    FIRST.add(claim)
    return store, claim


def test_a_confirmed_claim_stays_confirmed_when_its_page_is_captured_again(known: tuple[Store, str]) -> None:
    store, claim = known
    say(store, [Word(claim, "accept", "read it", "Eva")])
    assert claims(store, "CURATED") == [claim]
    other = again(store)
    assert other != claim
    assert claims(store, "CURATED") == [other]
    assert claims(store) == []
    assert not store.ask(f"ASK {{ <{claim}> ?p ?o }}"), "of the old claim nothing is left"
    before = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == before
    store.close()


def test_a_rejected_claim_stays_away_when_its_page_is_captured_again(known: tuple[Store, str]) -> None:
    store, claim = known
    say(store, [Word(claim, "reject", "background only", "Eva")])
    assert claims(store) == []
    other = again(store)
    assert other != claim
    assert not store.ask(f"ASK {{ <{other}> ?p ?o }}")
    before = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == before
    say(store, [Word(claim, "undo", "", "Eva")])
    assert claims(store) == [other]
    store.close()


def test_a_change_puts_another_claim_on_the_same_words(known: tuple[Store, str]) -> None:
    store, claim = known
    before = digest(store, "resolved")
    word = Reader(store, reader="Eva").word(
        {"claim": claim, "verdict": "change", "to": {"stance": "qualifies"}, "reason": "only some fail"}
    )
    say(store, [word])
    (changed,) = claims(store, "CURATED")
    assert stances(store, changed) == ["qualifiesTheory"]
    assert store.ask(f"ASK {{ <{changed}> <{terms.EVIDENCED_BY}>/<{terms.QUOTE}> ?q ; <{terms.RESTS_ON_CASE}> ?case }}")
    assert not store.ask(f"ASK {{ <{claim}> ?p ?o }}")
    again(store)
    assert claims(store) == []
    assert claims(store, "CURATED") == [changed]
    assert verify(store).ok
    source = f"ASK {{ <{changed}> <{terms.EVIDENCED_BY}>/<{terms.FOUND_IN}>/<{terms.CONTENT_HASH}> ?hash }}"
    assert store.ask(source), "its evidence was found again in the newer capture"
    say(store, [Word(claim, "undo", "", "Eva")])
    assert claims(store, "CURATED") == []
    assert len(claims(store)) == 1
    store.close()
    fresh = one_page()
    assert digest(fresh, "resolved") == before
    fresh.close()


def test_undone_is_as_if_it_had_not_been_said(known: tuple[Store, str]) -> None:
    store, claim = known
    before = digest(store, "resolved")
    for verdict in ({"verdict": "accept"}, {"verdict": "reject"}, {"verdict": "change", "to": {"theory": {"label": "Shared failure"}}}):
        said = {"claim": claim, "reason": "so it seems", **verdict}
        say(store, [Reader(store).word(said)])
        assert digest(store, "resolved") != before
        say(store, [Word(claim, "undo")])
        assert digest(store, "resolved") == before or "change" in verdict.values()
    store.close()


def test_two_readers_words_stand_beside_each_other_and_the_last_one_counts(known: tuple[Store, str]) -> None:
    store, claim = known
    say(store, [Word(claim, "accept", "it says so", "Eva", "2026-01-01T10:00:00+00:00")])
    say(store, [Word(claim, "reject", "it reports others", "Ben", "2026-01-02T10:00:00+00:00")])
    assert [(one.reader, one.verdict, one.reason, one.when[:10]) for one in words_said(store)] == [
        ("Ben", "reject", "it reports others", "2026-01-02"),
        ("Eva", "accept", "it says so", "2026-01-01"),
    ]
    assert claims(store) == claims(store, "CURATED") == []
    say(store, [Word(claim, "undo", "", "Ben")])
    assert claims(store, "CURATED") == [claim], "Eva's word is left"
    store.close()


def test_a_quick_confirmation_is_the_same_as_resolving_everything() -> None:
    store = small_atlas()
    for claim in claims(store):
        say(store, [Word(claim, "accept", "read")])
    quick = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == quick
    store.close()


def test_a_claim_that_no_program_found_is_added_with_its_words() -> None:
    store = small_atlas()
    said = {
        "verdict": "add",
        "work": "10.5555/counters",
        "theory": "Separate offices",
        "stance": "challenges",
        "cases": ["Northmark", {"label": "Eastmark", "places": ["DK"]}],
        "evidence": [{"source": "https://atlas.example/shared-counters", "quote": "halved the number of   visits"}],
        "reason": "a reader concludes it",
        "basis": "interpretive",
    }
    reader = Reader(store, reader="Eva")
    before = digest(store, "resolved")
    say(store, [reader.word(said)])
    rows = queries.run(store, "claims-on-concept", {"concept": "separate-offices"})
    place = [column.name for column in rows.columns]
    told = {(row[place.index("case")].label, row[place.index("sentence")], row[place.index("status")]) for row in rows.rows}
    assert told == {("Northmark", "halved the number of visits", "CURATED"), ("Eastmark", "halved the number of visits", "CURATED")}
    assert store.ask(f"ASK {{ <{BASE}id/work/10.5555%2Fcounters> <{terms.STUDIES}>/<{terms.RDFS_LABEL}> 'Eastmark' }}")
    assert verify(store).ok
    now = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == now
    say(store, [reader.word(said)])
    assert digest(store, "resolved") == now, "the same again changes nothing"
    (added,) = [one.claim for one in words_said(store)]
    say(store, [Word(added, "undo", "", "Eva")])
    assert not store.ask(f"ASK {{ <{added}> ?p ?o }}")
    assert before
    store.close()


def test_a_claim_is_found_by_what_it_says() -> None:
    store = small_atlas()
    said = {"work": "10.5555/counters", "theory": "shared-counters", "stance": "supports", "quote": FOR[:40]}
    word = Reader(store).word({"verdict": "accept", **said})
    assert stances(store, word.claim) == ["supportsTheory"]
    for wrong, why in (
        ({"quote": "words that stand nowhere"}, "no claims"),
        ({"stance": "refutes"}, "no stance"),
        ({"work": "10.5555/none"}, "no work"),
        ({"theory": "nothing"}, "no concept"),
        ({"verdict": "praise"}, "verdict is one of"),
        ({"verdicts": "accept"}, "unknown field"),
        ({"reason": 7}, "is a text"),
        ({"when": "yesterday"}, "when is a time"),
        ({"claim": "claim/none", "quote": ""}, "no claim"),
        ({"claim": "person/x", "quote": ""}, "no claim"),
        ({"verdict": "change"}, "takes `to`"),
        ({"verdict": "change", "to": {"stance": "supports"}}, "as it is"),
    ):
        with pytest.raises(InputError, match=why):
            Reader(store).word({"verdict": "accept", **said, **wrong})
    assert Reader(store).word({"verdict": "accept", **said, "claim": "claim/of-another-store"}) == word
    store.close()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"evidence": []}, "rests on evidence"),
        ({"evidence": [{"source": "nowhere.example", "quote": "halved the number"}]}, "not in the store"),
        (
            {"evidence": [{"source": "https://atlas.example/shared-counters", "quote": "doubled the number of visits"}]},
            "does not have these",
        ),
        ({"evidence": ["halved the number of visits"]}, "list of objects"),
        ({"cases": ["Nowhere"]}, "no case"),
        ({"cases": [{"label": ""}]}, "label"),
        ({"theory": {"label": "X", "kind": "dogma"}}, "new theory"),
        ({"basis": "felt"}, "basis is"),
        ({"voice": "R99"}, "no person"),
    ],
)
def test_what_cannot_be_added_is_refused_with_its_reason(wrong: dict[str, object], why: str) -> None:
    store = small_atlas()
    said = {
        "verdict": "add",
        "work": "10.5555/counters",
        "theory": "separate-offices",
        "stance": "challenges",
        "evidence": [{"source": "https://atlas.example/shared-counters", "quote": "halved the number of visits"}],
    }
    with pytest.raises(InputError, match=why):
        Reader(store).word({**said, **wrong})
    store.close()


def test_rejecting_and_changing_need_a_reason(known: tuple[Store, str]) -> None:
    store, claim = known
    with pytest.raises(UsageError, match="reason"):
        say(store, [Word(claim, "reject", " ")])
    with pytest.raises(UsageError, match="nothing to take back"):
        say(store, [Word(claim, "undo", "", "Nobody")])
    with pytest.raises(UsageError, match="nothing in the store"):
        say(store, [Word(f"{BASE}id/claim/none", "accept")])
    store.close()


def test_every_engine_keeps_what_readers_say(store: Store) -> None:
    load(store, *page(1))
    load(store, *page(2))
    first, second = claims(store)
    reader = Reader(store, reader="Eva")
    say(store, [reader.word({"claim": first, "verdict": "accept"})])
    say(store, [reader.word({"claim": second, "verdict": "change", "to": {"stance": "supports"}, "reason": "read again"})])
    assert len(claims(store, "CURATED")) == 2
    before = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == before
    say(store, [Word(second, "undo", "", "Eva")])
    assert claims(store) == [second]


ADDED: dict[str, object] = {
    "work": "10.5555/counters", "theory": "separate-offices", "stance": "applies", "cases": ["Northmark"],
    "evidence": [{"source": "https://atlas.example/shared-counters", "quote": AGAINST}],
}  # fmt: skip
CONCEPT = {"label": "Queueing offices", "kind": "theory"}
NEW: dict[str, object] = ADDED | {"theory": CONCEPT, "cases": [{"label": "Eastmark", "places": ["DK-84"]}]}
TO: dict[str, dict[str, object]] = {"change": {"stance": "extends"}, "rename": {"theory": CONCEPT}}
VERDICTS = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["accept", "reject", "change", "rename", "undo", "undo", "add", "new", "take back"]),
        st.sampled_from(["Eva", "Ben"]),
    ),
    max_size=6,
)


def word_of(store: Store, found: list[str], place: int, verdict: str, reader: str) -> Word | None:
    """What a reader says of the claim at a place, or of one that a reader added; None where there is no such claim."""
    if verdict == "take back":
        added = [one for one in words_said(store) if one.verdict == "add"]
        return Word(added[place % len(added)].claim, "undo", "", added[place % len(added)].reader) if added else None
    said: dict[str, object] = {"verdict": {"rename": "change", "new": "add"}.get(verdict, verdict), "reason": "so it seems"}
    said |= {"add": ADDED, "new": NEW}.get(verdict) or {"claim": found[place]}
    return Reader(store, reader=reader).word(said | ({"to": TO[verdict]} if verdict in TO else {}))


@settings(max_examples=40)
@given(VERDICTS, st.integers(1, 3))
def test_whatever_is_decided_is_the_same_as_resolving_everything_anew(said: list[tuple[int, str, str]], at_once: int) -> None:
    store = small_atlas()
    load(store, *page(1))
    rows = store.select(f"SELECT ?c {{ ?c <{terms.STATED_IN}> ?w }} ORDER BY ?c")
    found = [row[0].value for row in rows if row[0] is not None]
    for start in range(0, len(said), at_once):
        words = [word for one in said[start : start + at_once] if (word := word_of(store, found, *one)) is not None]
        try:
            say(store, words)
        except UsageError:
            continue  # nothing to take back
        here = digest(store, "resolved"), {str(quad) for quad in store.quads(IDENTITY)}
        rebuild(store)
        assert (digest(store, "resolved"), {str(quad) for quad in store.quads(IDENTITY)}) == here
    store.close()


@pytest.mark.parametrize("verdict", ["reject", "change", "rename"])
def test_what_is_undone_beside_a_hidden_work_shows_only_what_is_not_hidden(verdict: str) -> None:
    store = small_atlas()
    load(store, *page(1))
    found = claims(store)
    words = [word_of(store, found, place, verdict, "Eva") for place in range(len(found))]
    say(store, [word for word in words if word is not None])
    curation.suppress(store, f"{BASE}id/work/10.5555%2Fcounters", reason="asked to")
    for claim in found:
        say(store, [Word(claim, "undo", "", "Eva")])
        here = digest(store, "resolved")
        rebuild(store)
        assert digest(store, "resolved") == here
    assert 0 < len(claims(store)) < len(found)
    store.close()


def test_taking_a_word_back_or_naming_something_new_does_not_resolve_everything(
    known: tuple[Store, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, claim = known
    monkeypatch.setattr(judging, "rebuild", lambda _: pytest.fail("everything was resolved"))
    for verdict in ("reject", "change", "rename"):
        word = word_of(store, [claim], 0, verdict, "Eva")
        assert word is not None
        say(store, [word])
        assert claim not in claims(store)
        say(store, [Word(claim, "undo", "", "Eva")])
        assert claims(store) == [claim]
    store.close()


def test_another_case_or_work_is_another_claim(known: tuple[Store, str]) -> None:
    store, claim = known
    say(store, [Word(claim, "reject", "background only")])
    load(store, *page(2))
    assert len(claims(store)) == 1
    capture, said = page(1)
    text = f"Elsewhere. {capture.text}"
    start = text.index(SENTENCE)
    work = said[1]
    other = Case(work, "Quite another case", [Jurisdiction("DK")])
    concept = Concept(slug="shared-services", label="shared services", kind="practice")
    added = Claim(work, concept, "challenges", [Span(start, start + len(SENTENCE), SENTENCE)], [other])
    load(store, capture_of(text.encode(), "other.txt"), [Source(label="other"), work, other, added])
    assert len(claims(store)) == 2
    store.close()


def test_a_change_may_name_a_theory_that_the_graph_does_not_hold(known: tuple[Store, str]) -> None:
    store, claim = known
    with pytest.raises(InputError, match=r"no concept 'queue theory' in the graph; .*; `new: queue theory` adds it"):
        Reader(store).word({"verdict": "change", "claim": claim, "to": {"theory": "queue theory"}, "reason": "it speaks of queues"})
    word = Reader(store).word({"verdict": "change", "claim": claim, "to": {"theory": "New: queue theory"}, "reason": "it speaks of queues"})
    say(store, [word])
    rows = store.select(f"SELECT ?l WHERE {{ ?c <{terms.CLAIM_STATUS}> 'CURATED' ; <{terms.BEARS_ON}>/<{terms.RDFS_LABEL}> ?l }}")
    assert [row[0].value for row in rows if row[0] is not None] == ["queue theory"]
    again = Reader(store).word({"verdict": "change", "claim": claim, "to": {"theory": "new: Queue theory"}, "reason": "x"}).added
    assert again is not None
    assert word.added is not None
    assert again.iri == word.added.iri
    with pytest.raises(InputError, match="takes a label"):
        Reader(store).word({"verdict": "change", "claim": claim, "to": {"theory": "new:"}, "reason": "x"})
