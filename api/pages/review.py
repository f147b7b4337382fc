"""`/review`: the claims that wait for a reader, one a page; accept, change or reject by button or key, with and without JavaScript."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api import reviewing
from api.links import address
from api.pages import forms
from api.received import body_of
from api.render import POLICY, page
from api.server.service import service
from api.tasks.decisions import pronounce
from graph.decisions.judging import words_said
from graph.decisions.queue import ORDERS, Queue
from graph.decisions.review import sentences, shown, waiting
from graph.decisions.told import told_of
from graph.errors import GovgraphError, UsageError
from graph.identify import ID
from graph.search.naming import thing_named, unnamed
from queries import STANCES

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from graph.store import Store

LONGEST, MOST_FIELDS = 1 << 16, 40
"""Bytes and fields of a form: more than any of ours has."""
KEPT = ("reader", "theory", "jurisdiction", "order", "second")
VERDICTS = {"accept": "Accepted", "change": "Changed", "reject": "Rejected", "undo": "Taken back"}
REASONS = (
    "background, not what the study itself finds",
    "the words of others, reported only",
    "the sentence takes no stance on it",
    "another theory is meant",
    "it is not about this case",
)
_KEY = re.compile(r"[0-9a-z-]{1,64}")
CHOICES = {"stances": STANCES, "orders": ORDERS, "reasons": REASONS}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked for: filters as typed, and which of the waiting claims, from 0; or one by its key, waiting or not."""

    kept: dict[str, str]
    at: int = 0
    one: str = ""
    did: str = ""
    claim: str = ""

    def query(self, **more: object) -> str:
        """The query string that asks for the same, with some parts otherwise."""
        return urlencode({name: value for name, value in {**self.kept, **more}.items() if value not in ("", 0)})


async def review(request: Request) -> Response:
    """The next claim; or carry out what was posted and go on."""
    refused = kept_out(request)
    if refused is not None:
        return refused
    if request.method == "GET":
        asked = _asked({name: request.query_params.getlist(name) for name in request.query_params})
        return await run_in_threadpool(_show, request, asked)
    form = await _form(request)
    if not reviewing.ours(request, _one(form, "token")):
        message = "This form is out of date or came from another page. Open the review page again and decide there."
        return page(request, "error.html", status=403, heading="Not taken", message=message)
    return await run_in_threadpool(_decide, request, form)


def kept_out(request: Request) -> Response | None:
    """What a browser gets that may not review, or must give the token first."""
    state = reviewing.access(request)
    if state == "closed":
        message = "Claims are reviewed on the machine that serves them, or on a server that was started with --reviewing TOKEN."
        return page(request, "error.html", status=403, heading="Reviewing is closed here", message=message)
    return finished(page(request, "review_enter.html", status=401, wrong=False)) if state == "token" else None


async def enter(request: Request) -> Response:
    """Let a reviewer in who types the server's token."""
    if reviewing.admitted(request, _one(await _form(request), "given")):
        answer: Response = RedirectResponse(address("/review"), 303)
        reviewing.admit(request, answer)
        return answer
    return finished(page(request, "review_enter.html", status=401, wrong=True))


def _decide(request: Request, form: dict[str, list[str]]) -> Response:
    asked = _asked(form)
    verdict, claim, reader = (_one(form, name) for name in ("verdict", "claim", "reader"))
    if verdict not in VERDICTS:
        return _show(request, asked, "Choose: accept, change or reject.", form)
    if not reader:
        return _show(request, asked, "Say who reads: decisions carry their reader's name.", form)
    said: dict[str, Any] = {"claim": claim, "verdict": verdict, "reason": _one(form, "reason")}
    here = service(request)
    if verdict == "change":
        said["to"] = {name: value for name in ("stance", "theory") if (value := _one(form, f"new_{name}"))}
    try:
        with here.writing:
            told = pronounce(here.store, [said], reader)
        if told["done"]:
            here.publish()
    except GovgraphError as error:
        return _show(request, asked, str(error), form)
    if told["faults"]:
        return _show(request, asked, told["faults"][0]["reason"], form)
    if asked.one or _one(form, "list"):
        mine = urlencode({"reader": reader}) if asked.one or _one(form, "mine") else ""
        return finished(RedirectResponse(address(f"/review/decided?{mine}"), 303))
    following = asked.query(at=asked.at, did=verdict, claim=claim.rpartition("/")[2])
    return finished(RedirectResponse(address(f"/review?{following}"), 303))


def _show(request: Request, asked: Asked, fault: str = "", form: dict[str, list[str]] | None = None) -> Response:
    store = service(request).store
    try:
        claims = waiting(store, _queue(store, asked.kept))
    except GovgraphError as error:
        claims, fault = [], str(error)
    at = min(asked.at, max(len(claims) - 1, 0))
    chosen = _chosen(asked, claims, at, _one(form or {}, "claim") if fault else "")
    seen = shown(store, [chosen], earlier=not asked.kept["second"]) if chosen else []
    if asked.one and not seen:
        fault = f"The graph holds no claim “{asked.one}”."
    held = reviewing.session(request)
    verdict = _one(form or {}, "verdict")
    values: dict[str, Any] = {
        "one": seen[0] if seen else None,
        "sentences": sentences(seen[0].evidence) if seen else [],
        "left": len(claims),
        "at": at,
        "asked": asked,
        "query": asked.query(at=at, one=asked.one),
        "decided": told_of(store, chosen) if asked.one and seen else [],
        "fault": fault,
        "wrong": _wrong_field(form or {}) if fault and seen else "",
        "meant": verdict if verdict in ("change", "reject") else "",
        "told": VERDICTS.get(asked.did, ""),
        "before": "" if asked.kept["second"] or asked.did == "undo" else _said_before(store, asked),
        "token": reviewing.form_token(request, held),
        "typed": {name: _one(form or {}, name) for name in ("reason", "new_stance", "new_theory")},
        "theories": forms.offered(store, "concept"),
        "places": forms.offered(store, "jurisdiction"),
        **CHOICES,
    }
    answer = page(request, "review.html", status=400 if fault else 200, **values)
    reviewing.remember(request, answer, held)
    return finished(answer)


def _chosen(asked: Asked, claims: list[str], at: int, posted: str) -> str:
    """The claim that is shown: the one that was asked for, the one whose form was not taken, or the next that waits."""
    if asked.one:
        return f"{ID}claim/{asked.one}"
    return posted if posted in claims else claims[at] if claims else ""


def _wrong_field(form: dict[str, list[str]]) -> str:
    """The field of a form that was not taken where the reader goes on."""
    if not _one(form, "reader"):
        return "reader"
    changes = _one(form, "verdict") == "change"
    return "new_theory" if changes and _one(form, "reason") else "reason"


def _said_before(store: Store, asked: Asked) -> str:
    """What another reader said of the claim while this one read it; "" where nobody did."""
    if not asked.claim or asked.did not in VERDICTS or not _KEY.fullmatch(asked.claim):
        return ""
    others = [word for word in words_said(store, [f"{ID}claim/{asked.claim}"]) if word.reader != asked.kept["reader"]]
    last = max(others, key=lambda word: word.when, default=None)
    if last is None or last.verdict not in VERDICTS:
        return ""
    return f"{last.reader or 'Somebody else'} had {VERDICTS[last.verdict].lower()} it meanwhile{f': {last.reason}' if last.reason else ''}."


def _queue(store: Store, kept: dict[str, str]) -> Queue:
    """The queue that the filters name.

    Raises:
        UsageError: a filter names nothing.
    """
    found: dict[str, str] = {}
    for name, kind in (("theory", "concept"), ("jurisdiction", "jurisdiction")):
        things = thing_named(store, kind, kept[name]) if kept[name] else [""]
        if not things:
            raise UsageError(unnamed(store, kind, kept[name]))
        found[name] = things[0]
    order = next((one for one in ORDERS if one == kept["order"]), ORDERS[0])
    return Queue(kept["reader"], bool(kept["second"]), found["theory"], found["jurisdiction"], order)


def _asked(given: dict[str, list[str]]) -> Asked:
    kept = {name: _one(given, name)[:200] for name in KEPT}
    at, one = _one(given, "at"), _one(given, "one")
    place = int(at) if at.isdecimal() and len(at) < 7 else 0
    return Asked(kept, place, one if _KEY.fullmatch(one) else "", _one(given, "did"), _one(given, "claim"))


def _one(form: dict[str, list[str]], name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()


async def _form(request: Request) -> dict[str, list[str]]:
    """The fields of a posted form; none where it is longer than any of ours."""
    body = await body_of(request, LONGEST)
    if body is None or body.count(b"&") >= MOST_FIELDS:
        return {}
    return parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)


def finished(answer: Response) -> Response:
    """No other page may frame it, and nobody keeps it."""
    answer.headers["Content-Security-Policy"] = POLICY.replace("frame-ancestors *", "frame-ancestors 'none'")
    answer.headers["Referrer-Policy"] = "same-origin"  # with none at all a browser hides the origin of our own form
    answer.headers["Cache-Control"] = "no-store"
    return answer
