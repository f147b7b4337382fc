"""The ends of a reference's text fields: editions, marks and remarks that stand there without being part of the field are taken off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders.reading.names import UPPER, is_body
from loaders.reading.reference.parts import EDITION, YEAR
from loaders.reading.reference.publishers import is_publisher, is_region

if TYPE_CHECKING:
    from loaders.reading.reference.parts import Draft

_TITLE_TAIL = re.compile(rf"\s*\[{YEAR}\]?$|(?:(?<=[.?!”\"’])|(?<=\w\w)\.)\s(?:eng|ger|fre|spa|ita|por|dut|rus)$")
"""The year of a first edition, and a language's code as bibliography programs print it."""
_NUMBERLESS_MARK = re.compile(r"[\s,]+(?:Nr|Heft|H|Vol|No|Jg|Bd|Band|vom)\.?,?$")
_IN_INSIDE = re.compile(r"^(?P<before>[^.]{2,60}[.?!])\s[Ii]n:\s(?=\w)")
_ONE_WORD = re.compile(rf"(?P<title>[{UPPER}][^\W\d_]{{3,}})[.?!]\s(?P<container>[{UPPER}][^.]{{4,}})")
_GENRE = re.compile(
    r"^(?:(?:unpublished|unveröffentlichte)\s)?(?:ph\.?\s?d\.?\s|doctoral\s|master'?s\s)?(?:dissertation|thesis|diss\.)[,.]?\s",
    re.IGNORECASE,
)
_PENDING = re.compile(r"^(?:im erscheinen|in press|forthcoming|im druck|in vorbereitung|advance online publication)$", re.IGNORECASE)
_AND_OTHERS = re.compile(r"\s*\[?\(?(?:u\.\s?a\.|et al\.?|etc\.)\)?\]?$")


def tidy(draft: Draft) -> None:
    """Take editions off the ends of title and container, and the marks around every field off its ends."""
    _title_inside(draft)
    _title_of_one_word(draft)
    _number_at_the_end(draft)
    draft.title = _TITLE_TAIL.sub("", draft.title)
    draft.container = _NUMBERLESS_MARK.sub("", draft.container)
    for name in ("title", "container"):
        value = getattr(draft, name)
        edition = EDITION.search(value)
        if edition and not draft.edition and edition.start() > 3 and not value[edition.end() :].strip(" .,)"):
            draft.edition = edition[1].strip()
            value = value[: edition.start()]
        value = re.sub(r"^[\s.,;:–-]+|[\s,;:]+$", "", value)
        if name == "title" or not re.search(r"\b\w{1,6}\.\s", value):  # abbreviated containers keep their last stop
            value = re.sub(r"(?<!\b[A-Z])(?<!\.\.)\.$", "", value).strip()
        if name == "container":
            value = re.sub(r"^(?:in:?|dans)\s+|^[“\"‘]|[”\"’]$", "", value, flags=re.IGNORECASE).strip(" ,")
        setattr(draft, name, value.strip())
    _town_and_region(draft)
    draft.publisher = _GENRE.sub("", draft.publisher.strip(" .,;:()"))
    if _PENDING.fullmatch(draft.publisher):
        draft.publisher = ""
    draft.place = _AND_OTHERS.sub("", draft.place).strip(" .,;:()")


def _title_inside(draft: Draft) -> None:
    """A title's own words before "In:" go back to it: "… des 21" and "Jahrhunderts. In: Studies" come from one stop read as an end."""
    inside = _IN_INSIDE.match(draft.container)
    if inside is None:
        return
    joined = re.search(re.escape(draft.title) + r"\W{1,4}" + re.escape(inside["before"]), draft.text) if draft.title else None
    if joined:
        draft.title = joined[0]
        draft.container = draft.container[inside.end() :]


def _title_of_one_word(draft: Draft) -> None:
    """A whole word and its stop between the year and a periodical whose name is written out is the title: "2014. Forms. Paper Studies"."""
    both = _ONE_WORD.fullmatch(draft.container)
    if both is None or draft.title or draft.year is None:
        return
    if re.search(rf"\b{draft.year}[a-z]?\W{{1,3}}{re.escape(both[0])}", draft.text):
        draft.title, draft.container = both["title"], both["container"]
        draft.doubts.setdefault("title", draft.doubts.get("container", 0.0))


def _number_at_the_end(draft: Draft) -> None:
    """A number that ends a container is a volume's ("Town Studies 58"), an issue's before the year ("Town Studies 8/2010")."""
    ending = re.search(r"(?<=[^\W\d])\)?\s(?P<number>\d{1,3})(?P<year>/(?:19|20)\d\d)?$", draft.container)
    if ending is None:
        return
    name = "issue" if ending["year"] else "volume"
    if getattr(draft, name) in ("", ending["number"]):
        setattr(draft, name, ending["number"])
        draft.doubts.setdefault(name, draft.doubts.get("container", 0.0))
        draft.container = draft.container[: ending.start("number") - 1]


def _town_and_region(draft: Draft) -> None:
    """A town taken for the publisher because a state or country stands behind it: "Las Vegas, Nevada" is one place."""
    house, _, town = draft.publisher.rpartition(". ")
    place = f"{town}, {draft.place}"
    if not (town and draft.place) or place not in draft.text or not is_region(draft.place) or is_publisher(town) or is_body(town):
        return
    draft.publisher, draft.place = house, place
    draft.doubts["place"] = min(draft.doubts.get("publisher", 1.0), draft.doubts.get("place", 1.0))
