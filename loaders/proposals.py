"""Proposals of a language model on the works of another capture, as `govgraph load --endpoint` writes them: JSON lines.

    {"govgraph": "proposals", "model": "small", "host": "127.0.0.1:8080", "task": "a1b2c3d4", "answered": "2026-11-26T12:00:00Z",
     "of": "<sha256 of the capture read>", "waits": true}
    {"work": "10.5555%2Fdesks", "mentions": [{"concept": {"slug", "label", "kind"}, "place": [start, end, "words"]}],
     "claims": [{"theory": {"slug", "label", "kind"}, "stance": "supports", "cases": [{"label", "evidence": [[start, end, "words"]]}],
                 "evidence": [[start, end, "words"]], "confidence": 0.9}]}

Places count in the text of the capture that was read; a load looks there whether it has the words.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from graph.identify import slug
from graph.record import STANCES, Case, Claim, Concept, ConceptKind, Mention, Proposer, Reject, Source, Span, Work
from loaders._files.decode import head_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.record import Capture, Said

LABEL = "Proposals of a language model (JSON lines of govgraph load --endpoint)"
MEDIA = "json"
MARK = "proposals"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_KEY = re.compile(r"[^\s<>\"{}|\\^`]{1,500}")
_HEAD = re.compile(r"""\{[^{}]*"govgraph"\s*:\s*"proposals"[^{}]*\}\s*(?:\n|\Z)""")
_KINDS: tuple[ConceptKind, ...] = get_args(ConceptKind)
_LONGEST = 200
"""Characters of a name."""


def recognise(capture: Capture) -> float:
    """By its first line, which says what it is."""
    return 0.99 if _HEAD.match(head_of(capture, 4000).lstrip("\ufeff \t\r\n")) else 0.0


def read(capture: Capture) -> Iterator[Said]:
    """The source with the model as its proposer, then each work's mentions and claims; a line that is none is a Reject."""
    capture.text = text_of(capture)
    lines = [line for line in enumerate(capture.text.lstrip("\ufeff").split("\n"), 1) if line[1].strip()]
    try:
        proposer = _proposer(json.loads(lines[0][1]) if lines else None)
    except (ValueError, TypeError, KeyError, RecursionError) as wrong:
        yield Source(capture.name, capture.retrieved_from, format="proposals")
        yield Reject("line 1", f"no head of a model's proposals ({wrong}); load the documents again with --endpoint")
        return
    label = f"Proposals of {proposer.model} on {proposer.of[:12]}"
    address = capture.retrieved_from or address_of(proposer.of)
    yield Source(label, address, display="locator", format="proposals", records=len(lines) - 1, proposer=proposer)
    for number, line in lines[1:]:
        try:
            things = list(_told(json.loads(line), proposer.of))
        except (ValueError, TypeError, KeyError, RecursionError) as wrong:
            yield Reject(f"line {number}", f"no proposals on a work: {wrong or type(wrong).__name__}", line[:200])
            continue
        yield from things


def address_of(digest: str) -> str:
    """The address under which proposals on a capture stand: the next model's replace them."""
    return f"urn:govgraph:proposals:{digest}"


def head(proposer: Proposer, again: int = 0) -> str:
    """The first line. `again` counts how often the same answers took the place of another model's."""
    told: dict[str, object] = {
        "govgraph": MARK,
        "model": proposer.model,
        "host": proposer.host,
        "task": proposer.prompt,
        "answered": proposer.answered,
    }
    told |= {"of": proposer.of, "waits": proposer.waits} | ({"again": again} if again else {})
    return json.dumps(told, ensure_ascii=False)


def _proposer(said: Any) -> Proposer:
    if not isinstance(said, dict) or said.get("govgraph") != MARK:
        raise ValueError("it does not say that it is one")
    if not _DIGEST.fullmatch(str(said.get("of"))):
        raise ValueError("it names no capture under `of`")
    answered = str(said.get("answered") or "")
    if answered:
        datetime.fromisoformat(answered)
    model, host, task = (" ".join(str(said.get(name) or "unknown").split())[:_LONGEST] for name in ("model", "host", "task"))
    return Proposer(model, host, task, answered, said["of"], waits=said.get("waits") is not False)


def _told(said: Any, of: str) -> Iterator[Mention | Case | Claim]:
    if not isinstance(said, dict) or not _KEY.fullmatch(str(said.get("work"))):
        raise ValueError("`work` is the key of a work")
    work = Work(known_as=said["work"])
    concepts: dict[str, Concept] = {}
    cases: dict[str, Case] = {}
    for one in said.get("mentions") or []:
        yield Mention(work, _concept(one["concept"], concepts), _span(one["place"], of), None)
    for one in said.get("claims") or []:
        stance = next((name for name in STANCES if name == one["stance"]), None)
        if stance is None:
            raise ValueError(f"{str(one['stance'])[:40]!r} is no stance")
        rests = [_case(case, work, of, cases) for case in one.get("cases") or []]
        evidence = [_span(place, of) for place in one["evidence"]]
        if not evidence:
            raise ValueError("a claim has no evidence")
        sure = float(one["confidence"])
        if not 0 <= sure <= 1:
            raise ValueError(f"a confidence is 0 to 1, not {sure:g}")
        yield Claim(work, _concept(one["theory"], concepts), stance, evidence, rests, model_confidence=sure)


def _concept(said: Any, known: dict[str, Concept]) -> Concept:
    label, name = _name(said["label"]), str(said["slug"])
    kind = next((one for one in _KINDS if one == said.get("kind")), _KINDS[0])
    if name != slug(name) or not name:
        raise ValueError(f"{name[:40]!r} is no slug")
    if name not in known:
        known[name] = Concept(slug=name, label=label, kind=kind)
    return known[name]


def _case(said: Any, work: Work, of: str, known: dict[str, Case]) -> Case:
    label = _name(said["label"])
    if label not in known:
        spans = [_span(place, of) for place in said.get("evidence") or []]
        known[label] = Case(work, label, anonymised=said.get("anonymised") is True, evidence=spans, slug=slug(str(said.get("slug") or "")))
    return known[label]


def _name(said: object) -> str:
    if not isinstance(said, str) or not said.strip() or len(said) > _LONGEST:
        raise ValueError("a label is a text of 1 to 200 characters")
    return said


def _span(said: Any, of: str) -> Span:
    start, end, words = said
    if not isinstance(start, int) or not isinstance(end, int) or not isinstance(words, str) or not 0 <= start < end or not words.strip():
        raise ValueError("a place is [start, end, words]")
    return Span(start, end, words, capture=of)
