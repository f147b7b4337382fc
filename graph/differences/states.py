"""What two states of the graph differ in, in the words of the field: "2 new claims challenge NPM; 1 case gained a jurisdiction".

Claims are compared by what they say, not by where it stands: a page captured again is no news. Asked of stores, so that files and backups
are read into a small one first.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.decisions.decided import statuses
from graph.differences.claims import Said, moved, turned, verb
from graph.store import Literal
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from graph.store import Store

MOST = 50_000
"""Claims, cases or things of a kind up to which a load is told in these words."""
NAMED = 3
"""Things that a line names."""
_STANCES = {iri: name for name, iri in terms.STANCE_PROPERTIES.items()}
_KINDS = (
    ("work", "works", terms.WORK),
    ("case", "cases", terms.CASE),
    ("concept", "concepts", terms.CONCEPT),
    ("reform", "reforms", terms.REFORM),
    ("course", "courses", terms.COURSE),
)
_GAINS = (
    ("case", "cases", terms.CASE, terms.CASE_IN, "a jurisdiction"),
    ("case", "cases", terms.CASE, terms.CONCERNS_REFORM, "a reform"),
    ("case", "cases", terms.CASE, terms.INVOLVES, "an organisation"),
    ("concept", "concepts", terms.CONCEPT, terms.SKOS_DEFINITION, "a definition"),
    ("work", "works", terms.WORK, terms.DOI, "a DOI"),
    ("work", "works", terms.WORK, terms.ABSTRACT, "an abstract"),
)
PROPERTIES = frozenset(
    (
        terms.RDF_TYPE, terms.RDFS_LABEL, terms.STATED_IN, terms.RESTS_ON_CASE, terms.CLAIM_STATUS, terms.EVIDENCED_BY, terms.QUOTE,
        terms.PROPOSITION_OF, *terms.STANCE_PROPERTIES.values(), *(prop for _, _, _, prop, _ in _GAINS),
    )
)  # fmt: skip
"""What a state is read from: a reader of files needs no more."""


@dataclass(slots=True)
class State:
    """One state of the graph, as far as it is compared; labels of what is named."""

    claims: dict[Said, str] = field(default_factory=dict)
    addresses: dict[Said, set[str]] = field(default_factory=lambda: defaultdict(set))
    rejected: set[str] = field(default_factory=set)
    """The addresses of the claims that a person rejected, which are not among the claims."""
    refused: set[Said] = field(default_factory=set)
    """The claims of which the source itself says that a person rejected them."""
    things: dict[str, set[str]] = field(default_factory=dict)
    gains: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)

    def at(self, addresses: Mapping[str, str]) -> State:
        """The same, with the addresses that some things have by now."""
        if not addresses:
            return self
        made = State(rejected=self.rejected, labels=self.labels)
        for claim, status in self.claims.items():
            made.claims[claim.at(addresses)] = status
            made.addresses[claim.at(addresses)] |= self.addresses[claim]
        made.things = {kind: {addresses.get(one, one) for one in things} for kind, things in self.things.items()}
        made.gains = {prop: {addresses.get(one, one): values for one, values in held.items()} for prop, held in self.gains.items()}
        return made

    def contested(self) -> set[str]:
        """The theories that some claims support and others challenge."""
        stances: dict[str, set[str]] = defaultdict(set)
        for claim in self.claims:
            stances[claim.theory].add(claim.stance)
        return {theory for theory, found in stances.items() if {"supports", "challenges"} <= found}


def state(store: Store, most: int = 0) -> State | None:
    """Read it from the resolved graph; None where there is more of something than `most` (0 = however much)."""
    limit = f" LIMIT {10 * most + 1}" if most else ""
    made = State()
    if not _claims(store, made, limit, most):
        return None
    made.rejected |= {claim for claim, status in statuses(store).items() if status == "REJECTED"}
    for name, _, cls in _KINDS:
        rows = store.select(f"SELECT ?s ?l WHERE {{ ?s a <{cls}> OPTIONAL {{ ?s <{terms.RDFS_LABEL}> ?l }} }}{limit}")
        found = {s.value: label.value if label is not None else "" for s, label in rows if s is not None}
        if most and len(found) > most:
            return None
        made.things[name] = set(found)
        made.labels |= {iri: label for iri, label in found.items() if label}
    for _, _, cls, prop, _ in _GAINS:
        values: dict[str, set[str]] = defaultdict(set)
        for s, o in store.select(f"SELECT ?s ?o WHERE {{ ?s a <{cls}> ; <{prop}> ?o }}"):
            if s is not None and o is not None:
                values[s.value].add("" if isinstance(o, Literal) else o.value)
        made.gains[prop] = values
    return made


def _claims(store: Store, made: State, limit: str, most: int) -> bool:
    stances = " ".join(f"<{iri}>" for iri in _STANCES)
    query = f"""SELECT ?c ?p ?theory ?l ?w ?k ?q ?status WHERE {{ VALUES ?p {{ {stances} }} ?c ?p ?said ; <{terms.STATED_IN}> ?w
      OPTIONAL {{ ?said <{terms.PROPOSITION_OF}> ?whole }} BIND(COALESCE(?whole, ?said) AS ?theory)
      OPTIONAL {{ ?theory <{terms.RDFS_LABEL}> ?l }} OPTIONAL {{ ?c <{terms.CLAIM_STATUS}> ?status }}
      OPTIONAL {{ ?c <{terms.RESTS_ON_CASE}> ?k }} OPTIONAL {{ ?c <{terms.EVIDENCED_BY}>/<{terms.QUOTE}> ?q }} }}{limit}"""
    parts: dict[tuple[str, str, str, str], tuple[set[str], set[str], list[str]]] = defaultdict(lambda: (set(), set(), []))
    for claim, prop, theory, label, work, case, quote, status in store.select(query):
        if claim is None or prop is None or theory is None or work is None:
            continue
        cases, words, given = parts[claim.value, work.value, _STANCES[prop.value], theory.value]
        cases.update([case.value] if case is not None else [])
        words.update([" ".join(quote.value.split())] if quote is not None else [])
        given.append(status.value if status is not None else "")
        if label is not None:
            made.labels[theory.value] = label.value
    if most and len(parts) > most:
        return False
    for (address, work_, stance, theory_), (cases, words, given) in parts.items():
        said = Said(work_, stance, theory_, frozenset(cases), frozenset(words))
        if "REJECTED" in given:
            made.refused.add(said)
            continue
        made.claims[said] = max(given)
        made.addresses[said].add(address)
    return True


def told(old: State, new: State) -> list[str]:
    """The differences, a line each; claims first."""
    labels = old.labels | new.labels
    moves = {one: _readdressed(old.things.get(one, set()), new.things.get(one, set()), labels) for one, _, _ in _KINDS}
    old = old.at({then: now for pairs in moves.values() for then, now in pairs})

    def named(theory: str) -> str:
        return _name(theory, labels)

    come, gone = new.claims.keys() - old.claims.keys(), old.claims.keys() - new.claims.keys()
    lines = turned(come, gone, named)
    rejected = {claim for claim in gone if claim in new.refused or old.addresses[claim] & new.rejected}
    gone -= rejected
    lines += moved(come, gone, named)
    for some, what in ((come, "new"), (rejected, "rejected"), (gone, "gone")):
        lines += _counted(some, what, labels)
    lines += _statuses(old, new)
    for theories, words in (
        (new.contested() - old.contested(), "is now contested"),
        (old.contested() - new.contested(), "is contested no more"),
    ):
        lines += [f"{_name(theory, labels)} {words}" for theory in sorted(theories, key=lambda one: _name(one, labels))]
    for one, many, _ in _KINDS:
        before, after = old.things.get(one, set()), new.things.get(one, set())
        lines.append(_things({now for _, now in moves[one]}, one, many, "moved", labels))
        lines += [_things(after - before, one, many, "new", labels), _things(before - after, one, many, "gone", labels)]
    for one, many, _, prop, what in _GAINS:
        lines += _gained(old, new, (one, many, prop, what), labels)
    return [line for line in lines if line]


def _counted(claims: Iterable[Said], what: str, labels: dict[str, str]) -> list[str]:
    alike: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for claim in claims:
        alike[claim.stance, claim.theory].append(claim)
    ordered = sorted(alike.items(), key=lambda pair: (-len(pair[1]), _name(pair[0][1], labels), pair[0][0]))
    lines = []
    for (_, theory), same in ordered:
        number, many = len(same), "s" if len(same) > 1 else ""
        if what == "new":
            lines.append(f"{number} new claim{many} {verb(same[0], number)} {_name(theory, labels)}")
        else:
            end = f"{'were' if many else 'was'} rejected by a person" if what == "rejected" else f"{'are' if many else 'is'} gone"
            lines.append(f"{number} claim{many} that {verb(same[0], number)} {_name(theory, labels)} {end}")
    return lines


def _statuses(old: State, new: State) -> list[str]:
    confirmed = sum(old.claims[one] != "CURATED" and new.claims[one] == "CURATED" for one in old.claims.keys() & new.claims.keys())
    return [f"{confirmed} claim{'s were' if confirmed > 1 else ' was'} confirmed by a person"] if confirmed else []


def _readdressed(gone: set[str], come: set[str], labels: dict[str, str]) -> list[tuple[str, str]]:
    """Things of which only the address changed, as (before, now): one that is gone and one that is new have a name that no others have."""
    gone, come = gone - come, come - gone
    named = [defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)]
    for names, things in zip(named, (gone, come), strict=True):
        for thing in things & labels.keys():
            names[labels[thing]].append(thing)
    before, now = named
    return [(before[name][0], now[name][0]) for name in before.keys() & now.keys() if len(before[name]) == len(now[name]) == 1]


def _things(things: set[str], one: str, many: str, verb: str, labels: dict[str, str]) -> str:
    if not things:
        return ""
    names = sorted(labels[iri] for iri in things if iri in labels)
    named = f": {', '.join(names[:NAMED])}" + (", …" if len(names) > NAMED else "") if names else ""
    single = len(things) == 1
    word = one if single else many
    if verb == "new":
        return f"{len(things)} new {word}{named}"
    told = ("has another address" if single else "have other addresses") if verb == "moved" else ("is gone" if single else "are gone")
    return f"{len(things)} {word} {told}{named}"


def _gained(old: State, new: State, about: tuple[str, str, str, str], labels: dict[str, str]) -> list[str]:
    one, many, prop, what = about
    before, after = old.gains.get(prop, {}), new.gains.get(prop, {})
    both = old.things.get(one, set()) & new.things.get(one, set())
    lines = []
    for change, more, less in (("gained", after, before), ("lost", before, after)):
        changed = {thing for thing in both if more.get(thing, set()) - less.get(thing, set())}
        if changed:
            names = sorted(labels[iri] for iri in changed if iri in labels)
            named = f": {', '.join(names[:NAMED])}" + (", …" if len(names) > NAMED else "") if names else ""
            lines.append(f"{len(changed)} {one if len(changed) == 1 else many} {change} {what}{named}")
    return lines


def _name(iri: str, labels: dict[str, str]) -> str:
    return labels.get(iri) or iri.rpartition("/")[2]
