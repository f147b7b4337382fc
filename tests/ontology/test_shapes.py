"""Each shape can fail: the little atlas passes, and each planted offender is named with its message."""

from __future__ import annotations

import pytest
from little_atlas import ID, derived, lines_of, little_atlas

from ontology.shapes import faults, whole_graph_properties

CLEAN = derived(little_atlas())
HASH = "ab" * 32

PLANTED = [
    ("violation", "DOI", ':x a gov:Work ; gov:doi "https://doi.org/10.1000/1" .'),
    ("violation", "DOI", ':x a gov:Work ; gov:doi "10.1000/ABC" .'),
    ("violation", "ISBN", ':x a gov:Book ; gov:isbn "0-306-40615-2" .'),
    ("violation", "year of publication", ":x a gov:Work ; gov:publicationYear 20199 ."),
    ("violation", "one year a work", ":x a gov:Work ; gov:publicationYear 2001, 2002 ."),
    ("violation", "one title a language", ':x a gov:Work ; gov:title "A"@en, "B"@en .'),
    ("warning", "no author", ":x a gov:Report ."),
    ("violation", "one contributor", ":x a gov:Contribution ; gov:ordinal 1 ."),
    ("violation", "place in the order", ":x a gov:Contribution ; gov:contributor :p ; gov:ordinal 1, 2 ."),
    ("violation", "ISSN", ':x a gov:Venue ; gov:issn "03785955" .'),
    ("violation", "ISSN", ':x a gov:Venue ; gov:issnL "0378-595" .'),
    ("violation", "ORCID", ':x a gov:Person ; gov:orcid "https://orcid.org/0000-0002-1825-0097" .'),
    ("violation", "Date/Time", ':x gov:edtfDate "May 2015" .'),
    ("violation", "Date/Time", ':x gov:edtfDate "" .'),
    ("warning", "BCP 47", ':x gov:language "English (UK)" .'),
    ("violation", "in which language", ':x a gov:Concept ; skos:prefLabel "plain" .'),
    ("violation", "one preferred label", ':x a gov:Concept ; skos:prefLabel "one"@en, "two"@en .'),
    ("warning", "no label", ":x a gov:Practice ."),
    ("violation", "other label", ':x a gov:Concept ; skos:prefLabel "one"@en ; skos:altLabel "plain" .'),
    ("violation", "definition", ':x a gov:Concept ; skos:prefLabel "one"@en ; skos:definition "plain" .'),
    ("violation", "begins in one year", ":x a gov:Reform ; gov:startYear 2001 ; gov:endYear 1999 ."),
    ("violation", "ends in one year", ":x a gov:Reform ; gov:endYear 1999, 2000 ."),
    ("warning", "no work studies", ":x a gov:Case ."),
    ("violation", "ISO 3166", ':x a gov:Locality ; gov:isoCode "fin" .'),
    ("violation", "ISO 3166-1", ":x a gov:Country ; gov:inCountry :x ."),
    ("violation", "in itself", ':x a gov:Country ; gov:isoCode "SE" .'),
    ("violation", "exactly one stance", ':x gov:statedIn :w ; gov:bearsOn :t ; gov:claimStatus "STATED" .'),
    ("violation", "exactly one stance", ":x gov:statedIn :w ; gov:hasStance gov:applies, gov:extends ; gov:bearsOn :t ."),
    ("violation", "stated in exactly one work", ':x gov:supportsTheory :t ; gov:claimStatus "STATED" .'),
    ("violation", "bears on a concept", ":x gov:statedIn :w ; gov:hasStance gov:applies ."),
    ("warning", "no place in a captured text", ":x gov:statedIn :w ; gov:appliesTheory :t ."),
    ("violation", "STATED, EXTRACTED", ':x gov:statedIn :w ; gov:appliesTheory :t ; gov:claimStatus "sure" .'),
    ("violation", "explicit or interpretive", ':x gov:statedIn :w ; gov:claimBasis "guess" .'),
    ("violation", "0 to 1", ":x gov:confidence 1.5 ."),
    ("violation", "0 to 1", ':x gov:confidence "0.5"^^xsd:double .'),
    ("violation", "one captured source", ":x a gov:Evidence ; gov:position 1 ; gov:endPosition 2 ."),
    ("violation", "before its end", ":x a gov:Evidence ; gov:foundIn :s ; gov:position 9 ; gov:endPosition 2 ."),
    ("violation", "before its end", ":x a gov:Mention ; gov:foundIn :s ; gov:position -1 ; gov:endPosition 2 ."),
    ("violation", "ends at one place", ":x a gov:Evidence ; gov:foundIn :s ; gov:position 1 ."),
    ("violation", "SHA-256", ':x a gov:Source ; gov:contentHash "abc" ; gov:display "full" .'),
    ("violation", "may be shown", f':x a gov:Source ; gov:contentHash "{HASH}" ; gov:display "all" .'),
    ("warning", "licence", f':x a gov:Source ; gov:contentHash "{HASH}" ; gov:display "full" .'),
    ("violation", "never an empty text", ':x a gov:Work ; gov:volume " " .'),
    ("violation", "never an empty text", ':x a gov:Person ; gov:givenName "" .'),
    ("violation", "words of the source", ':x gov:method "" .'),
    ("violation", "letter after a year", ':x a gov:Work ; gov:yearSuffix "2001a" .'),
    ("warning", "http or https", ':x a gov:Work ; gov:landingPage "www.example.org" .'),
    ("warning", "no label in any source", ":x a gov:Organisation ."),
    ("violation", "thing with an IRI", ':x gov:publishedBy "A press" .'),
    ("violation", "last segment", ':x gov:slug "New Public" .'),
    ("violation", "never linked to anyone", ":x a gov:Respondent ; gov:possiblySameAs :y ."),
    ("violation", "never linked to a named one", ":x a gov:AnonymisedCase ; gov:possiblySameAs :y ."),
    ("violation", "dates were seen", ':x a gov:Reform ; gov:datesSeen "yes" .'),
    ("violation", "anonymised is true or false", ':x gov:anonymised "no" .'),
    ("violation", "of one concept", ":x a gov:Mention ."),
    ("violation", "by one work", ":x a gov:Mention ; gov:mentionedBy :v, :w ."),
    ("warning", "holds the rights", ":x a gov:Source ."),
    ("violation", "one address", ':x a gov:Source ; gov:retrievedFrom "a", "b" .'),
    ("violation", "one length", ":x a gov:Source ; gov:textLength 1, 2 ."),
    ("violation", "one property", ":x a gov:Disagreement ."),
    ("violation", "one chosen value", ':x a gov:Disagreement ; gov:chosenValue "a", "b" .'),
    ("violation", "not chosen", ":x a gov:Disagreement ."),
    ("violation", "by which rule", ":x a gov:Disagreement ."),
    ("violation", "supersedes itself", ":x gov:supersedes :y . :y gov:supersedes :x ."),
    ("violation", "share one identifier", ':w gov:doi "10.1000/1" . :x gov:doi "10.1000/1" .'),
    ("violation", "share one identifier", ':j gov:issn "0317-8471" . :x gov:issn "0317-8471" .'),
    ("violation", "lies within itself", ":x gov:within :y . :y gov:within :z . :z gov:within :x ."),
    ("violation", "broader than itself", ":x gov:broader :y . :y gov:broader :x ."),
    ("violation", "own prerequisite", ":x gov:conceptRequires :y . :y gov:conceptRequires :z . :z gov:conceptRequires :x ."),
    ("violation", "own prerequisite", ":x gov:requires :y . :y gov:requires :x ."),
]


def test_the_little_atlas_has_no_violation() -> None:
    assert [fault for fault in faults(CLEAN) if fault.severity == "violation"] == []


@pytest.mark.parametrize(("severity", "message", "turtle"), PLANTED, ids=[f"{row[1]}-{place}" for place, row in enumerate(PLANTED)])
def test_a_planted_offender_is_named(severity, message, turtle) -> None:
    found = [fault for fault in faults(derived(lines_of(turtle))) if message in fault.message]
    assert any(fault.severity == severity and f"{ID}x" in {fault.focus, fault.value} for fault in found)


GOOD = [
    ':x gov:edtfDate "2015-06" .', ':x gov:edtfDate "199X" .', ':x gov:edtfDate "2002/2011" .', ':x gov:edtfDate "2004-06-11~" .',
    ':x gov:edtfDate "1984?" .', ':x gov:edtfDate "2004/.." .', ':x gov:language "zh-Hant-TW" .', ":x gov:confidence 0.75 .",
    ':x a gov:Work ; gov:authorsAsPrinted "Ek, 2001" ; gov:doi "10.1017/s0003055403000534" ; gov:title "A"@en, "B"@fr .',
    ':x a gov:Subdivision ; gov:isoCode "CA-AB" .', ':x a gov:Supranational ; gov:isoCode "UN" .',
    ":x a gov:Reform ; gov:startYear 2001 ; gov:endYear 2001 .", ":x gov:broader :y . :x gov:broader :z . :y gov:broader :z .",
]  # fmt: skip


@pytest.mark.parametrize("turtle", GOOD)
def test_what_is_right_passes(turtle) -> None:
    assert [fault for fault in faults(derived(lines_of(turtle))) if "no label" not in fault.message] == []


def test_focus_limits_the_work_to_the_things_named() -> None:
    lines = derived(lines_of(":x gov:confidence 7.5 . :y gov:confidence 8.5 ."))
    assert {fault.focus for fault in faults(lines)} == {f"{ID}x", f"{ID}y"}
    assert {fault.focus for fault in faults(lines, focus=[f"{ID}y"])} == {f"{ID}y"}
    assert faults(lines, focus=[]) == ()


def test_keys_and_cycles_tell_which_properties_they_need_whole() -> None:
    names = {iri.rsplit("#", 1)[1] for iri in whole_graph_properties()}
    assert {"doi", "issn", "orcid", "isoCode", "within", "requires", "conceptRequires", "broader"} <= names
