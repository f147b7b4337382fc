"""Creators and contributors in DataCite's JSON → Contributors."""

from __future__ import annotations

from graph.record import Contributor, Organisation
from loaders._datacite.values import Entry, field, listed, text
from loaders._files.json_records import few
from loaders._people.names import comma_name, is_others, undivided
from loaders._values.numbers import orcid_in


def names(value: object) -> tuple[list[Contributor], bool]:
    """The people and bodies of a list, and whether it says that there are more."""
    found = [who for one in listed(few(value)) if (who := name(one))]
    kept = [who for who in found if not is_others(who.name)]
    return kept, len(kept) < len(found)


def name(one: Entry) -> Contributor | None:
    """One of them; None where no name is given."""
    whole = text(one.get("name")) or text(one.get("literal")) or text(field(one, "creatorName")) or text(field(one, "contributorName"))
    given, family = (
        (text(field(one, name)) or text(one.get(short))).strip(" ;,") for name, short in (("givenName", "given"), ("familyName", "family"))
    )
    sort = (text(field(one, "nameType")) or text(one.get("type"))).lower()
    if sort.startswith("organi"):
        who: Contributor | None = Contributor(literal=whole, organisation=True) if whole else None
    elif family:
        who = Contributor(family=family, given=given)
    elif not whole:
        who = Contributor(family=given) if given else None
    else:
        who = comma_name(whole) if "," in whole else undivided(whole)
        if who is not None and sort == "personal":
            who.organisation = False
    if who is None:
        return None
    marks = [text(field(mark, "nameIdentifier")) for mark in listed(field(one, "nameIdentifiers"))] + [
        text(one.get("id")),
        text(one.get("ORCID")),
    ]
    if not who.organisation:
        who.orcid = next((orcid for mark in marks if (orcid := orcid_in(mark))), "")
    labels = [text(body.get("name")) or text(body) for body in listed(one.get("affiliation"))]
    who.affiliations = [Organisation(label) for label in dict.fromkeys(labels) if label]
    return who
