"""How a newer capture of a page differs from the older one, in words: "title changed from “A” to “B”; 1 author added"."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from hashlib import sha256
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from graph.languages import best
from graph.plural import counted
from graph.store import BASE
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pyoxigraph import Quad

TOO_MANY = 300_000
"""Statements up to which two captures are compared."""
TOLD = 12
"""Things whose changes are told one by one."""

_KIND = re.compile(rf"{re.escape(BASE)}id/([a-z]+)/([^#]+)(#.*)?")
_SILENT_KINDS = {"source", "evidence", "mention"}  # keyed by the capture or by offsets, which differ in any two captures
_SILENT = {
    terms.DESCRIBED_IN,
    terms.EVIDENCED_BY,
    terms.FOUND_IN,
    terms.SLUG,
    terms.RDFS_LABEL,
    terms.POSITION,
    terms.END_POSITION,
    terms.DEFINITION_SOURCE,
    terms.HAS_CONTRIBUTION,
}
_WORDS = {
    terms.HAS_AUTHOR: "author",
    terms.HAS_EDITOR: "editor",
    terms.CITES: "cited work",
    terms.PUBLISHED_IN: "journal",
    terms.PUBLISHED_BY: "publisher",
    terms.STUDIES: "case",
    terms.MENTIONS_CONCEPT: "concept mentioned",
    terms.RDF_TYPE: "kind",
    terms.SKOS_PREF_LABEL: "label",
    terms.SKOS_ALT_LABEL: "other label",
}

_Values = dict[str, dict[str, set[str]]]
"""Subject → property → values as N-Triples terms."""


def differences(old: Iterable[Quad], new: Iterable[str] | None) -> list[str]:
    """What changed from the older capture's statements to the newer's (None = too many to compare), a line a thing."""
    if new is None:
        return ["too many statements to compare one by one"]
    before = _grouped(old)
    if before is None:
        return ["too many statements to compare one by one"]
    text = " .\n".join(new)
    after = _grouped(parse(f"{text} .\n", RdfFormat.N_TRIPLES)) or {}
    before, after = _claims_by_content(_renamed(before, _pairs(before, after))), _claims_by_content(after)
    labels = _labels(before) | _labels(after)
    lines = [line for subject in sorted(before.keys() & after.keys()) if (line := _changes(subject, before, after, labels))]
    lines += _counts(before.keys() - after.keys(), "removed", labels) + _counts(after.keys() - before.keys(), "added", labels)
    if len(lines) > TOLD:
        lines = [*lines[:TOLD], f"and {len(lines) - TOLD} more"]
    return lines or ["the page's text changed, the statements did not"]


def _grouped(quads: Iterable[Quad]) -> _Values | None:
    found: _Values = defaultdict(lambda: defaultdict(set))
    for count, quad in enumerate(quads):
        if count > TOO_MANY:
            return None
        subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        kind = _KIND.fullmatch(subject)
        if kind and kind[1] not in _SILENT_KINDS and not kind[3]:
            found[subject][quad.predicate.value].add(str(quad.object))
    return found


def _pairs(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, str]:
    """Old key → new key of the work that is the only one of each capture the other does not have: the same work, keyed by new facts."""
    gone, come = (
        [found[2] for subject in sorted(a.keys() - b.keys()) if (found := _KIND.fullmatch(subject)) and found[1] == "work"]
        for a, b in ((before, after), (after, before))
    )
    return {gone[0]: come[0]} if len(gone) == len(come) == 1 else {}


def _renamed(values: _Values, keys: Mapping[str, str]) -> _Values:
    for old, new in keys.items():
        place = re.compile(rf"(?<=/){re.escape(old)}(?=[/>#]|$)")

        def put(text: str, place: re.Pattern[str] = place, new: str = new) -> str:
            return place.sub(lambda _: new, text)

        values = {put(s): {p: {put(o) if o[0] == "<" else o for o in objects} for p, objects in of.items()} for s, of in values.items()}
    return values


def _claims_by_content(values: _Values) -> _Values:
    """The same with claims under what they say, since their keys come from where in a capture they stand."""
    seen, made = Counter[str](), {}
    for subject, of in sorted(values.items()):
        kind, name = _KIND.fullmatch(subject), subject
        if kind and kind[1] == "claim":
            said = repr(sorted((prop, sorted(objects)) for prop, objects in of.items() if prop not in _SILENT))
            seen[said] += 1
            name = f"{BASE}id/claim/{sha256(said.encode()).hexdigest()[:16]}-{seen[said]}"
        made[name] = of
    return made


def _labels(values: _Values) -> dict[str, str]:
    """What a thing is called: its English name, where it has one."""
    named: dict[str, str] = {}
    for subject, of in values.items():
        for prop in (terms.TITLE, terms.SKOS_PREF_LABEL, terms.RDFS_LABEL):
            if of.get(prop):
                name = best([_literal(term) for term in of[prop]])
                assert isinstance(name, Literal)
                named[subject] = _text(name)
                break
    return named


def _changes(subject: str, before: _Values, after: _Values, labels: Mapping[str, str]) -> str:
    told = []
    for prop in sorted((before[subject].keys() | after[subject].keys()) - _SILENT):
        old, new = before[subject].get(prop, set()), after[subject].get(prop, set())
        gone, come = sorted(old - new), sorted(new - old)
        word = _WORDS.get(prop) or re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.split(r"[#/]", prop)[-1]).lower()
        if len(gone) == len(come) == 1 and len(old) == 1:
            told.append(f"{word} changed from {_shown(gone[0], labels)} to {_shown(come[0], labels)}")
            continue
        told += [_added(word, some, verb, labels) for some, verb in ((come, "added"), (gone, "removed")) if some]
    if not told:
        return ""
    kind = _KIND.fullmatch(subject)
    return f"{kind[1] if kind else 'thing'} {labels.get(subject, subject.rpartition('/')[2])}: " + "; ".join(told)


def _added(word: str, values: list[str], verb: str, labels: Mapping[str, str]) -> str:
    if len(values) == 1:
        return f"1 {word} {verb}: {_shown(values[0], labels)}"
    return f"{len(values)} {word}s {verb}"


def _counts(subjects: Iterable[str], verb: str, labels: Mapping[str, str]) -> list[str]:
    """Things that only one of the two captures has, counted by kind; people come with their works and are not counted apart."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for subject in sorted(subjects):
        kind = _KIND.fullmatch(subject)
        if kind and kind[1] not in ("person", "organisation"):
            by_kind[kind[1]].append(subject)
    told = []
    for name, found in sorted(by_kind.items()):
        names = [labels[s] for s in found[:3] if s in labels]
        told.append(f"{counted(len(found), name)} {verb}" + (f": {', '.join(names)}" if names else ""))
        if names and len(found) > 3:
            told[-1] += ", …"
    return told


def _shown(term: str, labels: Mapping[str, str]) -> str:
    if term.startswith("<"):
        iri = term[1:-1]
        return labels.get(iri) or re.split(r"[#/]", iri)[-1]
    return _text(_literal(term))


def _literal(term: str) -> Literal:
    value = next(iter(parse(f"<urn:s> <urn:p> {term} .", RdfFormat.N_TRIPLES))).object
    assert isinstance(value, Literal)
    return value


def _text(value: Literal) -> str:
    text = " ".join(value.value.split())
    text = f"{text[:80].rsplit(' ', 1)[0]} …" if len(text) > 90 else text
    return text if value.datatype.value != terms.XSD_STRING and value.language is None else f"“{text}”"
