"""A verdict as a person writes it (one JSON object, one line of a curation file) → what is said of which claim.

`docs/how-to/review-claims.md` has the format. Things are named by IRI, KIND/KEY, slug, DOI, code or label; a claim by its IRI or key, or by
what it says (work, theory, stance and a part of its sentence), which holds wherever the claim is found again.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from graph.decisions.addition import Addition, NewCase, NewConcept
from graph.decisions.judging import VERDICTS, Word
from graph.decisions.proposed import adopted, whole
from graph.errors import InputError
from graph.identify import ID, kind_of
from graph.record import STANCES, ConceptKind, Span, Stance
from graph.search.naming import thing_named, unnamed
from graph.sources.quotation import SHORTEST, Quotations, find
from graph.store import IRI, RESOLVED
from ontology import terms

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graph.store import Store

FIELDS = frozenset(
    (
        "verdict", "claim", "work", "theory", "stance", "quote", "case", "cases", "to", "evidence", "basis", "voice", "quoted_in", "page",
        "label", "reason", "reader", "when",
    )
)  # fmt: skip
_STANCE_OF = {terms.STANCE_PROPERTIES[stance]: stance for stance in STANCES}
_NEW = "new:"
"""What a theory's name begins with that the graph is to learn."""
_BASES = ("explicit", "interpretive")


class Reader:
    """Reads verdicts against a store: one a batch, since it keeps the texts of captures at hand."""

    def __init__(self, store: Store, *, reader: str = "") -> None:
        self._store = store
        self._quotations = Quotations(store)
        self._reader = reader

    def word(self, said: Mapping[str, Any]) -> Word:
        """What a verdict says.

        Raises:
            InputError: a field is unknown, missing or wrong, or a thing or the quoted words are not in the store.
        """
        unknown = sorted(said.keys() - FIELDS)
        if unknown:
            raise InputError(f"unknown field {unknown[0]!r}; there are {', '.join(sorted(FIELDS))}")
        verdict = next((one for one in VERDICTS if one == said.get("verdict")), None)
        if verdict is None:
            raise InputError(f"the verdict is one of {', '.join(VERDICTS)}, not {said.get('verdict')!r}")
        reason, reader, when = _text(said, "reason"), _text(said, "reader") or self._reader, _moment(_text(said, "when"))
        if verdict == "add":
            added = self._addition(said)
            return Word(added.iri, verdict, reason, reader, when, added)
        claim = self._claim(said)
        word = Word(claim, verdict, reason, reader, when)
        if verdict == "accept":
            return replace(word, added=adopted(self._store, claim, claim_as_said))
        return replace(word, added=self._changed(claim, said)) if verdict == "change" else word

    def _claim(self, said: Mapping[str, Any]) -> str:
        name = _text(said, "claim")
        told = all(_text(said, field) for field in ("work", "theory", "stance", "quote"))
        if name:
            iri = name if "://" in name else f"{ID}claim/{name.removeprefix('claim/')}"
            if kind_of(iri) != "claim" or not re.fullmatch(r"[^<>\"{}|\\^`\s]+", iri):
                raise InputError(f"{name} is not a claim")
            if self._store.ask(f"ASK {{ GRAPH ?g {{ <{iri}> ?p ?o }} }}", graph=None):
                return iri
            if not told:
                raise InputError(f"no claim {name} in the store; load its source first, or name it by work, theory, stance and quote")
        elif not told:
            raise InputError("name the claim: its IRI or key under `claim`, or `work`, `theory`, `stance` and `quote`")
        return self._by_content(said)

    def _by_content(self, said: Mapping[str, Any]) -> str:
        """The one claim of the work on the theory in this stance with these words in its evidence; rejected ones are found too."""
        work, theory = self._thing("work", _text(said, "work")), self._thing("concept", _text(said, "theory"))
        works, theories = self._records(work), self._records(theory)
        stance = f"<{terms.STANCE_PROPERTIES[_stance(said.get('stance'))]}>"
        query = f"""SELECT DISTINCT ?c ?q WHERE {{ VALUES ?w {{ {works} }} VALUES ?t {{ {theories} }}
          GRAPH ?g {{ ?c <{terms.STATED_IN}> ?w ; {stance} ?t ; <{terms.EVIDENCED_BY}>/<{terms.QUOTE}> ?q }} }}"""
        wanted = _even(_text(said, "quote"))
        rows = self._store.select(query, graph=None)
        found = {claim.value for claim, quote in rows if claim is not None and quote is not None and wanted in _even(quote.value)}
        standing = {claim for claim in found if self._store.ask(f"ASK {{ <{claim}> ?p ?o }}", graph=RESOLVED)} or found
        if len(standing) != 1:
            raise InputError(
                f"{len(standing) or 'no'} claims say this of {_text(said, 'theory')} with these words; "
                + ("give the claim's key" if standing else "correct work, theory, stance or quote, or add it with the verdict add")
            )
        return standing.pop()

    def _records(self, iri: str) -> str:
        """A canonical thing and all records that are the same, as values of a query."""
        from graph.linkage.identity import members_of

        s = f"<{iri}>"
        return " ".join(sorted({s, *members_of(self._store, [s]).get(s, ())}))

    def _changed(self, claim: str, said: Mapping[str, Any]) -> Addition:
        to = said.get("to")
        if not isinstance(to, dict) or not (to.keys() & {"stance", "theory"}) or to.keys() - {"stance", "theory"}:
            raise InputError("a change takes `to`: an object with the new stance, theory, or both")
        now = claim_as_said(self._store, claim)
        if now is None:
            raise InputError(f"{claim} has no work, theory, stance and evidence to go on from")
        now = whole(self._store, now)
        changed = Addition(
            now.work, self._theory(to["theory"]) if "theory" in to else now.theory, _stance(to["stance"]) if "stance" in to else now.stance,
            now.evidence, now.cases, now.basis, now.voice, now.quoted_in, now.page,
        )  # fmt: skip
        if changed.iri == claim or (changed.theory, changed.stance) == (now.theory, now.stance):
            raise InputError("the change leaves the claim as it is; accept it instead")
        return changed

    def _addition(self, said: Mapping[str, Any]) -> Addition:
        work = self._thing("work", _text(said, "work"))
        given = said.get("cases", [said["case"]] if said.get("case") else [])
        basis = _text(said, "basis") or "explicit"
        if basis not in _BASES:
            raise InputError(f"basis is {' or '.join(_BASES)}, not {basis!r}")
        voice, outer = _text(said, "voice"), _text(said, "quoted_in")
        return Addition(
            work,
            self._theory(said.get("theory")),
            _stance(said.get("stance")),
            self._evidence(said),
            [self._case(case, work) for case in (given if isinstance(given, list) else [given])],
            basis,
            self._thing("person", voice, under=work) if voice else "",
            self._thing("work", outer) if outer else "",
            _text(said, "page"),
            _text(said, "label"),
        )

    def _theory(self, given: object) -> str | NewConcept:
        if not isinstance(given, dict):
            name = str(given or "").strip()
            if not name.lower().startswith(_NEW):
                return self._thing("concept", name)
            given = {"label": name[len(_NEW) :].strip(), "kind": "theory"}
        label, kind = str(given.get("label") or "").strip(), str(given.get("kind") or "concept")
        held = thing_named(self._store, "concept", label)
        if len(held) == 1:
            return held[0]
        known = next((one for one in get_args(ConceptKind) if one == kind), None)
        if not label or known is None:
            raise InputError(f"a new theory takes a label, and a kind of {', '.join(get_args(ConceptKind))}")
        return NewConcept(label, known)

    def _case(self, given: object, work: str) -> str | NewCase:
        if not isinstance(given, dict):
            return self._thing("case", str(given or ""), under=work)
        label, places = str(given.get("label") or "").strip(), given.get("places") or []
        if not label or not isinstance(places, list):
            raise InputError("a new case takes a label, and its places as a list of codes")
        held = thing_named(self._store, "case", label, under=work)
        return held[0] if len(held) == 1 else NewCase(label, tuple(map(str, places)), bool(given.get("anonymised")))

    def _evidence(self, said: Mapping[str, Any]) -> list[Span]:
        listed = said.get("evidence") or []
        spans = []
        for one in listed if isinstance(listed, list) else [listed]:
            if not isinstance(one, dict) or not one.get("quote") or not one.get("source"):
                raise InputError(
                    "evidence is a list of objects with a quote and its source: a digest, address or label of a loaded document"
                )
            spans.append(self._located(str(one["source"]), str(one["quote"]), one.get("start", 0), str(one.get("page") or "")))
        if not spans:
            raise InputError("a claim rests on evidence: quote the sentence and name its source")
        return spans

    def _located(self, source: str, quote: str, start: object, page: str) -> Span:
        held = self._quotations.lookup(source)
        if held is None:
            raise InputError(f"the source {source!r} is not in the store: load it first, or correct its name")
        if not isinstance(start, int) or isinstance(start, bool) or start < 0:
            raise InputError(f"start is the number of the character from which the quote is looked for, not {start!r}")
        found = find(held[1][start:], quote)
        if found is None:
            raise InputError(
                f"the source {source!r} does not have these words; quote at least {SHORTEST} characters word for word: {quote[:80]!r}"
            )
        return Span(found.start + start, found.end + start, found.exact, page, held[0])

    def _thing(self, kind: str, name: str, *, under: str = "") -> str:
        found = thing_named(self._store, kind, name, under=under) if name.strip() else []
        if len(found) == 1:
            return found[0]
        if not name.strip():
            raise InputError(f"the {kind} is missing")
        if not found:
            raise InputError(unnamed(self._store, kind, name) + (f"; `{_NEW} {name}` adds it" if kind == "concept" else ""))
        raise InputError(f"more than one {kind} {name!r} in the graph; give its IRI{' or DOI' if kind == 'work' else ''}")


def claim_as_said(store: Store, claim: str) -> Addition | None:
    """A claim as it stands in the resolved graph, or where it was rejected as its capture has it."""
    c = f"<{claim}>"
    optional = " ".join(
        f"OPTIONAL {{ {c} <{iri}> ?{name} }}"
        for name, iri in (
            ("voice", terms.VOICED_BY),
            ("basis", terms.CLAIM_BASIS),
            ("page", terms.PAGE_LOCATOR),
            ("k", terms.RESTS_ON_CASE),
        )
    )
    stances = ", ".join(f"<{iri}>" for iri in terms.STANCE_PROPERTIES.values())
    for graph in (f"GRAPH <{RESOLVED}>", "GRAPH ?g"):
        query = f"""SELECT ?w ?t ?p ?k ?voice ?basis ?page ?src ?start ?end ?quote ?outer WHERE {{
          {graph} {{ {c} <{terms.STATED_IN}> ?w ; ?p ?t FILTER(?p IN ({stances})) {c} <{terms.EVIDENCED_BY}> ?e .
          ?e <{terms.FOUND_IN}> ?src ; <{terms.POSITION}> ?start ; <{terms.END_POSITION}> ?end ; <{terms.QUOTE}> ?quote
          OPTIONAL {{ ?e <{terms.QUOTED_IN}> ?outer }} {optional} }} }} ORDER BY ?w ?t ?p ?start ?end"""
        rows = list(store.select(query, graph=None))
        if rows:
            break
    else:
        return None
    first = [term.value if term is not None else "" for term in rows[0]]
    spans = {
        Span(int(start.value), int(end.value), quote.value, "", src.value.rpartition("/")[2]): None
        for _, _, _, _, _, _, _, src, start, end, quote, _ in rows
        if isinstance(src, IRI) and start is not None and end is not None and quote is not None
    }
    cases = sorted({row[3].value for row in rows if row[3] is not None})
    return Addition(first[0], first[1], _STANCE_OF[first[2]], list(spans), [*cases], first[5] or "explicit", first[4], first[11], first[6])


def _stance(given: object) -> Stance:
    found = next((one for one in STANCES if one == given), None)
    if found is None:
        raise InputError(f"{given!r} is no stance; it is one of {', '.join(STANCES)}")
    return found


def _text(said: Mapping[str, Any], field: str) -> str:
    value = said.get(field)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InputError(f"{field} is a text, not {value!r}")
    return value.strip()


def _moment(text: str) -> str:
    """A time as the graph keeps it."""
    if not text:
        return ""
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError as error:
        raise InputError(f"when is a time such as 2026-11-25T14:00:00Z, not {text!r}") from error


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()
