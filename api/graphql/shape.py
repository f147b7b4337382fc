"""The GraphQL types and fields, derived from the ontology: what each is called, which property it shows and what it leads to.

A public class with a `typeName` is a type; a public property is a field of the types of its domain, under its `fieldName` or local name,
and of its range under its `inverseFieldName`. What OWL cannot say in our profile stands here: which links lead to one thing, which are
short ordered lists, and where properties without a domain are shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, TypeAlias

from ontology import terms
from ontology.vocabulary import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ontology.vocabulary import ClassTerm, PropertyTerm, Vocabulary

Scalar: TypeAlias = Literal["ID", "String", "Int", "Float", "Boolean"]
Guard: TypeAlias = Literal["", "quote", "abstract", "definition"]
Form: TypeAlias = Literal["one", "list", "connection"]
ENTITY = "Entity"

_ONE = {
    "venue", "publishedBy", "partOfWork", "case", "bearsOn", "work", "voicedBy", "source", "quotedIn", "definitionSource", "subject",
    "partOfOrganisation", "propositionOf", "inCountry",
}  # fmt: skip
_LISTS = {"authors": ("ordinal",), "editors": ("ordinal",), "evidence": (terms.FOUND_IN, terms.POSITION)}
"""Short ordered lists, and what orders them: the contributions' ordinals, or values of the thing itself; ties by IRI."""
_SEVERAL = {"keywords", "isbn", "issn", "linkBadge", "authorsAsPrinted", "method"}
_IN_LANGUAGES = {"title", "abstract"}
_WITHOUT_DOMAIN = {
    "edtfDate": ("Work", "Reform", "Source"),
    "anonymised": ("Case", "Organisation"),
    "method": ("Work", "Case"),
    "confidence": ("Claim", "Evidence"),
    "pageLocator": ("Claim", "Evidence"),
    "licence": ("Work", "Source"),
    "rightsHolder": ("Work", "Source"),
    "language": ("Work", "Source"),
    "situatedIn": ("Case", "Reform"),
    "inCountry": ("Jurisdiction", "Case", "Reform"),
    "evidencedBy": ("Claim", "Case", "Concept", "Organisation", "Reform"),
}
_TARGETS = {"authors": "Author", "editors": "Author", "possibleAuthor": "Author"}
"""The contract shows whoever wrote a work as an Author, an organisation too."""
_DEEPER = {"caseIn": terms.SITUATED_IN, "reformIn": terms.SITUATED_IN}
"""Backwards, these are followed along their super-property: a country's cases include those recorded in its provinces."""
_BY_CLAIMS = {"engagesWith"}
"""These follow from claims, and are shown only where a claim stands for them that is more than a program's guess."""
_GUARDS: dict[str, Guard] = {"quote": "quote", "abstract": "abstract"}
_BORROWED = (
    ("prefLabel", terms.SKOS_PREF_LABEL, ("Concept", "Author"), False, "The preferred name."),
    ("altLabels", terms.SKOS_ALT_LABEL, ("Concept", "Author", "Organisation", "Venue"), True, "Other names and abbreviations."),
    ("definition", terms.SKOS_DEFINITION, ("Concept",), False, "What the concept means, as far as the rights of its source allow."),
)
_KINDS = ("Concept", "Work", "Jurisdiction")
_INTERFACES: Mapping[str, tuple[str, ...]] = {"Agent": ("Author", "Respondent", "Organisation")}
"""Types of which a thing is by being of another one; what all of those show is theirs."""
_UNIONS = {"Evidenced": (_WITHOUT_DOMAIN["evidencedBy"], "What the words of a source can bear out.")}
_TO_SEVERAL = (
    ("contributors", terms.HAS_CONTRIBUTOR, False, ("hasAuthor", "hasEditor"), "Work", "Agent", "Who wrote or edited the work, each once."),
    ("bearsOut", terms.EVIDENCED_BY, True, ("evidencedBy",), "Evidence", "Evidenced", "What the place in a text bears out."),
)
"""Links whose ends are of several types, shown as what they are: name, property, whether backwards, properties shown, owner, target."""
_SCALARS: dict[str, Scalar] = {"integer": "Int", "nonNegativeInteger": "Int", "decimal": "Float", "boolean": "Boolean"}
_PLURALS = {"Evidence": "evidences"}
_HIDDEN_ROOTS = {"Respondent"}


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Named values: GraphQL name → the term that stands for it in the graph (an IRI in brackets, or a quoted literal)."""

    name: str
    description: str
    values: Mapping[str, str]
    told: Mapping[str, str]

    def name_of(self, term: str) -> str | None:
        """The name of a term's value; None where the graph says something unknown."""
        return next((name for name, held in self.values.items() if held[1:-1] == term), None)


@dataclass(frozen=True, slots=True)
class Value:
    """A field with a value. `path` is a SPARQL path from the thing, `terms` the properties it shows.

    `text` tells a field that can be asked for in a language, `plain` one whose literals are all of one datatype.
    """

    name: str
    path: str
    description: str
    scalar: Scalar = "String"
    many: bool = False
    text: bool = False
    plain: bool = False
    enumeration: Enumeration | None = None
    guard: Guard = ""
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """The most specific of a type's classes, as an enumeration; `below` gives for each name the classes that are more specific."""

    name: str
    description: str
    enumeration: Enumeration
    below: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Link:
    """A field that leads to things. `only` is a class that the other end must have; `main` takes the first by IRI of several.

    `checked`: some claim from which it follows was stated by a source or confirmed by a person.
    """

    name: str
    iri: str
    description: str
    target: str
    form: Form
    inverse: bool = False
    order: tuple[str, ...] = ()
    only: str = ""
    main: bool = False
    checked: bool = False
    terms: tuple[str, ...] = ()

    def pattern(self, start: str, end: str) -> str:
        """The triple patterns from a variable or IRI to another."""
        a, b = (end, start) if self.inverse else (start, end)
        only = f" {end} a <{self.only}> ." if self.only else ""
        return f"{a} <{self.iri}> {b} .{only}{_claimed(start, end) if self.checked else ''}"


def _claimed(agent: str, concept: str) -> str:
    """Patterns of the claims that an agent's works make on a concept, but for those that nobody checked."""
    work, claim, status = (f"{concept}_{name}" for name in ("work", "claim", "status"))
    way = f"{agent} <{terms.AUTHOR_OF}> {work} . {work} <{terms.MAKES_CLAIM}> {claim} ."
    unchecked = f'FILTER({status} != "EXTRACTED" && {status} != "REJECTED")'
    return f" {way} {claim} <{terms.BEARS_ON}> {concept} ; <{terms.CLAIM_STATUS}> {status} . {unchecked}"


Field: TypeAlias = Value | Kind | Link


@dataclass(frozen=True, slots=True)
class Type:
    """A GraphQL type: its class, the classes that belong to other types, and its fields by name.

    `members` are the types that a thing of an abstract one can be of; a `union` shows no fields of its own.
    """

    name: str
    cls: str
    description: str
    apart: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    union: bool = False

    @property
    def singular(self) -> str:
        """The root field of one thing; "" for a type that has none."""
        return "" if self.members or self.name in _HIDDEN_ROOTS else self.name[0].lower() + self.name[1:]

    @property
    def plural(self) -> str:
        """The root connection; "" for a type that has none."""
        return self.singular and _PLURALS.get(self.name, f"{self.singular}s")

    def anchor(self, variable: str) -> str:
        """Patterns that hold of the type's instances alone."""
        return f"{variable} a <{self.cls}> ." + "".join(f" MINUS {{ {variable} a <{other}> }}" for other in self.apart)


@cache
def shape() -> dict[str, Type]:
    """Every type by name, the interface Entity first."""
    words = vocabulary()
    made: dict[str, Type] = {}
    for cls in words.classes:
        if cls.type_name and cls.name != "Stance" and cls.type_name not in made:
            members = _INTERFACES.get(cls.type_name, ())
            apart: tuple[str, ...] = () if members else tuple(other.iri for other in words.classes if _another_type(words, other, cls))
            made[cls.type_name] = Type(cls.type_name, cls.iri, cls.definition, apart, members=members)
    made[ENTITY] = replace(made[ENTITY], members=tuple(name for name, one in made.items() if name != ENTITY and not one.members))
    for one in made.values():
        for each in _of_entity(words, one.name):
            one.fields[each.name] = each
    for name, kind in ((name, _kind(words, made[name])) for name in _KINDS):
        made[name].fields["kind"] = kind
    for name, iri, types, many, told in _BORROWED:
        guard: Guard = "definition" if name == "definition" else ""
        for owner in types:
            made[owner].fields[name] = Value(name, f"<{iri}>", told, many=many, text=True, guard=guard, terms=(iri,))
    for prop in words.properties:
        if not prop.internal or prop.inverse_field_names:
            _place(words, made, prop)
    for name, (members, told) in _UNIONS.items():
        made[name] = Type(name, made[ENTITY].cls, told, fields=dict(made[ENTITY].fields), members=members, union=True)
    for name, iri, inverse, shown, owner, target, told in _TO_SEVERAL:
        properties = tuple(terms.GOV + one for one in shown)
        made[owner].fields[name] = Link(name, iri, told, target, "connection", inverse=inverse, terms=properties)
    return made


def covers(wider: str, name: str) -> bool:
    """Whether every thing of a type is of the other one, too."""
    of = shape()
    if wider == name or name not in of or wider not in of:
        return wider == name
    return set(of[name].members or (name,)) <= set(of[wider].members or (wider,))


def sought_as(kind: Type) -> str | None:
    """The class that a search for things of a type looks for; None for any."""
    return None if kind.name == ENTITY else kind.cls.removeprefix(terms.GOV)


def _another_type(words: Vocabulary, other: ClassTerm, cls: ClassTerm) -> bool:
    return bool(other.type_name) and other.type_name != cls.type_name and cls.iri in words.supers_of(other.iri) and cls.name != ENTITY


def _of_entity(words: Vocabulary, type_name: str) -> Iterator[Field]:
    label = f"<{terms.RDFS_LABEL}>"
    if type_name in {ENTITY, "Concept"}:
        label += f"|<{terms.SKOS_PREF_LABEL}>"
    yield Value("id", "", "The thing's IRI.", "ID")
    yield Value("slug", f"<{terms.SLUG}>", words.property_of("slug").definition, plain=True, terms=(terms.SLUG,))
    yield Value("label", label, "The name, in the first of the languages that has one, else in English, else in any.", text=True)
    yield Value("types", f"<{terms.RDF_TYPE}>", "The classes of the ontology that it belongs to, the most specific first.", many=True)


def _kind(words: Vocabulary, of: Type) -> Kind:
    classes = [cls for cls in words.classes if cls.iri == of.cls or of.cls in words.supers_of(cls.iri)]
    named = {_upper(cls.name): cls for cls in classes if not cls.internal}
    values = Enumeration(
        f"{of.name}Kind",
        f"The kinds of {of.name}.",
        {name: f"<{cls.iri}>" for name, cls in named.items()},
        {name: cls.definition for name, cls in named.items()},
    )
    below = {
        name: tuple(other.iri for other in classes if cls.iri in words.supers_of(other.iri) and not other.internal)
        for name, cls in named.items()
    }
    return Kind("kind", "The most specific kind that the graph knows.", values, below)


def _upper(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper()


def _place(words: Vocabulary, made: dict[str, Type], prop: PropertyTerm) -> None:
    """Put a property's fields on the types that show it."""
    owners = _WITHOUT_DOMAIN.get(prop.name) or tuple(_types_of(words, made, prop.domain))
    for name in () if prop.internal else prop.field_names:
        for owner in owners:
            made[owner].fields.setdefault(name, _field(words, made, prop, name))
    for name in prop.inverse_field_names:
        iri = _DEEPER.get(prop.name, prop.iri)
        target = words.type_name_of(prop.domain)
        for owner in _types_of(words, made, prop.range):
            told = f"Backwards: {prop.definition[0].lower()}{prop.definition[1:]}"
            only = made[target].cls if iri != prop.iri else ""
            made[owner].fields[name] = Link(name, iri, told, target, "connection", inverse=True, only=only, terms=(prop.iri,))


def _types_of(words: Vocabulary, made: Mapping[str, Type], cls: str) -> Iterable[str]:
    """The types whose things may belong to a class: every type for Entity, else its own and those of its sub-classes."""
    if not cls:
        return ()
    if words.class_of(cls).name == ENTITY:
        return tuple(made)
    own = words.type_name_of(cls)
    below = (c.type_name for c in words.classes if c.type_name and cls in words.supers_of(c.iri))
    return tuple(dict.fromkeys(name for name in (own if own != ENTITY else "", *below) if name))


def _field(words: Vocabulary, made: Mapping[str, Type], prop: PropertyTerm, name: str) -> Field:
    if name == "stance":
        return Value(name, f"<{prop.iri}>", prop.definition, enumeration=_stances(words), terms=(prop.iri,))
    if prop.literal:
        kind = prop.range.rsplit("#", 1)[-1]
        return Value(
            name,
            f"<{prop.iri}>",
            prop.definition,
            _SCALARS.get(kind, "String"),
            many=name in _SEVERAL,
            text=name in _IN_LANGUAGES,
            plain=kind in {"string", "integer"},
            enumeration=_statuses() if name == "status" else None,
            guard=_GUARDS.get(prop.name, ""),
            terms=(prop.iri,),
        )
    reached = tuple(_types_of(words, made, prop.range))
    target = _TARGETS.get(name) or (reached[0] if len(reached) == 1 else ENTITY)
    form: Form = "list" if name in _LISTS else "one" if name in _ONE else "connection"
    order, checked = _LISTS.get(name, ()), name in _BY_CLAIMS
    return Link(name, prop.iri, prop.definition, target, form, order=order, main=name == "case", checked=checked, terms=(prop.iri,))


@cache
def _stances(words: Vocabulary) -> Enumeration:
    named = [one for one in words.individuals if one.type == terms.STANCE]
    told = {one.name.upper(): one.definition for one in named}
    return Enumeration("Stance", words.class_of("Stance").definition, {one.name.upper(): f"<{one.iri}>" for one in named}, told)


@cache
def _statuses() -> Enumeration:
    told = {
        "STATED": "It stands in a structured source.",
        "EXTRACTED": "A program found it; no person has looked yet.",
        "CURATED": "A person confirmed it.",
        "REJECTED": "A person rejected it.",
    }
    return Enumeration("ClaimStatus", "How a claim came into the graph.", {name: f'"{name}"' for name in told}, told)
