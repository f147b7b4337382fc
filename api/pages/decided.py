"""`/review/decided` and `/review/agreement`: what readers decided, who, when and why, with a way back; and how far they agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool

from api import reviewing
from api.pages.review import finished, kept_out
from api.render import page
from api.server.service import service
from graph.decisions.agreement import agreement
from graph.decisions.judging import words_said
from graph.decisions.review import shown
from graph.decisions.told import told

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph.decisions.agreement import Pair
    from graph.decisions.judging import Said
    from graph.decisions.review import Waiting

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Decision:
    """A word, in words, with the claim that it is on; None where no source makes it any more."""

    word: Said
    told: str
    claim: Waiting | None
    instead: Waiting | None


async def decided(request: Request) -> Response:
    """The decisions of all readers, or of one."""
    refused = kept_out(request)
    return refused if refused is not None else await run_in_threadpool(_show, request)


def _show(request: Request) -> Response:
    store, reader = service(request).store, request.query_params.get("reader", "").strip()[:200]
    words = sorted(
        (word for word in words_said(store) if reader in ("", word.reader)), key=lambda word: (word.when, word.claim), reverse=True
    )
    given = request.query_params.get("at", "")
    at = int(given) if given.isdecimal() and len(given) < 7 else 0
    some = words[at : at + AT_ONCE]
    seen = {one.claim: one for one in shown(store, dict.fromkeys(name for word in some for name in (word.claim, word.instead) if name))}
    decisions = [Decision(word, told(word), seen.get(word.claim), seen.get(word.instead)) for word in some]
    held = reviewing.session(request)
    answer = page(
        request, "review_decided.html", decisions=decisions, reader=reader, count=len(words), at=at, at_once=AT_ONCE,
        token=reviewing.form_token(request, held),
    )  # fmt: skip
    reviewing.remember(request, answer, held)
    return finished(answer)


@dataclass(frozen=True, slots=True)
class Difference:
    """A claim on which two readers differ, with what each sees in its sentence."""

    claim: Waiting
    first: str
    second: str


async def agreed(request: Request) -> Response:
    """How far every two readers agree, and the claims on which they differ, each to be decided anew."""
    refused = kept_out(request)
    return refused if refused is not None else await run_in_threadpool(_agreed, request)


def _agreed(request: Request) -> Response:
    store = service(request).store
    pairs = agreement(store)
    seen = {one.claim: one for one in shown(store, dict.fromkeys(claim for pair in pairs for claim, _, _ in pair.disagreements[:AT_ONCE]))}
    told_pairs = [(pair, _differences(pair, seen)) for pair in pairs]
    return finished(page(request, "review_agreement.html", pairs=told_pairs))


def _differences(pair: Pair, seen: dict[str, Waiting]) -> list[Difference]:
    return [Difference(seen[claim], first, second) for claim, first, second in pair.disagreements if claim in seen]
