"""Works of files → what a language model proposes of them → captures of its answers, each loaded whole or not at all.

The model is asked of the works of captures that the store holds; good answers are kept on disk by text, task, model and address, so that
a load that was cut off asks nothing twice. Texts that are not open go to this machine only, unless the user says otherwise.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from multiprocessing.pool import ThreadPool
from typing import TYPE_CHECKING, Any

from api.tasks.answered import Answered, load_answers
from graph.describe import statements, writing
from graph.errors import GovgraphError, InputError, LaterError, UsageError
from graph.plural import counted
from graph.record import Proposer, Source
from graph.rights import is_open
from graph.statements.describe_work import work_key
from loaders import proposals
from loaders.connectors.answers import Answer as Kept
from loaders.connectors.answers import Answers
from loaders.connectors.endpoint import Endpoint
from loaders.reading.checking import TASK_VERSION, checked
from loaders.reading.proposed import Own, asked, works_read
from loaders.reading.proposed import proposals as held
from loaders.reading.stances.weights import asked_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from multiprocessing.pool import AsyncResult

    from api.settings import Settings
    from graph.record import Capture, Said, Work
    from loaders.reading.proposed import Asked

PATIENCE = 3
"""Texts in a row without an answer after which an endpoint is asked no more."""
TRIES = 3
"""How often a busy endpoint is asked of one text."""
AHEAD = 4
"""Texts, for each request at once, that are read ahead of the answers."""


@dataclass(slots=True)
class Tally:
    """What became of the works whose texts a model was to be asked of."""

    read: int = 0
    kept: int = 0
    """Of these, those whose answers were kept from before."""
    claims: int = 0
    alike: int = 0
    """Of these, those that the built-in reader proposes too."""
    mentions: int = 0
    closed: int = 0
    thrown: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, object]] = field(default_factory=list)
    ended: GovgraphError | None = None
    """Why the endpoint was asked no more."""
    _row: int = 0

    def failure(self, where: dict[str, object], wrong: GovgraphError) -> None:
        """Note a text without an answer; after several in a row, or where the model or key is refused, the endpoint is given up."""
        self.failed.append({**where, "reason": str(wrong)})
        self._row = self._row + 1 if isinstance(wrong, LaterError) else 0
        if isinstance(wrong, UsageError) or self._row >= PATIENCE:
            self.ended = wrong

    def success(self, told: Mapping[str, Any], *, kept: bool) -> None:
        """Note an answer."""
        self._row = 0
        self.read, self.kept = self.read + 1, self.kept + kept
        self.claims, self.mentions = self.claims + len(told["claims"]), self.mentions + len(told["mentions"])
        self.alike += sum(bool(claim.get("both")) for claim in told["claims"])

    @property
    def exit_code(self) -> int:
        """0, 3 where some text has no answer, or that of the error which ended it."""
        return self.ended.exit_code if self.ended is not None else 3 if self.failed else 0

    def as_json(self, endpoint: Endpoint) -> dict[str, Any]:
        """For the report."""
        told = {name: getattr(self, name) for name in ("read", "kept", "claims", "alike", "mentions", "closed", "failed")}
        ended = str(self.ended) if self.ended is not None else None
        return {"model": endpoint.model, "host": endpoint.host, "task": TASK_VERSION, **told, "thrown": dict(+self.thrown), "ended": ended}

    def as_text(self, endpoint: Endpoint, *, waits: bool) -> str:
        """For people."""
        both = f" ({self.alike} of them govgraph's own too)" if self.alike else ""
        found = f"{counted(self.claims, 'claim')}{both} and {counted(self.mentions, 'mention')}"
        lines = [f"{endpoint.model} at {endpoint.host}: {counted(self.read, 'text')} read, {found} proposed"]
        if waits and self.claims > self.alike:
            lines.append("  they wait for a reader, and count for nothing before: `govgraph review`")
        if +self.thrown:
            lines.append("  thrown away: " + ", ".join(f"{count} {what}" for what, count in self.thrown.most_common()))
        if self.closed:
            told = f"  not read: {counted(self.closed, 'text')} without an open licence"
            lines.append(f"{told}; {endpoint.host} is not this machine (--send-closed sends them all the same)")
        if self.failed:
            lines.append(f"  not read: {counted(len(self.failed), 'text')} without a good answer, the last: {self.failed[-1]['reason']}")
        if self.ended is not None:
            lines.append("  not read: all that comes behind it; of a file that was not read to its end nothing is loaded")
            lines.append("  the endpoint was asked no more; load again to go on, what it answered is kept")
        return "\n".join(lines)


@dataclass(slots=True)
class _Question:
    """A work whose text is being asked of; `name` is its key in IRIs."""

    name: str
    where: dict[str, object]
    read: Asked
    own: Own
    answer: AsyncResult[dict[str, Any]]


@dataclass(slots=True)
class _Reading:
    """What the model said of one capture so far, and when it answered last."""

    name: str
    of: str
    lines: list[str] = field(default_factory=list)
    answered: str = ""


def endpoint_of(settings: Settings, tries: int = 1) -> Endpoint:
    """The endpoint that the settings name.

    Raises:
        UsageError: they name no model.
    """
    if not settings.llm_model:
        raise UsageError("--endpoint needs --model NAME (GOVGRAPH_LLM_MODEL): which model is to be asked there?")
    if settings.llm_texts not in ("open", "all"):
        raise UsageError(f"llm_texts is open or all, not '{settings.llm_texts}'")
    return Endpoint(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_seconds, tries)


class Asking:
    """One load's asking of one model."""

    def __init__(self, settings: Settings, progress: Callable[[str], None] = lambda _: None) -> None:
        named = endpoint_of(settings, TRIES)
        self.endpoint = replace(named, connections=named.connected())
        self.tally = Tally()
        self._settings = settings
        self._progress = progress
        self._answers = Answers(settings.cache, settings.cache_days)
        self._sure = asked_for(settings.llm_confidence)
        self._any = self.endpoint.is_here or settings.llm_texts == "all"

    @property
    def waits(self) -> bool:
        """Whether what is proposed waits for a reader."""
        return not self._sure

    def documents(self, captures: Iterable[tuple[Capture, Iterable[Said]]], wanted: Collection[str]) -> Iterator[tuple[Proposer, str, str]]:
        """(proposer, lines, name) of each capture, of those wanted by digest, with a text that the model was asked of, to its end."""
        pool = ThreadPool(max(1, self._settings.llm_requests))  # whose threads no Ctrl-C waits for
        try:
            pending = deque[tuple[_Reading, _Question | None]]()
            for one in self._asked(captures, wanted, pool):
                pending.append(one)
                if len(pending) > AHEAD * max(1, self._settings.llm_requests):
                    yield from self._settled(*pending.popleft())
                if self.tally.ended is not None:
                    return
            while pending and self.tally.ended is None:
                yield from self._settled(*pending.popleft())
        finally:
            pool.terminate()
            if self.endpoint.connections is not None:
                self.endpoint.connections.close()

    def _asked(
        self, captures: Iterable[tuple[Capture, Iterable[Said]]], wanted: Collection[str], pool: ThreadPool
    ) -> Iterator[tuple[_Reading, _Question | None]]:
        """Each capture's questions, handed to the pool as they are drawn, and None at its end."""
        done = set[str]()
        for capture, said in captures:
            if capture.digest in wanted and capture.digest not in done:
                done.add(capture.digest)
                reading = _Reading(capture.name, capture.digest)
                for question in self._questions(capture, said, pool):
                    yield reading, question
                yield reading, None

    def _settled(self, reading: _Reading, question: _Question | None) -> Iterator[tuple[Proposer, str, str]]:
        """Take one answer; at the end of a capture with a good one, its document."""
        if question is not None:
            reading.answered = max(reading.answered, self._take(question, reading.lines))
            self._progress(reading.name)
        elif reading.answered:
            proposer = Proposer(self.endpoint.model, self.endpoint.host, TASK_VERSION, reading.answered, reading.of, waits=self.waits)
            yield proposer, "".join(f"{line}\n" for line in reading.lines), f"{reading.name}, proposals"

    def _questions(self, capture: Capture, said: Iterable[Said], pool: ThreadPool) -> Iterator[_Question]:
        """The works with a text to ask of, each handed to the pool as it is drawn."""
        listed = iter(said)
        source = next((thing for thing in listed if isinstance(thing, Source)), Source())
        statements(source, capture)  # from here on it is known under which address its works are keyed
        origin, whole = writing(capture).origin, source.display == "full" or is_open(source.licence)
        for number, (work, own) in enumerate(works_read(listed), 1):
            read = asked(work, capture.text)
            if read is None:
                continue
            if not (self._any or whole or is_open(work.licence)):
                self.tally.closed += 1
            else:
                where: dict[str, object] = {"file": capture.path or capture.name, "record": _told(work, number)}
                yield _Question(work_key(work, origin), where, read, own, pool.apply_async(self._answer, (read.text,)))

    def _answer(self, text: str) -> dict[str, Any]:
        """{said, answered, kept} of a text, kept from before or asked for now."""
        told = f"{TASK_VERSION}\n{self.endpoint.model}\n{self.endpoint.name}\n{text}"
        address = f"model:{hashlib.sha256(told.encode()).hexdigest()}"
        if (kept := self._answers.get(address)) is not None:
            return {**json.loads(kept.data), "kept": True}
        if self.tally.ended is not None:
            raise LaterError("it was asked no more")
        answer = {"said": self.endpoint.said(text), "answered": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        self._answers.keep(Kept(address, json.dumps(answer).encode(), "application/json"))
        return {**answer, "kept": False}

    def _take(self, one: _Question, lines: list[str]) -> str:
        """Write down what holds of an answer; when it was given, "" where there is no good one."""
        try:
            answer = one.answer.get()
        except GovgraphError as wrong:
            self.tally.failure(one.where, wrong)
            return ""
        except RecursionError:
            self.tally.failure(one.where, InputError(f"{self.endpoint.name}: the answer of {self.endpoint.model} is nested too deeply"))
            return ""
        found = checked(answer["said"], one.read.text)
        told = held(one.read, found, one.own, self._sure or None)
        self.tally.thrown += found.thrown
        self.tally.success(told, kept=answer["kept"])
        if told["claims"] or told["mentions"]:
            lines.append(json.dumps({"work": one.name, **told}, ensure_ascii=False))
        return str(answer["answered"])


def _told(work: Work, number: int) -> str:
    return work.key or work.doi or work.title[:80] or str(number)


def load_proposals(settings: Settings, documents: Iterable[tuple[Proposer, str, str]]) -> dict[str, Any]:
    """Load what was proposed; answers that stood before another model's took their place stand again."""
    left = list(documents)
    told: dict[str, Any] = {"report": {"sources": []}, "rejects": [], "text": "", "exit": 0}
    for again in count():
        if not left:
            break
        answers = [
            Answered(name, f"{proposals.head(proposer, again)}\n{lines}".encode(), proposals.address_of(proposer.of), "proposals")
            for proposer, lines, name in left
        ]
        try:
            now = load_answers(settings, answers, dry_run=False)
        except GovgraphError as wrong:  # what the loaders of the files read is in the store all the same, and is told of
            return told | {"text": f"  what it proposed could not be loaded: {wrong}", "exit": wrong.exit_code}
        sources = now["report"]["sources"]
        told["report"]["sources"] += [source for source in sources if source["state"] != "older"]
        told["rejects"] += now["rejects"]
        told["exit"] = max(told["exit"], now["exit"])
        left = [one for one, source in zip(left, sources, strict=True) if source["state"] == "older"]
    return told
