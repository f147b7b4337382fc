"""Who speaks in a sentence where that is not the work itself: one person whom it lets speak.

"A nurse objected: “…”", "according to respondent R12" and "“…”, as one informant put it" are that person's words, and what such a sentence
says of a concept is no claim of the work. What several say ("respondents report that …") is what the work found.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from loaders._words import vocabulary
from loaders.reading.named import jurisdictions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from loaders.reading.prose.document import Reading

ROLE = (
    r"(?:respondent|interviewee|informant|participant|discussant|nurse|doctor|physician|midwife|therapist|pharmacist|patient|carer|"
    r"relative|(?:deputy |permanent |under-?)?secretary|commissioner|governor|treasurer|auditor|lawyer|prosecutor|analyst|developer|"
    r"negotiator|trustee|manager|director|leader|head|chief executive|executive|supervisor|official|officer|officer-in-charge|"
    r"civil servant|public servant|bureaucrat|clerk|caseworker|social worker|worker|employee|volunteer|teacher|headteacher|dean|rector|"
    r"lecturer|professor|principal|mayor|councillor|politician|minister|adviser|advisor|counsellor|consultant|engineer|planner|buyer|"
    r"contractor|supplier|citizen|resident|villager|tenant|farmer|user|client|claimant|applicant|parent|mother|father|student|"
    r"entrepreneur|activist|inspector|judge|administrator|coordinator|practitioner|member of (?:staff|parliament)|staff member)"
)
ROLE_NO = (
    r"(?:informant|respondent|(?:\w*)(?:leder|leiar|pleier|pleiar|lærer|lærar|direktør|behandler|handsamar|planlegger|planleggar)|"
    r"ansatt|tilsett|tillitsvalgt|tillitsvald|veileder|rettleiar|rådgiver|rådgjevar|rektor|ordfører|ordførar|lege|fastlege|\w*politiker|\w*politikar|innbygger|"
    r"innbyggjar|byråkrat|pårørende|pårørande|bruker|brukar|jordmor)"
)
ROLE_DE = (
    r"(?:Befragter?|Interviewter?|Interviewpartner(?:in)?|\w*[Mm]itarbeiter(?:in)?|Führungskraft|\w*[Kk]raft|Lehrer(?:in)?|"
    r"\w*(?:[Ll]eiter|[Mm]eister|[Bb]earbeiter|[Pp]fleger|[Bb]erater|[Ff]ührer|[Pp]olitiker|[Aa]rbeiter|[Rr]eferent)(?:in)?|"
    r"Beamt(?:er?|in)|Ärztin|Arzt|Bürger(?:in)?|Kämmer(?:er|in))"
)
ROLE_FR = (
    r"(?:répondante?|enquêtée?|interviewée?|gestionnaire|infirmi(?:er|ère)|agente?|fonctionnaire|direct(?:eur|rice)|maire|élue?|cadre|"
    r"médecin|enseignante?|assistante sociale|cheffe?(?: de \w+)?|responsable|conseill(?:er|ère)|usag(?:er|ère)|habitante?|"
    r"travailleu(?:r|se) sociale?|secrétaire|préfète?|ministre)"
)
LABEL = r"(?:R|P|I)-?\d{1,3}|(?:[Rr]espondent|[Ii]nterviewee|[Ii]nformant|[Pp]articipant) (?:no\. ?|#)?[A-Z]{0,2}-?\d{1,3}"
PERSON = (
    rf"(?P<who>{LABEL}|(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Aa] (?:second|third)|[Oo]ne other) (?:[\w-]+ ){{0,3}}?{ROLE}(?: {LABEL})?|"
    rf"[Oo]ne of (?:the |our |these )?(?:[\w-]+ ){{0,2}}?{ROLE}s|"
    rf"[Ee]i?n? (?:[a-zæøå]+ )?{ROLE_NO}|[Ee]i?n av (?:de )?(?:{ROLE_NO})\w{{1,4}}|"
    rf"[Ee]ine? (?:[a-zäöü]+ )?{ROLE_DE}|"
    rf"[Uu]ne? (?:autre )?{ROLE_FR}(?:[ -][a-zéè]+)?)"
)
SAYS = (
    r"(?:sa(?:id|ys)|t(?:old|ells)|puts? it|explain(?:ed|s)|argue[ds]|note[ds]|complain(?:ed|s)|object(?:ed|s)|contradict(?:ed|s)|"
    r"disagree[ds]|admit(?:ted|s)|state[ds]|remark(?:ed|s)|comment(?:ed|s)|recall(?:ed|s)|insist(?:ed|s)|thought|thinks|felt|feels|"
    r"believe[ds]|claim(?:ed|s)|warn(?:ed|s)|repl(?:ied|ies)|observe[ds]|conclude[ds]|emphasi[sz]e[ds]|stresse[ds]|wrote|writes|sa|"
    r"sier|seier|fortalte|fortalde|forteller|fortel|mente|meinte|mener|meiner|hevder|hevda|hevdet|forklarte|forklara|innvendte|"
    r"understreket|understreka|sagte|sagt|erklärte|meint|berichtete|berichtet|betonte|betont|widersprach|entgegnete|kritisierte|"
    r"äußerte|schilderte|wandte ein|räumte ein|hob hervor|a dit|dit|explique|a expliqué|affirme|estime|souligne|raconte|confie|"
    r"déplore|reconnaît|objecte|précise|regrette|résume|a déclaré|témoigne)"
)
BELONGING = r"(?:who|from|in|of|at|with|to|i|på|ved|fra|frå|hos|aus|bei|im|à|de|du|dans)"
ADVERBS = r"(?:(?:\w+ly|also|then|even|once|has|had|have|however,?|himself|herself|themselves) ){0,2}?"
SPEAKS = re.compile(
    rf"^(?:[^.;:“\"«]{{0,60}}?[,;] (?:but |and |yet )?|(?:But|And|Yet|Still|However|By contrast|In contrast)[, ]+)?{PERSON}"
    rf"(?: \([^)]{{1,60}}\))?(?:,? {BELONGING} [^.;:“\"«]{{1,60}}?)?,? {ADVERBS}{SAYS}\b"
)
SPOKEN = re.compile(
    rf"[”\"»’],?\.? ?(?:\(|–|—|- |,? ?(?:as|so|in the words of|according to) )?{PERSON}"
    rf"(?:[,)]|(?: {BELONGING} [^.;:“”\"«»,]{{1,60}}?)? {SAYS}\b|\.?$)"
    rf"|[”\"»“],? {SAYS} {PERSON.replace('?P<who>', '?P<whom>')}"
    rf"|[.!?…,][”\"»] ?[(–—] ?(?P<role>(?:[A-Z]?[a-z-]+ ){{0,3}}?(?i:{ROLE}))(?=[),;.])"
)
QUOTED = re.compile(r"[”\"»“]|’(?!\w)")
"""Without one of these nobody is quoted."""
ACCORDING = re.compile(
    rf"^(?:[Aa]ccording to|[Ii]n the (?:words|view|eyes|opinion) of|[Aa]s|[Ll]aut|[Ii]følge|[Ss]elon) {PERSON}(?: \([^)]{{1,60}}\))?"
    rf"(?:,| {SAYS})"
)
SURNAME = r"[^\W\d_a-z][\w’'-]+"
CITED = re.compile(
    rf"^(?:(?:As|According to|For|However|But|Similarly|Likewise|Yet|Moreover|Recently),? )?(?P<author>{SURNAME})"
    rf"(?:(?:, {SURNAME})*,? (?:and|&|und|et|og) {SURNAME}| et al\.?| and colleagues|[’']s?)?,? \((?:1[6-9]|20)\d\d[a-z]?\)"
    rf"(?:,| {ADVERBS}(?:{SAYS}|finds?|found|shows?|showed|demonstrate[ds]?|suggest(?:s|ed)?|propose[ds]?|see[ns]?|saw|sees|"
    r"den(?:y|ies|ied)|reject(?:s|ed)?|argue|claim|conclude|contend(?:s|ed)?|note|observe|maintain(?:s|ed)?|"
    r"point(?:s|ed)? (?:out|to)|report(?:s|ed)?|explain|describe[ds]?|identif(?:y|ies|ied)|define[ds]?|call(?:s|ed)?|viste?r?|hevder|mener|"
    r"zeig(?:t|en|te|ten)|argumentier(?:t|en)|montre(?:nt)?|soutien(?:t|nent))\b)"
)
"""An author whom the sentence cites as the one who says it."""

DATED = vocabulary(
    "Reform Reforms Strategy Vision Agenda Phase Wave Round Act Law Plan Programme Table Figure Chapter Section Appendix Spring Summer "
    "Autumn Winter Austerity"
)
"""What a year stands behind, too, and is nobody."""

CODED = re.compile(r"^\w+ (?:no\. ?|#)?([A-Z]{1,2}-?\d+)$")
"""A label that tells by itself who is meant: "respondent R12" is R12, as a table of respondents has it."""

BEHIND = re.compile(
    rf"^[(–—] ?(?P<who>{LABEL}|[Ii]nterview (?:no\. ?|#)?[A-Z]{{0,2}}-?\d{{1,3}}|(?:[A-Z]?[a-z-]+ ){{0,3}}?(?i:{ROLE}))(?=[),;.]|$)"
)
OPENING = re.compile(r"[“«„]|(?<![\w”])\"(?=\w)")
CLOSING = re.compile(r"[”»]|\"(?=[\s.,;)]|$)")


LOW = re.compile(r"[„«]")
LOW_CLOSING = re.compile(r"[“”»]")
"""Quotation marks where the first stands low: “ closes what „ opens."""

MOST_SENTENCES = 8
"""A quotation that is not closed after so many has lost its mark."""


def voice(text: str) -> str:
    """The person who speaks in a sentence, as it calls her ("R12", "one manager"); empty where the work speaks."""
    for pattern in (SPEAKS, ACCORDING, SPOKEN) if QUOTED.search(text) else (SPEAKS, ACCORDING):
        met = pattern.search(text)
        if met:
            told = met.groupdict()
            return _label(told["who"] or told.get("whom") or told.get("role") or "")
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
            if speaks or _cites(reading, *together[0]):
                found.update((start, speaks) for start, _ in together)
    return found


def _cites(reading: Reading, start: int, text: str) -> bool:
    """Whether a sentence begins with an author whom it cites: no country or programme with a year."""
    cited = CITED.match(text)
    if cited is None:
        return False
    first, last = start + cited.start("author"), start + cited.end("author")
    a_place = any(found.place.start <= first and last <= found.place.end for found in jurisdictions.found(reading))
    return not a_place and cited["author"] not in DATED


def _quotations(reading: Reading) -> Iterator[list[tuple[int, str]]]:
    """The sentences, each with its beginning: those of one quotation and what stands in brackets behind it together."""
    together, inside, low = list[tuple[int, str]](), False, False
    for sentence in reading.sentences:
        text = reading.text[sentence.start : sentence.end]
        if together and not ((inside and len(together) < MOST_SENTENCES) or BEHIND.match(text)):
            yield together
            together = []
        together.append((sentence.start, text))
        low = "„" in text or (low and inside)
        opened = max((met.end() for met in (LOW if low else OPENING).finditer(text)), default=0 if inside else -1)
        inside = opened >= 0 and not (LOW_CLOSING if low else CLOSING).search(text, opened)
    if together:
        yield together
