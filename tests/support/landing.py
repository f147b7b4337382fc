"""Landing pages to try: what stands in their head, and the works that are read from them."""

from __future__ import annotations

import json

from graph.record import Capture, Source, Work
from graph.sources.capture import capture_of
from loaders import landing_page

COINS = '<span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft_val_fmt=info:ofi/fmt:kev:mtx:{form}&amp;{rest}"></span>'


def page(head: str, body: str = "<p>Text.</p>") -> Capture:
    return capture_of(
        f"<!doctype html><html lang='en'><head><title>Window</title>{head}</head><body>{body}</body></html>".encode(), "p.html"
    )


def meta(**values: str) -> str:
    return "".join(f'<meta name="{name.replace("__", ".")}" content="{value}">' for name, value in values.items())


def ld(node: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def works(capture: Capture) -> list[Work]:
    said = list(landing_page.read(capture))
    assert isinstance(said[0], Source)
    return [one for one in said if isinstance(one, Work)]
