"""How much of a capture one answer may show: contract, "Captures and rights".

A Source's `display` is full | quote | locator; unknown = quote: at most 300 characters a claim and 5 % of the source's text in one answer,
with attribution. Abstracts are shown only under an open licence. One `Shown` lives as long as one page, card or answer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from weakref import WeakKeyDictionary

from graph.record import UNKNOWN
from graph.store import BASE, IDENTITY, IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from graph.store import Rows, Term

CLAIM_CHARACTERS = 300
SOURCE_SHARE = 0.05
OPEN = re.compile(
    r"creativecommons\.org/(licenses/by|publicdomain)|^CC[ -]?(BY|0|Zero)\b|public domain|^ODC-BY|^MIT$|^Apache", re.IGNORECASE
)
_QUOTED = {terms.GOV + "quote", terms.GOV + "chosenValue", terms.GOV + "otherValue"}
_DEFINED = {terms.SKOS + "definition", terms.SKOS + "scopeNote"}
_ABSTRACT = {terms.GOV + "abstract", "http://purl.org/dc/terms/abstract"}
WORDED = frozenset(_QUOTED | _DEFINED | _ABSTRACT)
"""The properties under which words of captures stand."""
_OPENNESS = {"locator": 0, "quote": 1, "full": 2}


@dataclass(frozen=True, slots=True)
class Rule:
    """What a source allows, and whom to name. `length` is the captured text's in characters, 0 = unknown."""

    display: str = "quote"
    length: int = 0
    label: str = ""
    licence: str = ""
    rights_holder: str = ""

    @property
    def open(self) -> bool:
        """Whether the whole text may be shown."""
        return self.display == "full"


def is_open(licence: str) -> bool:
    """Whether a licence, as printed or as an address, allows showing the text to anybody."""
    return bool(OPEN.search(licence.strip()))


class Readable(Protocol):
    """What rights are read from: a store, or a snapshot of one."""

    def select(self, query: str, *, graph: str | None = ...) -> Rows:
        """Rows of a SELECT."""


def _objects(store: Readable, subject: str, prop: str) -> list[Term]:
    """What a store says of a subject by one property; one that can looks it up without a query."""
    look_up: Callable[[str, str], list[Term]] | None = getattr(store, "objects", None)
    if look_up is not None:
        return look_up(subject, prop)
    rows = store.select(f"SELECT ?o WHERE {{ {IRI(subject)} <{prop}> ?o }}", graph=RESOLVED)
    return [row[0] for row in rows if row[0] is not None]


_read: WeakKeyDictionary[Readable, tuple[int, dict[str, Rule]]] = WeakKeyDictionary()


def _rules_of(store: Readable) -> dict[str, Rule]:
    """The rules that were read since the store was last written to; none of a store that does not count its writes."""
    writes = getattr(store, "writes", None)
    if writes is None:
        return {}
    held = _read.get(store)
    if held is None or held[0] != writes:
        held = _read[store] = (writes, {})
    return held[1]


class Shown:
    """The budget of one answer: every text of a capture passes here before it is shown."""

    def __init__(self, store: Readable) -> None:
        self._store = store
        self._rules = _rules_of(store)
        self._by_source: dict[str, int] = defaultdict(int)
        self._by_claim: dict[str, int] = defaultdict(int)
        self._told: dict[tuple[str, str], dict[str, str]] = {}
        self._sources: dict[tuple[str, bool], list[str]] = {}

    def beside(self, store: Readable) -> Shown:
        """The same budget for what another store says of the captures, an earlier version of the graph."""
        made = Shown(store)
        made._by_source, made._by_claim, made._told = self._by_source, self._by_claim, self._told
        return made

    def prepare(self, sources: Iterable[str]) -> None:
        """Read the rules of several sources at once."""
        unknown = sorted({source for source in sources if source not in self._rules})
        if not unknown:
            return
        names = ("display", "textLength", "licence", "rightsHolder")
        optional = " ".join(f"OPTIONAL {{ ?s <{terms.GOV}{name}> ?{name} }}" for name in names)
        listed = " ".join(str(IRI(source)) for source in unknown)
        labelled = f"OPTIONAL {{ ?s <{terms.RDFS}label> ?label }}"
        query = f"SELECT ?s ?label {' '.join('?' + n for n in names)} WHERE {{ VALUES ?s {{ {listed} }} {optional} {labelled} }}"
        found: dict[str, Rule] = {}
        for source, label, display, length, licence, holder in self._store.select(query, graph=RESOLVED):
            if source is not None:
                said = [term.value if term is not None else "" for term in (display, label, licence, holder)]
                rule = Rule(said[0] or "quote", int(length.value) if length is not None else 0, *said[1:])
                known = found.get(source.value, rule)
                found[source.value] = min(rule, known, key=lambda one: (_OPENNESS.get(one.display, 0), one.length))
        self._rules.update({name: found.get(name, Rule()) for name in unknown})  # whole ones: others may read them meanwhile

    def rule(self, source: str) -> Rule:
        """What a source allows."""
        self.prepare([source])
        return self._rules[source]

    def quote(self, source: str, text: str, *, claim: str = "") -> str:
        """As much of a text of the source as this answer may still show, cut at a word with "…"; "" where only its place may stand."""
        rule = self.rule(source)
        if rule.open:
            return text
        if rule.display != "quote":
            return ""
        owner = claim or source
        of_claim, of_source = CLAIM_CHARACTERS - self._by_claim[owner], int(rule.length * SOURCE_SHARE) - self._by_source[source]
        told = self._told.setdefault((source, text), {})
        if owner in told:
            return told[owner]
        before = max(told.values(), key=len, default="")
        cut = shortened(text, min(of_claim, of_source + len(before)))
        if len(cut) > len(before):  # the same words once more show nothing more of the source
            self._by_source[source] += len(cut) - len(before)
        self._by_claim[owner] += len(cut)
        told[owner] = cut
        return cut

    def abstract(self, work: str, text: str) -> str:
        """The abstract of a work, if the work or a capture that prints it has an open licence; else ""."""
        licences = [licence.value for licence in _objects(self._store, work, f"{terms.GOV}licence")]
        return text if self.opens_abstract(work, text, licences, self.sources(work)) else ""

    def opens_abstract(self, work: str, text: str, licences: Iterable[str], sources: Collection[str]) -> bool:
        """Whether an abstract may be shown, given the licences of its work and the captures that speak of the work.

        Where only some of these are open, it matters which of them print it: an open list that names the work opens no publisher's page.
        """
        if any(map(is_open, licences)):
            return True
        open_ones = {source for source in sources if self.rule(source).open}
        if not open_ones or open_ones.issuperset(sources):
            return bool(open_ones)
        return not open_ones.isdisjoint(self._printing(work, text))

    def _printing(self, work: str, text: str) -> Iterator[str]:
        """The captures that print this abstract of the work, or of a record that is the same work."""
        records = f"{{ BIND({IRI(work)} AS ?w) }} UNION {{ GRAPH <{IDENTITY}> {{ ?w <{terms.OWL_SAME_AS}> {IRI(work)} }} }}"
        query = f"SELECT ?g ?a WHERE {{ {records} GRAPH ?g {{ ?w <{terms.ABSTRACT}> ?a }} }}"
        for graph, told in self._store.select(query, graph=None):
            if graph is not None and told is not None and told.value == text:
                yield graph.value.replace(f"{BASE}graph/", f"{BASE}id/source/")

    def literal(self, subject: str, prop: str, text: str) -> str:
        """What of a literal may stand in this answer: texts of captures within their rule, everything else as it is."""
        if prop in _ABSTRACT:
            return self.abstract(subject, text)
        if prop in _QUOTED or prop in _DEFINED:
            owner = subject.split("#", 1)[0]
            sources = self.sources(owner, definition=prop in _DEFINED)
            best = max(sources, key=lambda source: (self.rule(source).open, self.rule(source).display == "quote", source), default="")
            return self.quote(best, text, claim=owner) if best else shortened(text, 0)
        return text

    def sources(self, thing: str, *, definition: bool = False) -> list[str]:
        """The captures that speak of a thing: of its definition, its evidence's place, or any."""
        names = ("definitionSource", "foundIn", "describedIn") if definition else ("foundIn", "describedIn")
        asked = (thing, definition)
        if asked not in self._sources:
            for name in names:
                if found := sorted(one.value for one in _objects(self._store, thing, terms.GOV + name) if isinstance(one, IRI)):
                    self._sources[asked] = found
                    break
            else:
                self._sources[asked] = []
        return self._sources[asked]

    def attribution(self, source: str) -> str:
        """One line that names the source, its holder and licence, as far as they are known."""
        rule = self.rule(source)
        holder = f"© {rule.rights_holder.removeprefix('©').strip()}" if rule.rights_holder not in ("", UNKNOWN) else ""
        licence = "" if rule.licence == UNKNOWN else rule.licence
        return ", ".join(part for part in (rule.label, holder, licence) if part)


def shortened(text: str, allowed: int) -> str:
    """At most `allowed` characters of a text, cut at a word and ending in "…" where it is cut; "" where nothing sensible is left."""
    if len(text) <= allowed:
        return text
    if allowed < 12:
        return ""
    head = text[: allowed - 2]
    at_word = (head.rsplit(None, 1)[0] if " " in head.strip() else head).rstrip(" ,;:–—-(\n\t")
    return f"{at_word} …" if at_word else ""
