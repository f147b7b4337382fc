"""EndNote's reference types → kinds of works."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graph.record import WorkKind

_Meaning = tuple["WorkKind", str, bool]  # kind, CSL type where the kind does not say it, whether its authors are editors
_BY_NAME: dict[str, _Meaning] = {
    "journal article": ("article", "", False),
    "electronic article": ("article", "", False),
    "magazine article": ("article", "article-magazine", False),
    "newspaper article": ("article", "article-newspaper", False),
    "book": ("book", "", False),
    "electronic book": ("book", "", False),
    "ebook": ("book", "", False),
    "classical work": ("book", "", False),
    "edited book": ("book", "", True),
    "book section": ("chapter", "", False),
    "electronic book section": ("chapter", "", False),
    "encyclopedia": ("chapter", "entry-encyclopedia", False),
    "dictionary": ("chapter", "entry-dictionary", False),
    "conference": ("chapter", "paper-conference", False),
    "conference proceedings": ("chapter", "paper-conference", False),
    "conference proceeding": ("chapter", "paper-conference", False),
    "conference paper": ("chapter", "paper-conference", False),
    "thesis": ("thesis", "", False),
    "report": ("report", "", False),
    "government document": ("report", "", False),
    "web page": ("webpage", "", False),
    "blog": ("webpage", "post-weblog", False),
    "unpublished work": ("work", "manuscript", False),
    "manuscript": ("work", "manuscript", False),
    "dataset": ("work", "dataset", False),
    "computer program": ("work", "software", False),
    "patent": ("work", "patent", False),
    "bill": ("work", "bill", False),
    "case": ("work", "legal_case", False),
    "statute": ("work", "legislation", False),
    "hearing": ("work", "hearing", False),
    "map": ("work", "map", False),
    "film or broadcast": ("work", "motion_picture", False),
    "personal communication": ("work", "personal_communication", False),
}
# The numbers that EndNote writes beside the names, for files that give a number alone or a name in another language.
_BY_NUMBER = {
    "17": "journal article", "43": "electronic article", "19": "magazine article", "23": "newspaper article", "6": "book",
    "44": "electronic book", "28": "edited book", "5": "book section", "60": "electronic book section", "53": "encyclopedia",
    "52": "dictionary", "10": "conference proceedings", "47": "conference paper", "32": "thesis", "27": "report",
    "46": "government document", "12": "web page", "56": "blog", "34": "unpublished work", "36": "manuscript", "59": "dataset",
    "9": "computer program", "25": "patent", "4": "bill", "7": "case", "31": "statute", "14": "hearing", "20": "map",
    "21": "film or broadcast", "26": "personal communication", "40": "classical work",
}  # fmt: skip


def kind_of(name: str, number: str) -> tuple[WorkKind, str, bool]:
    """Its kind, the CSL type that the kind does not say, and whether the authors of this type are editors."""
    known = _BY_NAME.get(name.strip().casefold()) or _BY_NAME.get(_BY_NUMBER.get(number.strip(), ""))
    return known or ("work", "", False)
