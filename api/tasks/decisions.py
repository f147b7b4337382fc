"""A person's decisions: carried out here, or by the server that holds the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from api.settings import Settings
    from graph.store import Store

LINKS = ("link", "unlink")
ACTIONS = ("suppress", "unsuppress", "accept", "reject", "undo", *LINKS, "judge", "infer")
AT_ONCE = 500_000
"""Characters of verdicts that are handed to a server at once."""


def perform(store: Store, asked: dict[str, Any]) -> dict[str, Any]:
    """Carry out `{action, things, reason, by}`, each a function of `graph.decisions.curation` or `.linking`.

    Or `{action: judge, verdicts, by}`, or `{action: infer}`.

    Returns:
        For verdicts what became of them (`pronounce`), for `infer` the digests before and after, else nothing.

    Raises:
        UsageError: there is no such action, or what it is about is unknown.
    """
    from graph.decisions import curation, linking

    if asked.get("action") not in ACTIONS:
        raise UsageError(f"no decision '{asked.get('action')}'; there are {', '.join(ACTIONS)}")
    if asked["action"] == "judge":
        return pronounce(store, asked["verdicts"], asked["by"])
    if asked["action"] == "infer":
        return _infer(store)
    getattr(linking if asked["action"] in LINKS else curation, asked["action"])(
        store, *asked["things"], reason=asked["reason"], by=asked["by"]
    )
    return {}


def pronounce(store: Store, verdicts: Sequence[Mapping[str, Any]], by: str = "") -> dict[str, Any]:
    """Carry out verdicts as a curation file has them, the sound ones of a batch together; by `by` where they name no reader.

    Returns:
        `{done: [{number, claim, verdict, status, instead?}], faults: [{number, reason}]}`, numbers from 0; `status` is the claim's now,
        "" where it stands no longer.
    """
    from graph.decisions.decided import standing
    from graph.decisions.judging import check, say
    from graph.decisions.verdicts import Reader

    reader = Reader(store, reader=by)
    words, faults = [], []
    done: list[dict[str, Any]] = []
    for number, verdict in enumerate(verdicts):
        try:
            word = reader.word(verdict)
            check(store, word)
        except (UsageError, InputError) as error:
            faults.append({"number": number, "reason": str(error)})
            continue
        words.append(word)
        told = {"number": number, "claim": word.claim, "verdict": word.verdict}
        done.append(told | ({"instead": word.added.iri} if word.added is not None and word.verdict == "change" else {}))
    say(store, words)
    now = standing(store, [word.claim for word in words])
    done = [{**one, "status": now.get(one["claim"], "")} for one in done]
    return {"done": done, "faults": faults}


def _infer(store: Store) -> dict[str, Any]:
    from graph.exports.export import digest
    from graph.loads import journal
    from graph.resolve import rebuild

    before = digest(store)
    journal.begin(store, rebuild)  # cut off, it is done again by the next who writes
    rebuild(store)
    journal.end(store)
    after = digest(store)
    return {"before": before, "after": after, "changed": before != after}


def infer(settings: Settings) -> dict[str, Any]:
    """Compute the resolved graph anew; the digests before and after, and whether they differ.

    Raises:
        BusyError: another program holds the store.
        StoreError: there is no store.
    """
    return _perform(settings, {"action": "infer"})


def decide(settings: Settings, action: str, *things: str, reason: str, by: str) -> None:
    """Decide of things by their IRIs.

    Raises:
        UsageError: what it is about is unknown.
        BusyError: another program holds the store.
    """
    _perform(settings, {"action": action, "things": list(things), "reason": reason, "by": by})


def judge(settings: Settings, verdicts: Sequence[Mapping[str, Any]], *, by: str = "") -> dict[str, Any]:
    """Judge claims; what became of each verdict, as `pronounce` tells it.

    Raises:
        BusyError: another program holds the store.
    """
    done: list[dict[str, Any]] = []
    faults: list[dict[str, Any]] = []
    for first, batch in _batches(verdicts):
        told = _perform(settings, {"action": "judge", "verdicts": batch, "by": by})
        done += [{**one, "number": one["number"] + first} for one in told["done"]]
        faults += [{**one, "number": one["number"] + first} for one in told["faults"]]
    return {"done": done, "faults": faults}


def _batches(verdicts: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, list[Mapping[str, Any]]]]:
    """(the first one's number, verdicts) in batches that a server takes."""
    held: list[Mapping[str, Any]] = []
    size, first = 0, 0
    for number, verdict in enumerate(verdicts):
        long = len(repr(verdict))
        if held and size + long > AT_ONCE:
            yield first, held
            held, size, first = [], 0, number
        held.append(verdict)
        size += long
    if held:
        yield first, held


def _perform(settings: Settings, asked: dict[str, Any]) -> dict[str, Any]:
    from api.opening import opened
    from api.server import serving
    from api.server.sending import hand_over
    from api.settings import store_location

    note = serving.found(store_location(settings))
    if note is not None:
        return hand_over(note, {"decide": asked})
    with opened(settings, existing=True) as store:
        return perform(store, asked)
