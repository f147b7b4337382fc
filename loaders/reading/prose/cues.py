"""The words by which a sentence takes a stance to a concept, as patterns over a sentence in which each concept named is one mark.

A marked sentence has `⟦n⟧` in the place of its n-th concept. In the patterns `X` is one mark, `XS` marks joined by "and", `…` up to
five words and `……` up to twelve. A cue counts in the work's own voice only, unless it is strong, or says how the work was done (method).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from loaders.reading.prose.sieve import Lazy, Sieve

if TYPE_CHECKING:
    from graph.record import Concept, Stance
    from loaders.reading.prose.document import Place

Strength: TypeAlias = Literal["strong", "voiced", "method"]

MARK = r"[‘’'“”\"«»]?⟦\d+⟧[‘’'“”\"«»]?(?: \([A-Z]\w+\))?"
MARKS = rf"(?:{MARK}(?:(?:,| and| or|, and|,? and, more recently,|/)[ ]?(?:the |an? )?(?:[\w-]+ )?{MARK})*)"
WORDS = r"(?:[^\s⟦⟧.;:]+ ){0,5}?"
MORE_WORDS = r"(?:[^\s⟦⟧.;:]+ ){0,12}?"
TAIL = (
    r"(?: (?:approach|approaches|model|models|theory|theories|concept|concepts|framework|mechanism|mechanisms|system|systems|logic|lens|"
    r"perspective|literature|reform|reforms|process|processes|governance|paradigm|practice|practices|arrangements|teams?|research|"
    r"scholarship))?"
)
GOOD = (
    r"(?:helpful|effective|useful|valuable|promising|successful|viable|vital|crucial|essential|innovative|powerful|fruitful|beneficial|"
    r"advantageous|legitimate|indispensable|important|appropriate)"
)


TABLE = Path(__file__).with_name("cues.txt")
SPEECH = "speech"
WIDE = ("abstract", "own title")
"""Where cues stand that only count together with what else the sentence shows: in the abstract, or the title beside one."""

RANKS = {"supports": 0, "challenges": 0, "qualifies": 0, "extends": 1, "proposes": 1}


@dataclass(slots=True, frozen=True)
class Cue:
    """A pattern with its stance. `where`: "title", "text", "any" or "speech".

    `rank`: a verdict (0) beats an addition (1), and that a use (2).
    """

    stance: Stance
    lazy: Lazy
    confidence: float
    strength: Strength = "voiced"
    where: str = "text"
    rank: int = 0

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, over a marked sentence."""
        return self.lazy.pattern


@dataclass(slots=True)
class Found:
    """A stance met: `reported` where the sentence says that of the literature, `wide` where its cue alone is too weak to be shown.

    `voice`: the person whose words it is, where that is not the work. `also`: further sentences that are evidence of it.
    """

    concept: Concept
    stance: Stance
    place: Place
    confidence: float
    voiced: bool = True
    reported: bool = False
    wide: bool = False
    voice: str = ""
    also: list[Place] = field(default_factory=list)


def _cue(stance: str, confidence: str, strength: str, where: str, words: str) -> Cue:
    body = words.replace("……", MORE_WORDS).replace("…", WORDS).replace("GOOD", GOOD)
    body = re.sub(r"\bXS\b", lambda _: f"(?P<targets>{MARKS}){TAIL}", body)
    body = re.sub(r"\bX\b", lambda _: f"(?P<targets>{MARK}){TAIL}", body)
    taken: Stance = stance  # type: ignore[assignment] # the table is ours; a test holds its words
    force: Strength = strength  # type: ignore[assignment] # the table is ours; a test holds its words
    return Cue(taken, Lazy(body), float(confidence), force, where, RANKS.get(stance, 2))


@lru_cache(maxsize=1)
def cues() -> tuple[Cue, ...]:
    """All cues: those that count alone first, within them by rank, then the surest."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found = (_cue(*line.split(" | ", 4)) for line in lines if line and not line.startswith("# "))
    return tuple(sorted(found, key=lambda cue: (cue.where in WIDE, cue.rank, -cue.confidence)))


@lru_cache(maxsize=1)
def strainer() -> Sieve:
    """The sieve over all cues, in their order."""
    return Sieve(cue.lazy.words for cue in cues())


OWN_VOICE = re.compile(
    r"\b(?:[Ww]e|I) (?:\w+ly |also |therefore |thus |further )?(?:find|found|show|showed|argue|argued|conclude|contend|suggest|demonstrate|"
    r"propose|claim|identify|reveal|use|used|apply|employ|contribute|extend|develop|introduce|offer|discuss|consider|call|term|label|coin|"
    r"illustrate|document|observe|highlight|recommend|challenge|question|defend|critici[sz]e)\b|"
    r"\b(?:[Tt]he|[Tt]his|[Oo]ur|[Tt]hese) (?:[\w-]+ )?(?:cases?|comparison|contrast|patterns?|experiences?|evidence|experiment|"
    r"survey|example|"
    r"interviews|framework|estimates|findings?|accounts?) (?:\w+ )?(?:show|suggest|illustrat|demonstrat|reveal|indicat|confirm|exemplif|"
    r"highlight|point|call|challeng|contradict|sit|run|cast|refut|underscor|lend|support|speak)\w*|"
    r"\b(?:[Tt]his|[Oo]ur|[Tt]hese|[Tt]heir|[Tt]he present) (?:[\w-]+ )?(?:article|paper|study|chapter|analysis|analyses|"
    r"findings?|results?|"
    r"research|book|data|review|evidence|report|thesis|investigation|material)\b(?! question)|"
    r"\b[Tt]he (?:article|paper|study|chapter|authors?|analysis|findings|results|conclusion|review|data)\b|"
    r"\b(?:[Ff]indings|[Rr]esults|[Aa]nalys[ei]s|[Dd]ata|[Ii]t) (?:also )?(?:show|shows|suggest|suggests|indicate|indicates|reveal|reveals|"
    r"substantiate|demonstrate|find|finds|argues?|concludes?|confirm|confirms|highlight)\b|"
    r"\bauthors? (?:found|find|show|argue|propose|conclude|suggest)\b|"
    r"^(?:They|It) (?:show|shows|find|finds|argue|argues|highlight|highlights|conclude|largely|demonstrate)|"
    r"\bwhich (?:extends|adds|contributes|supports|confirms|contradicts|challenges|refutes)\b|\b[Ii]t is (?:argued|shown|"
    r"concluded|contended|proposed|demonstrated)\b|"
    r"\b(?:[Ss]entralt|[Vv]iktig) funn\b|\b(?:[Aa]nalysen|[Ss]tudien|[Aa]rtikkelen|[Ff]unnene) viser\b"
)
DONE = re.compile(
    r"\b(?:[Ww]e|I) (?:\w+ ){0,2}?(?:compare|combine|analy[sz]e|study|studied|follow|interviewed|surveyed|test|estimate|draw|"
    r"conducted|carried|"
    r"collected|coded|visited|trace|build|put|report|look|revisit|reconstruct)\w*\b|"
    r"\b(?:[Bb]ased on|[Dd]rawing (?:up)?on|[Uu]sing|[Oo]n the basis of|[Tt]hrough) (?:an? |the )?(?:[\w-]+ ){0,3}?(?:interviews?|"
    r"surveys?|data|case stud\w+|"
    r"documents?|fieldwork|observations?|experiments?|panel|questionnaire|records|method\w*|design|reports|sample|hearings)\b|"
    r"\b[Dd]ata (?:were|was|are|is|on|from)\b"
)
"""What a work says of its data and its doing: from there on it speaks for itself."""

REPORTED = re.compile(
    r"\b(?:[Rr]ecent|[Pp]revious|[Ee]xisting|[Ee]arlier|[Pp]rior|[Mm]uch|[Ss]ome|[Mm]ost|[Ee]xtant) (?:research|studies|"
    r"literature|work|scholarship|scholars|accounts)\b(?! (?:on|in) [^.]{0,60}\bby\b)|"
    r"\b(?:[Vv]arious |[Mm]any |[Ss]everal )?(?:scholars|researchers|commentators|critics|proponents|advocates) (?:have|has|"
    r"often|tend|point|argue|claim|suggest)\b|"
    r"\b[Ii]t is (?:often|commonly|widely|generally|frequently) (?:argued|assumed|claimed|believed|held)\b|"
    r"\b[Rr]esearch (?:also )?(?:has|suggests|shows)\b|"
    r"\b(?:majority|bulk|much|most|body) of (?:the )?(?:[\w-]+ ){0,2}?"
    r"(?:research|literature|scholarship|studies) (?:has|have|is|are|was|were|remains?)\b|"
    r"\b(?:has|have) (?:been|become|gained|received|attracted|devoted|given)\b(?! more)"
)
LITERATURE_SAYS = re.compile(
    r"^(?:[Rr]ecent |[Pp]revious |[Ee]xisting )?(?:[Rr]esearch|[Ss]tudies|[Ll]iterature|[Ss]cholarship|[Tt]heory)(?: (?:on|"
    r"about|of) [^.]{1,50}?)? (?:also )?(?:suggests?|holds?|argues?|claims?|proposes?|expects?|predicts?)\b"
)
AIM = re.compile(
    r"\b(?:aims?|aimed|purpose|objective|goal|intention|ambition) (?:is|was|of|to|has)\b|\bresearch questions?\b|\bby asking\b|"
    r"\b(?:seeks?|sought|sets out|intends?) to\b|\bto (?:determine|identify|understand|ascertain)\b|"
    r"\b(?:[Tt]his|[Tt]he|[Oo]ur) (?:[\w-]+ )?(?:article|paper|study|chapter|review|research) (?:explores|examines|"
    r"investigates|addresses|asks|"
    r"analy[sz]es|assesses|considers|discusses|studies|reviews|maps)\b|"
    r"\b[Ww]e (?:ask|explore|examine|investigate|assess|address)\b|\b(?:[Ff]urther|[Ff]uture) (?:research|studies|work)\b|\bwill discuss\b|"
    r"\bresearch agenda\b|\bwhether\b"
)
CONCLUDING = re.compile(
    r"^(?:\d[\d. ]*)?(?:findings|results|discussion|conclusions?|concluding|originality|impact|implications|"
    r"practical implications|points for practitioners|"
    r"evidence for practice|analysis)\b",
    re.IGNORECASE,
)
FOLLOWING = re.compile(
    r"^(?:They|It|These|This|Such|Moreover|Furthermore|Additionally|However|In addition|Hence|Thus|Consequently|Therefore|"
    r"More specifically|In fact|In particular|Finally)\b"
)
CONCLUDED = re.compile(
    r"\b(?:thus|therefore|hence|consequently|in short|in sum|overall|taken together|all in all|ultimately|prove[sd]|turn(?:s|ed) out)\b",
    re.IGNORECASE,
)
"""Words that draw a conclusion: the work's own once it has said what it does."""

LISTS_PARTS = re.compile(
    r"(?:Two|Three|Four|Five|Six) (?:\w+ )?(?:aspects|elements|components|pillars|features|dimensions|building blocks)\b"
)
CENTRAL = re.compile(
    r"(?:[Tt]eoretiske? (?:omdreiningspunkt|utgangspunkt|perspektiv|rammeverk)|[Tt]heoretical (?:framework|lens|perspective|"
    r"point of departure|"
    r"focus|centre)|[Tt]heoretische[rn]? (?:Rahmen|Ausgangspunkt|Bezugspunkt)|[Cc]adre théorique)\W+(?:\w+\W+){0,3}$"
)
"""What stands before the concept that a work calls its theoretical centre."""

UNNAMED_FINDING = re.compile(r"^(?:Et (?:sentralt|viktig) funn|Analysen viser|Studien viser|Funnene viser)\b")
"""Norwegian sentences of findings seldom name the concept again."""

ANAPHOR = re.compile(
    r"\b(?:[Tt]his|[Tt]hese|[Ss]uch|[Tt]he) (?:model|approach|framework|arrangements?|concept|perspective|paradigm|theory|"
    r"way of organi[sz]ing|mechanisms?|process(?:es)?)\b(?! (?:of|to|for|that|which|is developed))"
)
