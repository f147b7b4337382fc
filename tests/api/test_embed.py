"""The element's script is small, and so is a card."""

from __future__ import annotations

import gzip

from api.cards.html import style
from api.cards.routes import script


def test_the_script_costs_less_than_three_kilobytes() -> None:
    assert len(gzip.compress(script(), 9)) <= 3000


def test_the_cards_style_loads_nothing() -> None:
    assert "url(" not in style()
    assert "@import" not in style()
    assert b"import " not in script()
