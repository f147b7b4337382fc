"""Who speaks in a sentence where that is not the work itself: one person whom it lets speak.

"A nurse objected: “…”", "according to respondent R12" and "“…”, as one informant put it" are that person's words, and what such a sentence
says of a concept is no claim of the work. What several say ("respondents report that …") is what the work found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Reading

ROLE = (
    r"(?:respondent|interviewee|informant|participant|discussant|nurse|doctor|physician|midwife|patient|carer|manager|director|leader|head|"
    r"chief executive|executive|official|officer|officer-in-charge|civil servant|public servant|bureaucrat|clerk|caseworker|social worker|"
    r"worker|employee|volunteer|teacher|principal|mayor|councillor|politician|minister|adviser|advisor|consultant|engineer|planner|citizen|"
    r"resident|villager|user|client|parent|student|entrepreneur|activist|inspector|judge|administrator|coordinator|practitioner|member of "
    r"staff|staff member)"
)
LABEL = r"(?:R|P|I)-?\d{1,3}|(?:[Rr]espondent|[Ii]nterviewee|[Ii]nformant|[Pp]articipant) (?:no\. ?|#)?[A-Z]{0,2}-?\d{1,3}"
PERSON = (
    rf"(?P<who>{LABEL}|(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Aa] (?:second|third)|[Oo]ne other) (?:[\w-]+ ){{0,3}}?{ROLE}(?: {LABEL})?|"
    r"[Ee](?:i)?n (?:informant|respondent|leder|sykepleier|ansatt|lærer)|"
    r"[Ee]ine? (?:Befragter?|Interviewter?|Interviewpartner(?:in)?|Mitarbeiter(?:in)?|Führungskraft|Pflegekraft|Lehrer(?:in)?)|"
    r"[Uu]ne? (?:répondante?|enquêtée?|interviewée?|gestionnaire|infirmi(?:er|ère)|agente?|fonctionnaire))"
)
SAYS = (
    r"(?:sa(?:id|ys)|t(?:old|ells)|puts? it|explain(?:ed|s)|argue[ds]|note[ds]|complain(?:ed|s)|object(?:ed|s)|"
    r"contradict(?:ed|s)|"
    r"disagree[ds]|admit(?:ted|s)|state[ds]|remark(?:ed|s)|comment(?:ed|s)|recall(?:ed|s)|insist(?:ed|s)|thought|thinks|felt|feels|"
    r"believe[ds]|claim(?:ed|s)|warn(?:ed|s)|repl(?:ied|ies)|observe[ds]|conclude[ds]|"
    r"emphasi[sz]e[ds]|stresse[ds]|wrote|writes|sa|sier|fortalte|forteller|mente|mener|sagte|sagt|erklärte|meinte|meint|berichtete|"
    r"berichtet|betonte|betont|widersprach|a dit|dit|explique|a expliqué|affirme|estime|souligne)"
)
ADVERBS = r"(?:(?:\w+ly|also|then|even|once|has|had|have|however,?|himself|herself|themselves) ){0,2}?"
SPEAKS = re.compile(
    rf"^(?:[^.;:“\"«]{{0,60}}?[,;] (?:but |and |yet )?|(?:But|And|Yet|Still|However|By contrast|In contrast)[, ]+)?{PERSON}"
    rf"(?: \([^)]{{1,60}}\))?(?:,? (?:who|from|in|of|at|with) [^.;:“\"«]{{1,60}}?)?,? {ADVERBS}{SAYS}\b"
)
SPOKEN = re.compile(
    rf"[”\"»’],?\.? ?(?:\(|–|—|- |,? ?(?:as|so|in the words of|according to) )?{PERSON}(?:[,)]| {SAYS}\b|\.?$)"
    rf"|[”\"»],? {SAYS} {PERSON.replace('?P<who>', '?P<whom>')}"
)
ACCORDING = re.compile(
    rf"^(?:[Aa]ccording to|[Ii]n the (?:words|view|eyes|opinion) of|[Aa]s|[Ll]aut|[Ii]følge|[Ss]elon) {PERSON}(?: \([^)]{{1,60}}\))?"
    rf"(?:,| {SAYS})"
)
SURNAME = r"[^\W\d_a-z][\w’'-]+"
CITED = re.compile(
    rf"^(?:(?:As|According to|For|However|But|Similarly|Likewise|Yet|Moreover|Recently),? )?{SURNAME}"
    rf"(?:(?:, {SURNAME})*,? (?:and|&|und|et|og) {SURNAME}| et al\.?| and colleagues|[’']s?)?,? \((?:1[6-9]|20)\d\d[a-z]?\)"
    rf"(?:,| {ADVERBS}(?:{SAYS}|finds?|found|shows?|showed|demonstrate[ds]?|suggest(?:s|ed)?|propose[ds]?|see[ns]?|saw|sees|"
    r"den(?:y|ies|ied)|reject(?:s|ed)?|argue|claim|conclude|contend(?:s|ed)?)\b)"
)
"""An author whom the sentence cites as the one who says it."""

CODED = re.compile(r"^\w+ (?:no\. ?|#)?([A-Z]{1,2}-?\d+)$")
"""A label that tells by itself who is meant: "respondent R12" is R12, as a table of respondents has it."""

BEHIND = re.compile(rf"^[(–—] ?(?P<who>{LABEL})")
OPENING = re.compile(r"[“«„]|(?<![\w”])\"(?=\w)")
CLOSING = re.compile(r"[”»]|\"(?=[\s.,;)]|$)")


MOST_SENTENCES = 8
"""A quotation that is not closed after so many has lost its mark."""


def voice(text: str) -> str:
    """The person who speaks in a sentence, as it calls her ("R12", "one manager"); empty where the work speaks."""
    for pattern in (SPEAKS, ACCORDING, SPOKEN):
        met = pattern.search(text)
        if met:
            told = met.groupdict()
            return _label(told["who"] or told.get("whom") or "")
    return ""


def _label(words: str) -> str:
    coded = CODED.sub(r"\1", words)
    return coded if coded[1:2].isdecimal() or coded.isupper() else coded[:1].lower() + coded[1:]


def of(reading: Reading) -> dict[int, str]:
    """By the beginning of a sentence, who speaks in it, where that is a person whom the work lets speak.

    An empty name: an author whom it cites, so that the sentence makes no claim of this work. A quotation that one sentence opens goes
    on to where it is closed, and is hers who is named in brackets behind it.
    """
    if "voices" not in reading.known:
        reading.known["voices"] = [_heard(reading)]
    heard: dict[int, str] = reading.known["voices"][0]
    return heard


def _heard(reading: Reading) -> dict[int, str]:
    if reading.passage.voiced_by:
        return dict.fromkeys((sentence.start for sentence in reading.sentences), reading.passage.voiced_by.label)
    found = dict[int, str]()
    if reading.kind in ("abstract", "body"):
        for together in _quotations(reading):
            texts = [text for _, text in together]
            behind = BEHIND.match(texts[-1])
            speaks = _label(behind["who"]) if behind and len(texts) > 1 else voice(texts[0]) or voice(texts[-1])
            if speaks or CITED.match(texts[0]):
                found.update((start, speaks) for start, _ in together)
    return found


def _quotations(reading: Reading) -> Iterator[list[tuple[int, str]]]:
    """The sentences, each with its beginning: those of one quotation and what stands in brackets behind it together."""
    together, inside = list[tuple[int, str]](), False
    for sentence in reading.sentences:
        text = reading.text[sentence.start : sentence.end]
        if together and not ((inside and len(together) < MOST_SENTENCES) or BEHIND.match(text)):
            yield together
            together = []
        together.append((sentence.start, text))
        opened = max((met.end() for met in OPENING.finditer(text)), default=0 if inside else -1)
        inside = opened >= 0 and not CLOSING.search(text, opened)
    if together:
        yield together
