"""The rules applied in memory to a handful of facts: what follows, what contradicts, and the fewest facts that still contradict.

For explanations and tests; bulk derivation runs in the store. A fact is (subject, predicate, object) with IRIs bare and literals in
N-Triples form, which begin with a quotation mark.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ontology.rules import Contradiction, Pattern, Rule, contradictions, rules

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

Fact = Pattern
Binding = dict[str, str]


def statement(fact: Fact) -> str:
    """The fact as an N-Triples line."""
    return " ".join(term if term.startswith('"') else f"<{term}>" for term in fact) + " ."


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a fact holds: the rule and the facts it needed."""

    rule: Rule
    premises: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Facts that contradict each other, and the axiom they break."""

    contradiction: Contradiction
    premises: tuple[Fact, ...]
    offenders: tuple[str, ...]


class Facts:
    """A set of facts that grows to what follows from it; `because` tells of each derived fact its first derivation."""

    def __init__(self, given: Iterable[Fact], using: Sequence[Rule] | None = None) -> None:
        self.because: dict[Fact, Derivation | None] = {}
        self._held: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        self._uses: dict[str, list[tuple[Rule, int]]] = defaultdict(list)
        for rule in rules() if using is None else using:
            for place, (_, predicate, _) in enumerate(rule.body):
                self._uses[predicate].append((rule, place))
        waiting: list[tuple[Fact, Derivation | None]] = [(fact, None) for fact in dict.fromkeys(given)]
        for fact, _ in waiting:
            self._add(fact, None)
        while waiting:
            waiting = [(fact, why) for one, _ in waiting for fact, why in self._consequences(one) if self._add(fact, why)]

    def _add(self, fact: Fact, why: Derivation | None) -> bool:
        if fact in self.because:
            return False
        self.because[fact] = why
        subject, predicate, value = fact
        for key in (("", predicate, ""), (subject, predicate, ""), ("", predicate, value), fact):
            self._held[key].append(fact)
        return True

    def _consequences(self, fact: Fact) -> Iterator[tuple[Fact, Derivation]]:
        for rule, place in self._uses[fact[1]]:
            first = _matched(rule.body[place], fact, {})
            if first is None:
                continue
            rest = rule.body[:place] + rule.body[place + 1 :]
            for binding in self.matches(rest, first):
                head = _filled(rule.head, binding)
                if not head[0].startswith('"'):
                    yield head, Derivation(rule, tuple(_filled(pattern, binding) for pattern in rule.body))

    def matches(self, patterns: Sequence[Pattern], binding: Binding) -> Iterator[Binding]:
        """Every binding that makes all patterns facts."""
        if not patterns:
            yield binding
            return
        subject, predicate, value = _filled(patterns[0], binding)
        key = "" if subject.startswith("?") else subject, predicate, "" if value.startswith("?") else value
        for fact in tuple(self._held.get(key, ())):
            extended = _matched(patterns[0], fact, binding)
            if extended is not None:
                yield from self.matches(patterns[1:], extended)


def _matched(pattern: Pattern, fact: Fact, binding: Binding) -> Binding | None:
    extended = dict(binding)
    for wanted, found in zip(pattern, fact, strict=True):
        if not wanted.startswith("?"):
            if wanted != found:
                return None
        elif extended.setdefault(wanted, found) != found:
            return None
    return extended


def _filled(pattern: Pattern, binding: Binding) -> Fact:
    subject, predicate, value = (binding.get(term, term) for term in pattern)
    return subject, predicate, value


def clashes(given: Iterable[Fact]) -> tuple[Clash, ...]:
    """Every contradiction among the facts and what follows from them."""
    facts = Facts(given)
    return tuple(clash for contradiction in contradictions() for clash in _clashes(facts, contradiction))


def _clashes(facts: Facts, contradiction: Contradiction) -> Iterator[Clash]:
    choices = {name: set(iris) for name, iris in contradiction.choices}
    for binding in facts.matches(contradiction.body, {}):
        if any(binding[name] not in iris for name, iris in choices.items()):
            continue
        if contradiction.left and not binding[contradiction.left] < binding[contradiction.right]:
            continue
        premises = tuple(_filled(pattern, binding) for pattern in contradiction.body)
        yield Clash(contradiction, premises, tuple(binding[name] for name in contradiction.offenders))


def fewest(facts: Sequence[Fact], contradictory: Callable[[Sequence[Fact]], bool]) -> tuple[Fact, ...]:
    """Facts that contradict each other, none of which can be spared, in the order given; empty when the facts do not contradict.

    A delete-one search that tries to spare blocks first, halved until single facts are left; about one call of `contradictory`
    a fact at worst.
    """
    kept = list(facts)
    if not contradictory(kept):
        return ()
    size = max(1, len(kept) // 2)
    while True:
        place = 0
        while place < len(kept):
            without = kept[:place] + kept[place + size :]
            if contradictory(without):
                kept = without
            else:
                place += size
        if size == 1:
            return tuple(kept)
        size //= 2


def explained(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The fewest of the facts that contradict each other by the rules alone, no Java needed."""
    return fewest(facts, lambda some: bool(clashes(some)))
