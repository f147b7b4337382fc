"""The works of the graph in the formats that reference managers read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from graph.works import works

if TYPE_CHECKING:
    from collections.abc import Iterator

    from graph.store import Store


def export_records(store: Store, form: str) -> Iterator[bytes]:
    """All works as bibtex, ris or csl-json, by IRI."""
    if form == "csl-json":
        from graph.csl import work_to_csl

        yield b"["
        for place, work in enumerate(works(store)):
            yield (b",\n" if place else b"\n") + orjson.dumps(work_to_csl(work, place))
        yield b"\n]\n"
        return
    if form == "bibtex":
        from loaders.bibtex import to_bibtex as written
    else:
        from loaders.ris import to_ris as written
    yield written(works(store)).encode()
