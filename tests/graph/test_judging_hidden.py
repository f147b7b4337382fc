"""What people added to claims is hidden with the work, or the source, that it speaks of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from small import CLOSED, FOR, OPEN_TEXT, small_atlas

from graph.decisions import curation
from graph.decisions.judging import say
from graph.decisions.verdicts import Reader
from graph.exports.export import digest
from graph.resolve import rebuild
from graph.store import BASE
from ontology import terms

if TYPE_CHECKING:
    from graph.store import Store


def curated(store: Store) -> list[str]:
    """The claims of people that stand in the resolved graph."""
    rows = store.select(f'SELECT ?c {{ ?c <{terms.CLAIM_STATUS}> "CURATED" }} ORDER BY ?c')
    return [row[0].value for row in rows if row[0] is not None]


def test_hiding_a_work_hides_what_was_added_to_it() -> None:
    store = small_atlas()
    start = OPEN_TEXT.index("halved")
    said = {
        "verdict": "add", "work": "10.5555/counters", "theory": "separate-offices", "stance": "challenges",
        "evidence": [{"source": "https://atlas.example/shared-counters", "quote": "halved the number of visits", "start": start}],
    }  # fmt: skip
    say(store, [Reader(store).word(said)])
    curation.suppress(store, f"{BASE}id/work/10.5555%2Fcounters", reason="asked to")
    assert not curated(store)
    store.close()


def test_hiding_a_source_hides_the_words_that_people_took_from_it() -> None:
    store = small_atlas()
    open_, closed = ("https://atlas.example/shared-counters", FOR), ("https://closed.example/1", CLOSED)
    (source,) = [row[0] for row in store.select(f"SELECT ?s WHERE {{ ?s <{terms.RETRIEVED_FROM}> '{open_[0]}' }}")]
    assert source is not None
    added = []
    for stance, places in (("extends", [open_]), ("qualifies", [open_, closed])):
        evidence = [{"source": name, "quote": words.strip()} for name, words in places]
        said = {
            "verdict": "add",
            "work": "A closed study of counters",
            "theory": "separate-offices",
            "stance": stance,
            "evidence": evidence,
        }
        word = Reader(store).word(said)
        say(store, [word])
        added.append(word.claim)
    both = digest(store, "resolved")
    curation.suppress(store, source.value, reason="withdrawn")
    assert curated(store) == [added[1]], "what rests on other words too stands on those"
    assert not store.ask(f"ASK {{ ?e <{terms.QUOTE}> ?quote FILTER(CONTAINS(STR(?quote), '{FOR[:40]}')) }}")
    hidden = digest(store, "resolved")
    rebuild(store)
    assert digest(store, "resolved") == hidden
    curation.unsuppress(store, source.value, reason="it is back")
    assert digest(store, "resolved") == both
    store.close()
