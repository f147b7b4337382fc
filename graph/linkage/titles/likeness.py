"""How alike two printed titles are, and what keeps them apart: numbers, parts, replies, corrections, other words; pure functions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from graph.identify import normal_title
from graph.linkage.titles.forms import forms, without_article, without_label
from graph.linkage.titles.vocabulary import STOP
from graph.linkage.titles.wording import Difference, difference, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

LEAST, CLOSE = 75, 86
"""Likeness of letters, in hundredths: the least that counts, and from where on titles with words of their own may be one."""
LONG = 4
"""Words of weight from which on a title says enough to be known by a part of it."""
CUT = 7
"""Words of weight from which on a title with which another one begins is that title cut off."""
SUBTITLE = 4
"""Words of weight beside a number from which on a subtitle does not only count."""
MAIN, SHORT, PART, BETWEEN, ORDER = "main title", "short main title", "part", "words between", "another order"
_ABBREVIATION = re.compile(r"\s*\([A-Z][\w-]*[A-Z][\w-]*(?:[ '’]+\d+)?\)\W*$")
_PART = re.compile(r"[:?–—]\s| - | \((?=[^)]*\)\W*$)")
# Words that make another work of a title that has them in addition: a part, a later state, or a text about the first one.
_OTHER = frozenset(
    re.findall(
        r"\w+",
        "abridged addendum answer appendix closure codebook comment commentary comments companion concern correction"
        " corrections corrigenda exercises factsheet libretto podcast questionnaire solutions syllabus transcript webinar worksheet"
        " corrigendum data dataset discussion draft edition enlarged errata erratum extended foreword guide index instructor interim"
        " introduction manual obituary part partie postscript preface protocol reader redux rejoinder replication replies reply response"
        " retracted retraction review reviewed reviews revised revisited sequel summary supplement supplemental supplementary"
        " supplements teil tome update updated version vol volume withdrawal withdrawn workbook",
    )
)
# What makes another text where hardly a word stands beside it: `(slides)`, `policy brief`, but not a note that slides can be had.
_FORMS = frozenset({"brief", "briefing", "slides"})
# Those of the former that stand in a subtitle as well as in the name of a text of its own.
_ORDINARY = frozenset(
    re.findall(r"\w+", "answer companion data draft guide index introduction manual protocol reader review reviews summary")
)
# What the numbers of a series stand beside.
_COUNTED = frozenset(
    re.findall(
        r"\w+",
        "act chapter edition episode installment instalment issue lecture lesson number paper part phase report round section series sheet"
        " stage step tranche unit version volume wave working",
    )
)
# What issue after issue, or book after book, is called: a title of such words alone names no work.
_COLUMN = frozenset(
    normal_title(word)
    for word in re.findall(
        r"\w+",
        "about abstracts acknowledgement acknowledgements acknowledgment acknowledgments afterword aims announcement announcements"
        " annual author authors avant back board book books briefs calendar call chair chairs column columns coming commentary"
        " compte comptes conclusion conclusions conclusión contents contributors corner correspondence cover debate dedication"
        " discussion editor editorial editoriale editorials editors einführung einleitung epilogue errata erratum events fazit field"
        " final foreword forthcoming forum from front geleitwort general guide ii iii index influential inhalt instructions"
        " interview intro introducción introduction introductory introduzione issue issues journal legislation letter letters list"
        " literature masthead matter meeting meetings member members message minutes miscellany nachruf new news newsletter note"
        " notes notice notices number obituaries obituary opening our outlook overview page pages panel papers perspective"
        " perspectives postscript preface preliminary presentación prize proceedings program programme prologue propos préface"
        " prólogo publications received recensioni recent referees remarks rendu rendus report reports reseña reseñas response"
        " review reviewers reviews rezension rezensionen schluss section selected short sommaire special speech summary supplement"
        " survey table tables title titles topics untitled update updates viewpoint vol volume vorwort welcome words year éditorial",
    )
)


class TitleLikeness(NamedTuple):
    """Two titles that may be one work's: how alike their letters are (hundredths), wherein their words differ, and that in words."""

    letters: int
    words: Difference
    reason: str
    part: str = ""
    """What the shorter one is of the longer one, where one has more words: its main title, a part, or words between others."""

    @property
    def same(self) -> bool:
        """Whether nothing of weight tells them apart."""
        return not (self.words.left or self.words.right or self.words.slips)


def is_column(title: str) -> bool:
    """Whether a title, in normal form, is one that recurs from issue to issue: `Editorial`, `Book reviews`, `Notes from the editors`."""
    return all(word in _COLUMN or word in STOP or word.isdigit() for word in title.split())


def liken(a: str, b: str, years: Iterable[str] = (), *, placed: bool = False) -> TitleLikeness | None:
    """How alike two printed titles are; None where they are not, or where a number or a word makes another work of one of them.

    `years`: in which the works appeared; these number nothing. `placed`: they stand on the same page or have the same ISBN, so that a
    main title is not the name of another text.
    """
    x, y = _without_abbreviation(a, b)
    if (same := _one_title(a, b, x, y)) is not None:
        return same
    from rapidfuzz import fuzz

    letters = round(fuzz.ratio(x, y, score_cutoff=LEAST))
    if letters < CLOSE and not _nearly_within(x, y):
        return None
    words = difference(x, y)
    told = (*words.left, *words.right)
    if _another_text(told, main=placed and _part(a, b, x, y) == MAIN) or (
        words.numbers(frozenset(years)) and not _counts_in_passing(words, a, b, x, y)
    ):
        return None
    if words.exchanged or words.slips:
        close = letters >= CLOSE and words.shared >= 2 * words.exchanged
        return TitleLikeness(letters, words, f"titles alike ({letters / 100:.2f})") if close else None
    if not told:
        moved = _in_another_order(x, y)
        return TitleLikeness(
            letters, words, "same words in another order" if moved else "same title but for spelling", ORDER if moved else ""
        )
    if _cut_off(x, y):
        return TitleLikeness(100, words._replace(left=(), right=()), "one title cut off")
    part = _part(a, b, x, y)
    if part == BETWEEN and letters < CLOSE and not placed:
        return None
    return TitleLikeness(letters, words, "one title lacks a part of the other", part)


def _another_text(told: tuple[str, ...], *, main: bool) -> bool:
    """Whether a word that one title has beyond the other makes another text of it; `main`: the other is its main title, and placed."""
    if len(told) < 3 and not _FORMS.isdisjoint(told):
        return True
    return not (_OTHER - _ORDINARY if main else _OTHER).isdisjoint(told)


def _one_title(a: str, b: str, x: str, y: str) -> TitleLikeness | None:
    """What two titles that are the same word by word are to each other; None for others."""
    if x == y:
        same = normal_title(a) == normal_title(b)
        return TitleLikeness(100, difference(x, y), "same title" if same else "same title but for what was presented")
    short, long, printed = (x, y, b) if len(x) < len(y) else (y, x, a)
    if short in long and short in forms(printed) and _OTHER.isdisjoint(set(long.split()) - set(short.split())):
        return TitleLikeness(100, difference(short, short), "one of parallel titles")
    if long.endswith(short) and without_article(long) == short:
        return TitleLikeness(100, difference(short, short), "same title but for its article")
    return None


def _without_abbreviation(a: str, b: str) -> tuple[str, str]:
    """Both without labels, and one without the abbreviation in brackets at its end that the other one lacks: `(FQAS 2000)`."""
    if a.rstrip(" .").endswith(")") != b.rstrip(" .").endswith(")"):
        a, b = _ABBREVIATION.sub("", a), _ABBREVIATION.sub("", b)
    return without_label(a), without_label(b)


def _nearly_within(a: str, b: str) -> bool:
    """Whether all words of the shorter title but one, at most, stand in the longer one: a quick look before a thorough one."""
    short, long = (a, b) if len(a) < len(b) else (b, a)
    missing = 0
    for word in short.split():
        if word not in long and word not in STOP:
            missing += 1
            if missing > 1:
                return False
    return True


def _counts_in_passing(words: Difference, a: str, b: str, x: str, y: str) -> bool:
    """Whether numbers stand in a subtitle only that says more than to count: `evidence from 12 towns`, where the other title lacks it."""
    if (words.left and words.right) or _part(a, b, x, y) != MAIN:
        return False
    told = words.left or words.right
    return sum(map(str.isalpha, told)) >= SUBTITLE and _COUNTED.isdisjoint(told)


def _in_another_order(x: str, y: str) -> bool:
    mine, theirs = spelt(x), spelt(y)
    return [word for word in mine if word in theirs] != [word for word in theirs if word in mine]


def _cut_off(x: str, y: str) -> bool:
    """Whether one title is the beginning of the other, which ends in the midst of it: catalogues keep so many letters of a title."""
    short, long = sorted((x, y), key=len)
    return long.startswith(f"{short} ") and len(spelt(short)) >= CUT


def _part(a: str, b: str, x: str, y: str) -> str:
    """What the shorter title is of the longer one; a part has four words of weight that stand together there."""
    shorter = min(x, y, key=len)
    if shorter in (_main(a), _main(b)):
        return MAIN if len(shorter.split()) > 2 else SHORT
    short, long = sorted(([word for word in title.split() if word not in STOP] for title in (x, y)), key=len)
    return PART if len(short) >= LONG and f" {' '.join(short)} " in f" {' '.join(long)} " else BETWEEN


def _main(title: str) -> str:
    """The main title before a colon, a question mark or what stands in brackets at the end, where it says enough."""
    main = _PART.split(title, maxsplit=1)[0]
    normal = normal_title(main)
    return normal if main != title and " " in normal else ""
