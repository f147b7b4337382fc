"""A quotation that a person wrote down → its place in the captured text of the source, or nothing: never a place that only looks like it.

Blanks, line breaks, hyphens at line ends, quotation marks and dashes may differ from the capture; letters and digits may not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from graph.errors import StoreError
from graph.provenance import captures_of_file
from graph.record import Case, Claim, Finding, Mention, Reject, Source, Span
from graph.store import RESOLVED, Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from graph.record import Capture, Said
    from graph.store import Store

SHORTEST = 8
"""Characters: a shorter quotation could stand anywhere."""
KEPT = 20_000_000
"""Characters of captured text that one load keeps at hand."""
DIGEST = re.compile(r"[0-9a-f]{64}")
_SAME = str.maketrans({"’": "'", "‘": "'", "‚": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
_DASHES = frozenset("-‐‑‒–—−")
_BROKEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]\s*\n\s*(?=[^\W\d_])")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def find(text: str, quote: str) -> Span | None:
    """The first place where the text has these words, with exact offsets; None where it has them nowhere."""
    quote = quote.strip()
    if len(quote) < SHORTEST:
        return None
    at = text.find(quote)
    if at >= 0:
        return Span(at, at + len(quote), quote)
    for hyphens in (True, False):  # "co-" at a line's end is "co-production" as well as "coproduction"
        letters, places = _folded(text, hyphens)
        wanted = _folded(quote, hyphens)[0].strip()
        at = letters.find(wanted) if len(wanted) >= SHORTEST else -1
        if at >= 0:
            start, end = places[at], places[at + len(wanted) - 1] + 1
            return Span(start, end, text[start:end])
    return None


@lru_cache(maxsize=8)
def _folded(text: str, hyphens: bool) -> tuple[str, list[int]]:
    """The text with blanks folded, line-end hyphens closed and marks made alike; and the place of each of its characters."""
    out: list[str] = []
    places: list[int] = []
    at, length = 0, len(text)
    while at < length:
        sign = text[at]
        if sign == "\xad" or (sign in _DASHES and (_breaks_word(text, at) or not (hyphens or text[at + 1 : at + 2].isspace()))):
            at += 1
            while at < length and text[at].isspace():
                at += 1
            continue
        if sign.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                places.append(at)
        else:
            for letter in _LIGATURES.get(sign, "-" if sign in _DASHES else sign.translate(_SAME)):
                out.append(letter)
                places.append(at)
        at += 1
    return "".join(out), places


def _breaks_word(text: str, at: int) -> bool:
    """A hyphen between two letters with a line end after it."""
    after = text[at + 1 : at + 40]
    rest = after.lstrip()
    return bool(at and text[at - 1].isalpha() and "\n" in after[: len(after) - len(rest)] and rest[:1].isalpha())


def same_words(quote: str, cut: str) -> bool:
    """Whether a quotation is the stretch as it stands, or with its line breaks and end-of-line hyphens joined."""
    if quote == cut:
        return True
    return _even(quote) in (_even(cut), _even(_BROKEN.sub("", cut)))


def _even(text: str) -> str:
    return " ".join(_FORBIDDEN.sub("", text).split())


class Quotations:
    """The quotations of one load: sources are those in the store and those loaded just before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._digests: dict[str, str] = {}
        self._texts: dict[str, str] = {}

    def said(self, capture: Capture, said: Iterable[Said]) -> Iterator[Said]:
        """The same things; a claim with quotations has them as evidence, or a Reject stands in its place."""
        loaded = False
        for thing in said:
            loaded = loaded or not isinstance(thing, Source | Finding | Reject)
            if isinstance(thing, Claim | Mention | Case) and (wrong := self._misplaced(thing)):
                yield wrong
            elif isinstance(thing, Claim) and thing.quotes:
                claim, rejects = resolved(thing, self.lookup)
                yield from rejects
                if claim is not None:
                    yield claim
            else:
                yield thing
        if loaded and len(capture.text) < KEPT:
            held = self._digests.get(capture.name, capture.digest)
            self._digests[capture.name] = capture.digest if held == capture.digest else ""
            for name in (capture.digest, capture.retrieved_from):
                self._digests[name] = capture.digest
            self._texts[capture.digest] = capture.text
            while sum(map(len, self._texts.values())) > KEPT:
                del self._texts[next(iter(self._texts))]

    def _misplaced(self, thing: Claim | Mention | Case) -> Reject | None:
        """What is wrong with the places that a thing names in other captures: each must hold its words, to the letter."""
        spans = [thing.span] if isinstance(thing, Mention) else thing.evidence
        cases = thing.cases if isinstance(thing, Claim) else ()
        for span in (*spans, *(span for case in cases for span in case.evidence)):
            held = self.lookup(span.capture) if span.capture else None
            if span.capture and held is None:
                return Reject("evidence", f"the source {span.capture[:12]} is not in the store: load it first", span.exact[:200])
            if held is not None and not same_words(span.exact, held[1][span.start : span.end]):
                told = f"the source {span.capture[:12]} has other words at {span.start}–{span.end}"
                return Reject("evidence", told, span.exact[:200])
        return None

    def lookup(self, source: str) -> tuple[str, str] | None:
        """(digest, text) of a source by its digest, address, label or file name (of one only); the current capture of an address."""
        digest = self._digests.get(source)
        if digest is None:
            digest = source if DIGEST.fullmatch(source) else self._current(source)
        if digest and digest in self._texts:
            return digest, self._texts[digest]
        try:
            return (digest, self._store.captures.text(digest)) if digest and digest in self._store.captures else None
        except StoreError:
            return None

    def _current(self, source: str) -> str:
        name = str(Literal(source))
        rows = self._store.select(
            f"SELECT ?hash WHERE {{ ?s <{terms.CONTENT_HASH}> ?hash . {{ ?s <{terms.RETRIEVED_FROM}> {name} }} UNION "
            f"{{ ?s <{terms.RDFS_LABEL}> {name} }} }} ORDER BY ?hash LIMIT 2",
            graph=RESOLVED,
        )
        found = [row[0].value for row in rows if row[0] is not None] or captures_of_file(self._store, source)
        return found[0] if len(found) == 1 else ""


def resolved(claim: Claim, lookup: Callable[[str], tuple[str, str] | None]) -> tuple[Claim | None, list[Reject]]:
    """The claim with its quotations as evidence, and what could not be found; no claim where no evidence is left.

    Args:
        claim: as a person wrote it.
        lookup: address, digest or file name of a source → (digest, captured text), None where no such source was loaded.
    """
    if not claim.quotes:
        return claim, []
    evidence, rejects, where = list(claim.evidence), [], claim.quoted_at or "quote"
    for source, words in claim.quotes:
        held = lookup(source)
        if held is None:
            told = f"the source {source!r} is not in the store, or several are called so: load it first, or give its address or digest"
            rejects.append(Reject(where, told, words[:200]))
            continue
        digest, text = held
        place = find(text, words)
        if place is None:
            rejects.append(Reject(where, f"the source {source!r} does not have these words: quote it word for word", words[:200]))
        else:
            evidence.append(replace(place, page=claim.page_locator, capture=digest))
    rejects = [replace(one, record=claim.quoted_at, kept=bool(evidence)) for one in rejects]
    return (replace(claim, evidence=evidence, quotes=[]) if evidence else None), rejects
