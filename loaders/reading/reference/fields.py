"""Tagged words → the fields of a reference: where a field's text ends among the marks, and how numbers and names come apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.names import UPPER
from loaders.reading.people import People, all_people, read_people
from loaders.reading.reference.names import divided
from loaders.reading.reference.parts import Draft
from loaders.reading.reference.values import days, number, pages, runs_through, volume_and_issue
from loaders.reading.reference.words import looks_like_year, mark_of

if TYPE_CHECKING:
    from loaders.reading.reference.tagger import Run, Tagging

_NEAR = 3
_UNSURE = 0.5
_OTHERS = re.compile(r"[\s,;]*\b(?:et\.?\s*al\b|u\.\s?a\b|and\s+others\b).*$")
_PENDING = re.compile(r"[.,]?\s*\(?\b(?:forthcoming|in press|im erscheinen|im druck|à paraître)\b\.?\)?$", re.IGNORECASE)
_ROLE_AFTER = re.compile(r"[\s.,]*\(?(?:[Ee]ds?|[Hh]rsg|[Hh]g|[Dd]irs?|[Cc]oords?)\b\.?\s?\)")
_ROLE_ANYWHERE = re.compile(
    r"\b(?:eds?|edit\w+|hrsg|hsg|hgg?|herausg\w+|éds?|dirs?|direction|coords?|orgs?|red|ред)\b|\bin\b[:\s]", re.IGNORECASE
)
_EXTENT = re.compile(r"\s?(?:pp?|pages|S|Seiten)\b")
_PREFIX = re.compile(r"(?<![\w.])(?!p{1,2}$)(?:[A-Z]|[a-z]{1,4})$")
"""Letters printed against a page number ("L851", "eabd4563")."""
_STOPPED = re.compile(rf"(?![^,]*\s[{UPPER}]{{1,3}}(?:,|$)).*\b(?:[{UPPER}]|Jr|Sr|al)$", re.DOTALL)
"""Names whose last stop is that of an initial, not of the list."""


def tagged_draft(tagging: Tagging) -> Draft:
    """A draft with the fields of a tagging; `doubts` has how sure each is."""
    draft = Draft(tagging.text)
    held: dict[str, list[Run]] = {}
    for run in tagging.runs:
        held.setdefault(run.label, []).append(run)
    _titles(draft, tagging, held)
    _numbers(draft, tagging, held)
    for name in ("publisher", "place", "edition"):
        if name in held:
            _give(draft, name, tagging, _joined(tagging, held[name]))
    _people(draft, tagging, held)
    return draft


def _titles(draft: Draft, tagging: Tagging, held: dict[str, list[Run]]) -> None:
    if "title" in held:
        _give(draft, "title", tagging, _joined(tagging, held["title"]))
        draft.title = re.sub(rf"^in\s(?=[{UPPER}])", "", draft.title)
    books, journals = held.get("book", []), held.get("journal", [])
    container = max((*books, *journals), key=_weight, default=None)
    if container is None:
        return
    draft.chapter = container.label == "book"
    _give(draft, "container", tagging, _joined(tagging, held[container.label]))


def _weight(run: Run) -> tuple[bool, int]:
    return run.sure >= _UNSURE, run.last - run.first


def unsure_text(tagging: Tagging) -> str:
    """What the tagger gave to some field without being half sure, a line a run."""
    return "\n".join(tagging.text[tagging.words[r.first].start : tagging.words[r.last].end] for r in tagging.runs if r.sure < _UNSURE)


def _joined(tagging: Tagging, runs: list[Run]) -> Run:
    """The longest sure run with those that stand next to it, a word or two of nothing between them."""
    best = max(runs, key=_weight)
    taken = [(run.first, run.last) for run in tagging.runs]
    for run in runs:
        low, high = sorted((best, run), key=lambda r: r.first)
        between = [n for n in range(low.last + 1, high.first) if any(a <= n <= b for a, b in taken)]
        if run is not best and not between and 0 < high.first - low.last <= _NEAR:
            best = best._replace(first=low.first, last=high.last, sure=min(best.sure, run.sure))
    return best


def _give(draft: Draft, name: str, tagging: Tagging, run: Run) -> None:
    value = _text(tagging, run)
    if name != "title":
        value = value.strip(" ,;:")
    setattr(draft, name, value)
    draft.doubts[name] = run.sure


def _text(tagging: Tagging, run: Run) -> str:
    """A run's text with the marks after it that are its own: what ends an abbreviation, a question, a bracket opened inside it."""
    text, words = tagging.text, tagging.words
    start, end = words[run.first].start, words[run.last].end
    value = text[start:end]
    if start and text[start - 1] in "(“„«‘\"'" and re.search(r"[)”»’\"']", value):
        value = text[start - 1] + value
    after = text[end : words[run.last + 1].start] if run.last + 1 < len(words) else text[end:]
    m = re.match(r"\.?\)?[?!]*", after)
    if m and m[0]:
        tail = m[0]
        if ")" in tail and value.count("(") <= value.count(")"):
            tail = tail[: tail.index(")")]
        if tail == "." and not re.search(rf"\b\w{{1,6}}\.\s|\b[{UPPER}]$", value):
            tail = ""
        value += tail
    return re.sub(r"^[(](?=[^)]*$)|^[“„«‘\"](?=[^”“»’\"]*$)", "", value).strip()


def _numbers(draft: Draft, tagging: Tagging, held: dict[str, list[Run]]) -> None:
    words, text = tagging.words, tagging.text
    dates = days(text)
    _year(draft, tagging, held.get("year", []), dates)
    for name in ("volume", "issue", "pages"):
        runs = [run for run in held.get(name, []) if not any(start <= words[run.first].start < end for start, end, _ in dates)]
        if not runs:
            continue
        run = max(runs, key=lambda r: r.sure) if name != "pages" else max(runs, key=lambda r: (r.last - r.first, r.sure))
        if name == "pages" and run.first == run.last and _EXTENT.match(text, words[run.last].end) and not _announced(tagging, run):
            draft.extent = True
            continue
        printed = text[words[run.first].start : words[run.last].end]
        if name == "pages":
            prefix = _PREFIX.search(text, max(0, words[run.first].start - 4), words[run.first].start)
            draft.pages = pages((prefix[0] if prefix else "") + printed)
        else:
            setattr(draft, name, number(printed))
        draft.doubts[name] = run.sure
    draft.volume, draft.issue = volume_and_issue(draft.volume, draft.issue, draft.year)
    alone = draft.issue and not draft.volume and max(held.get("issue", []), key=lambda r: r.sure, default=None)
    if alone and runs_through(draft.issue, text[: words[alone.first].start], paged=bool(draft.pages)):
        draft.volume, draft.issue = draft.issue, ""
    for name, other in (("volume", "issue"), ("issue", "volume")):
        if getattr(draft, name) and other in draft.doubts:
            draft.doubts.setdefault(name, draft.doubts[other])


def _year(draft: Draft, tagging: Tagging, runs: list[Run], dates: list[tuple[int, int, int]]) -> None:
    """The first year, one in square brackets (that of a first edition) only where there is no other."""
    words, text = tagging.words, tagging.text
    years = [run for run in runs if looks_like_year(words[run.first].text)]
    plain = [run for run in years if text[: words[run.first].start][-1:] != "["]
    if years:
        run = (plain or years)[0]
        word = words[run.first].text
        draft.year, draft.suffix, draft.doubts["year"] = int(word[:4]), word[4:], run.sure
    elif len(dates) == 1:
        draft.year, draft.doubts["year"] = dates[0][2], _UNSURE


def _announced(tagging: Tagging, run: Run) -> bool:
    return run.first > 0 and mark_of(tagging.words[run.first - 1].text) == "pages"


def _people(draft: Draft, tagging: Tagging, held: dict[str, list[Run]]) -> None:
    for label in ("author", "editor"):
        runs = held.get(label)
        if not runs:
            continue
        first = runs[0] if label == "author" else max(runs, key=lambda r: r.last - r.first)
        run = first
        for more in runs:
            if more is not run and 0 < more.first - run.last <= _NEAR:
                run = run._replace(last=more.last, sure=min(run.sure, more.sure))
        people = _list(tagging, run)
        if people is None:
            continue
        if label == "editor" and not draft.container and _names_a_meeting(tagging, run):
            draft.container, draft.chapter = tagging.text[tagging.words[run.first].start : tagging.words[run.last].end], True
            draft.doubts["container"] = run.sure
            continue
        name = "editors" if _edited(tagging, run, label, held) else "authors"
        setattr(draft, name, people)
        draft.doubts[name] = run.sure


def _edited(tagging: Tagging, run: Run, label: str, held: dict[str, list[Run]]) -> bool:
    """Whether a list is one of editors: where the tagger saw only authors or only editors, the marks of the string decide."""
    if label == "author":
        return "editor" not in held and _ROLE_AFTER.match(tagging.text, tagging.words[run.last].end) is not None
    return "author" in held or _ROLE_ANYWHERE.search(tagging.text) is not None


def _names_a_meeting(tagging: Tagging, run: Run) -> bool:
    """Whether what follows "In" without a role is the short name of a meeting, as in "In NeurIPS, 2016"."""
    word, text = tagging.words[run.first], tagging.text
    return (
        run.first == run.last and re.search(r"\b[Ii]n:?\s$", text[: word.start]) is not None and _ROLE_AFTER.match(text, word.end) is None
    )


def _list(tagging: Tagging, run: Run) -> People | None:
    words, text = tagging.words, tagging.text
    start, end = words[run.first].start, words[run.last].end
    if text.startswith(".", end) and _STOPPED.match(text, start, end):
        end += 1
    block = re.sub(r"^(?:ed(?:ited|s)?\.?\s)?by\s", "", text[start:end], flags=re.IGNORECASE)
    block = _PENDING.sub("", block)
    others = _OTHERS.search(block)
    if others:
        block = block[: others.start()]
    read = all_people(block)
    if read is None or (read.people[0].organisation and re.search(r",|;|&", block)) or re.search(rf"\s\([{UPPER}]\w+\.?\)?", block):
        read = divided(block) or read
    read = read or read_people(block)
    return read._replace(et_al=True) if read and others else read
