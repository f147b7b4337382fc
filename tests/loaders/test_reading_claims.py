"""Claims by cue rules: stance, theory, case and evidence, and what is no claim."""

from __future__ import annotations

import pytest

from graph.record import STANCES, Claim, Passage, Respondent, Work
from loaders.reading.named import cases, concepts, links, organisations
from loaders.reading.prose import cues, document
from loaders.reading.stances import claims


def made(*texts: tuple[str, str], quoted_from: Work | None = None) -> list[Claim]:
    whole, work = "", Work()
    for kind, text in texts:
        work.passages.append(Passage([(len(whole), len(whole) + len(text))], kind, quoted_from=quoted_from))
        whole += text + "\n"
    read = document.build(work, whole)
    named = concepts.named(read, concepts.Lexicon())
    return claims.claims(read, named, [each.case for each in cases.cases(read, organisations.bodies(read), [])])


def stances(text: str, kind: str = "abstract") -> set[tuple[str, str]]:
    return {(claim.theory.slug, claim.stance) for claim in made((kind, text))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In the case of Alberta the theory of post-NPM misconstrues the drivers of parks.", {("post-npm", "challenges")}),
        (
            "This confounds the orthodoxies of traditional public administration and New Public Management approaches.",
            {("traditional-public-administration", "challenges"), ("new-public-management", "challenges")},
        ),
        ("A strictly vertical governance is not enough.", {("vertical-governance", "challenges")}),
        ("The case of the water board of Kurashima, Japan, contradicts public value theory.", {("public-value", "challenges")}),
        (
            "The experience of Estonia supports digital-era governance theory and undermines New Public Management.",
            {("digital-era-governance", "supports"), ("new-public-management", "challenges")},
        ),
        ("We conclude that public service logic does not support better parks.", {("public-service-logic", "challenges")}),
        ("The findings show that co-creation does not improve parks.", {("co-creation", "challenges")}),
        ("We find support for two mechanisms of performance attraction.", {("performance-attractor", "supports")}),
        ("The authors found that co-production can provide a helpful frame.", {("co-production", "supports")}),
        ("Results show that network governance is associated with higher trust in parks.", {("governance-network-theory", "supports")}),
        (
            "We conclude with a shift from principal-agent theory to stewardship theory.",
            {("principal-agent-theory", "challenges"), ("stewardship-theory", "supports")},
        ),
        ("Our results reveal several barriers to integrated care.", {("integrated-care", "qualifies")}),
        ("We show that living labs can strengthen parks but weaken trust, and living labs undermine care.", {("living-labs", "qualifies")}),
        ("This article adds to public service logic by stressing parks.", {("public-service-logic", "extends")}),
        (
            "The authors propose that managers do not stick only to horizontal governance, but also use other means.",
            {("horizontal-governance", "extends")},
        ),
        ("This paper introduces and develops the concept of 'park circles'.", {("park-circles", "proposes")}),
        ("Theoretically based on public service logic, this study looks at parks.", {("public-service-logic", "applies")}),
        ("The institutional logics lens is applied in the analysis of a park.", {("institutional-logics", "applies")}),
        ("We use the park office as an illustrative case to explain how hybridisation works.", {("hybridity", "illustrates")}),
        ("Our findings sit uneasily with theories of agencification.", {("agencification", "challenges")}),
        ("These results run counter to much of the literature on co-production.", {("co-production", "challenges")}),
        ("We find little evidence that co-production improves parks.", {("co-production", "challenges")}),
        ("We argue that co-production alone cannot save parks.", {("co-production", "qualifies")}),
        ("We show that co-production improves parks at the expense of gardens.", {("co-production", "qualifies")}),
        ("Visitors stayed longer, which supports co-production.", {("co-production", "supports")}),
        (
            "The comparison illustrates how austerity and co-production shape parks.",
            {("austerity", "illustrates"), ("co-production", "illustrates")},
        ),
        ("We call this way of working 'muddling gardening'.", {("muddling-gardening", "proposes")}),
        ("The notion of 'park circles' is put forward.", {("park-circles", "proposes")}),
    ],
)
def test_the_seven_stances(text: str, expected: set[tuple[str, str]]) -> None:
    assert stances(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "New Public Management reforms have delivered many benefits.",
        "Scholars have often argued that co-production improves parks.",
        "This article examines whether co-production improves parks.",
        "Does co-production improve parks?",
        "Further research should challenge New Public Management.",
        "Co-production is a way of working. New Public Management is another.",
        "These findings help parks to overcome the deficiencies of New Public Management.",
        "The findings call for rethinking co-production.",
        "This study uses co-production to explain parks.",
    ],
)
def test_background_aims_and_questions_are_no_claims(text: str) -> None:
    assert stances(text) == set()


def test_a_title_claims_only_with_a_verdict() -> None:
    assert stances("The Lasting Constraints of New Public Management on Parks", "title") == {("new-public-management", "challenges")}
    dead = stances("New public management is dead – long live digital-era governance", "title")
    assert dead == {("new-public-management", "challenges"), ("digital-era-governance", "proposes")}
    assert stances("Challenging New Public Management: Parks", "title") == set()


def test_evidence_and_cases() -> None:
    (claim,) = made(("abstract", "We rest on a case study of parks in Norway. We find support for public value in parks. More follows."))
    assert [span.exact for span in claim.evidence] == ["We find support for public value in parks."]
    assert [case.label for case in claim.cases] == ["Parks in Norway"]
    assert (claim.status, claim.basis) == ("EXTRACTED", "explicit")
    assert 0 < (claim.confidence or 0) < 1


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("Parks remained poor. In Denmark the theory of post-NPM misconstrues parks.", ["Denmark"]),
        ("We find poor parks in Denmark. Moreover, the theory of post-NPM misconstrues the drivers of parks.", ["Denmark"]),
        ("We find poor parks. Moreover, the theory of post-NPM misconstrues the drivers of parks.", []),
        ("Parks remained poor. We find that the theory of post-NPM misconstrues the drivers of parks.", ["Denmark", "Sweden"]),
    ],
    ids=["named", "named just before", "named long ago", "found"],
)
def test_a_claim_of_a_work_with_several_cases_rests_on_those_that_it_speaks_of(sentences: str, expected: list[str]) -> None:
    found = made(("abstract", f"This article compares agencies in Denmark and Sweden. Parks differ. {sentences}"))
    assert {claim.theory.slug for claim in found} == {"post-npm"}
    assert [[case.label for case in claim.cases] for claim in found] == [expected]


def test_what_literature_proposes_counts_where_the_work_takes_a_stand_on_it() -> None:
    reported = "Recent research on post-NPM suggests ministers close parks. "
    assert stances(reported) == set()
    found = stances(reported + "In the case of Alberta post-NPM misconstrues parks.")
    assert found == {("post-npm", "proposes"), ("post-npm", "challenges")}


def test_the_body_of_an_article_claims_by_strong_words_only() -> None:
    assert stances("This study shows that co-production improves parks.", "body") == set()
    assert stances("New Public Management has not overcome the bureaucracy.", "body") == {("new-public-management", "challenges")}


def test_a_quotation_speaks_for_the_work_it_is_from() -> None:
    other = Work(title="Another")
    (claim,) = made(("quotation", "New Public Management has not overcome the bureaucracy."), quoted_from=other)
    assert claim.work is other


def test_a_respondents_words_are_no_claim_of_the_work() -> None:
    text = "New Public Management has not overcome the bureaucracy."
    work = Work()
    work.passages.append(Passage([(0, len(text))], "quotation", voiced_by=Respondent(work, "R1")))
    read = document.build(work, text)
    assert claims.claims(read, concepts.named(read, concepts.Lexicon()), []) == []


def linked(text: str) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    read = document.build(Work(passages=[Passage([(0, len(text))], "abstract")]), text)
    named = concepts.named(read, concepts.Lexicon())
    links.connect(read, named)
    produces = {(n.concept.slug, other.slug) for n in named for other, _ in n.concept.produces}
    return produces, {(n.concept.slug, other.slug) for n in named for other, _ in n.concept.responds_to}


def test_what_produces_and_what_answers() -> None:
    text = "New public management has generated many challenges. Chief among them is fragmentation of public services in parks."
    assert linked(text) == ({("new-public-management", "fragmentation")}, set())
    text = "Joined-up government is popular. It is also part of efforts to counteract the fragmentation of programmes."
    assert linked(text) == (set(), {("joined-up-government", "fragmentation")})


def test_the_table_of_cues_is_sound() -> None:
    for cue in cues.cues():
        assert cue.stance in STANCES
        assert cue.strength in ("strong", "voiced", "method")
        assert cue.where in ("title", "text", "any", cues.SPEECH, *cues.WIDE)
        assert 0.5 <= cue.confidence < 1
        assert "targets" in cue.pattern.groupindex
