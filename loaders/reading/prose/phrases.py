"""Noun phrases without a tagger: which words may stand in one, and where it begins and ends.

The closed lists are English function words and the commonest verbs and adverbs of abstracts: a word in them ends a phrase.
"""

from __future__ import annotations

import re

from loaders._words import vocabulary

WORD = re.compile(r"[^\W_](?:[\w’'.&/-]*[\w])?")
FUNCTION_WORDS = vocabulary(
    "a an the this that these those its their his her our my your some any each every no all both either neither another other others "
    "such of in on at by for from to with within without between among across against about above below under over through during "
    "before after into onto upon per via towards toward despite regarding concerning including as than like unlike since until while "
    "whereas when where why how what which who whom whose if whether because although though unless and or but nor so yet not only "
    "also rather both i we you he she it they them us there here is are was were be been being am has have had having do does did can "
    "could may might must shall should will would one's e.g i.e et al vs therefore thus hence then instead however often still always"
)
VERBS = vocabulary(
    "addresses address adopt adopts aim aims allow allows analyse analyses analyze analyzes apply applies argue argues assess become "
    "becomes build builds call calls challenge challenges change combine compare consider considers contend contribute contributes "
    "create creates define defines demonstrate demonstrates describe describes develop develops discuss discusses draw draws "
    "emphasise emphasizes enable enables examine examines explain explains explore explores extend extends find finds follow follows "
    "form forms found get give gives help helps highlight highlights identify identifies implement improve improves include includes "
    "increase indicate inform introduce introduces investigate investigates involve involves know lead leads make makes mean means "
    "need needs offer offers operate oppose present presents produce produces promote propose proposes provide provides reduce "
    "reflect remain remains report reports require requires reveal reveals say says see seek seeks seem seems serve serves show shows "
    "shape shapes suggest suggests support supports take takes test think turn understand generate generates use uses work works help "
    "mitigate accelerate overcome facilitate coordinate tackle threatens determine confound suggested found showed argued proposed "
    "used conducted based given made seen taken become shown called termed named led began arise arises refine refines nuance "
    "nuances enrich enriches broaden broadens advance advances speak speaks confirms confirm illustrate illustrates exemplify "
    "exemplifies steer steers manage manages govern governs respond responds handle handles cope copes deal deals deliver delivers "
    "adapt adapts implements experience contradict contradicts contradicted refute refutes refuted disprove disproves undermine undermines "
    "question questions questioned dispute disputes reject rejects corroborate corroborates falsify falsifies invalidate invalidates "
    "debunk debunks rebut rebuts validate validates vindicate vindicates weaken weakens strengthen strengthens complicate complicates "
    "qualify qualifies belie belies bolster bolsters substantiate substantiates problematise problematises problematize problematizes "
    "criticise criticises criticize criticizes reconsider reconsiders rethink revisit revisits defend defends endorse endorses "
    "saw came went became kept told said brought met paid spent stood fell rose grew drew wrote chose broke held ran sat gave took lasted"
)
WEAK_ADJECTIVES = vocabulary(
    "new novel emerging existing current contemporary recent traditional various different several many more most much less few "
    "certain specific particular general main major key common single first second third important significant potential possible "
    "so-called own same further additional relevant good better best strong large small increasing increased growing wider broader "
    "overall entire whole actual high low strict strictly alternative modern prominent popular simple effective successful "
    "appropriate innovative helpful critical further two three four five six seven"
)
"""Adjectives that do not make another concept of what they stand before."""

PARTICIPLES = vocabulary(
    "integrated networked centralised centralized decentralised decentralized distributed shared evidence-based community-based "
    "place-based governing learning housing nursing policing planning funding tendering teaching ageing aging boundary-spanning "
    "sensemaking targeted organised organized regulated devolved embedded"
)


def ends_phrase(word: str) -> bool:
    """Whether a word cannot stand inside a noun phrase."""
    folded = word.casefold()
    if folded in FUNCTION_WORDS or folded in VERBS:
        return True
    if folded in PARTICIPLES or "-" in folded:
        return False
    return len(folded) > 4 and folded.endswith(("ly", "ing", "ed"))


def left_edge(text: str, start: int, limit: int = 3) -> int:
    """Where the noun phrase begins whose head begins at `start`: at most `limit` modifiers, none of them weak."""
    edge = start
    for _ in range(limit):
        before = re.search(r"([^\W_][\w’'&/-]*) $", text[max(0, edge - 32) : edge])
        if not before or ends_phrase(before[1]) or before[1].casefold() in WEAK_ADJECTIVES or before[1].isdigit():
            break
        edge -= len(before[0])
    return edge


def right_edge(text: str, start: int, limit: int = 6, *, joined_by_of: bool = False) -> int:
    """Where the noun phrase ends that begins at `start`: at punctuation, a function word or a verb, after `limit` words at most.

    `joined_by_of`: one "of" may stand inside ("fragmentation of public services").
    """
    edge, count, of_left = start, 0, joined_by_of
    while count < limit:
        match = WORD.match(text, edge + (1 if edge > start else 0))
        if not match or (edge > start and text[edge] != " "):
            break
        word = match[0]
        if of_left and edge > start and word == "of":
            following = WORD.match(text, match.end() + 1)
            if not following or ends_phrase(following[0]):
                break
            of_left = False
        elif ends_phrase(word):
            break
        edge, count = match.end(), count + 1
        if text[edge : edge + 1] in "’'" and text[edge : edge + 2] not in ("’s", "'s"):
            break
    return edge


def without_weak(text: str, start: int, end: int) -> int:
    """Where the phrase begins once articles and weak adjectives are taken from its left."""
    while True:
        match = WORD.match(text, start)
        if not match or match.end() >= end or not (match[0].casefold() in WEAK_ADJECTIVES or match[0].casefold() in FUNCTION_WORDS):
            return start
        start = match.end() + 1
