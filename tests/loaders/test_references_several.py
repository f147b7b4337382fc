"""Entries that hold several references come apart; those that only look so stay whole."""

from __future__ import annotations

import pytest

from loaders.reading.reference.several import references_in

DOORS, WINDOWS = "Harrow, L. (2008). Counting doors. Journal of Tides, 7(1), 11–30", "Merrow, J. (2009). Counting windows. Fyr"


@pytest.mark.parametrize(
    ("string", "parts"),
    [
        (f"(a) {DOORS}. (b) {WINDOWS}.", [f"{DOORS}.", f"{WINDOWS}."]),
        (f"12. a) {DOORS}; b) {WINDOWS}", [DOORS, WINDOWS]),
        (f"{DOORS}; {WINDOWS}.", [DOORS, f"{WINDOWS}."]),
        (f"{DOORS}; see also {WINDOWS}.", [DOORS, f"{WINDOWS}."]),
        (
            "Max Wehrli: Amt und Hafen, Kiel 1972, S. 124; Niklas Luhnau: Funktionen der Ämter, Berlin 1964, S. 30.",
            ["Max Wehrli: Amt und Hafen, Kiel 1972, S. 124", "Niklas Luhnau: Funktionen der Ämter, Berlin 1964, S. 30."],
        ),
    ],
)
def test_several(string: str, parts: list[str]) -> None:
    assert [string[start:end] for start, end in references_in(string)] == parts


@pytest.mark.parametrize(
    "string",
    [
        "Smith, J., Ports; A History of Trade (London: Pier, 1990).",
        "Hill, A.; Osei, P. M.; Quarry, I. Councils and wells. Water Policy Lett. 2011, 4, 33–48.",
        "Berg J, Lund A. Ferries and fees. Public Harb 2001; 3(2): 44-60.",
        "Lund, A. (1999). Docks (a) of stone and (b) of wood, 1600–1900. Fyr.",
        "Harrow, L. (2011). The auditor's island; Lantern Books, 2nd printing 2012.",
        "(a) 2001; (b) 2002",
        "",
    ],
)
def test_one(string: str) -> None:
    assert references_in(string) == [(0, len(string))]
