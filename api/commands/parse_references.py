"""`govgraph parse-references`: reference strings → CSL-JSON."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

import click
import orjson

from api.commands._shared import everywhere

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Parse reference strings, one a line, to CSL-JSON, one object a line.")
@click.argument("path", type=click.File("r", encoding="utf-8", errors="replace"))
@everywhere
def command(settings: Settings, as_json: bool, path: IO[str]) -> None:
    """Parse the reference strings of PATH (- for stdin); each answer carries `custom.confidence` and `custom.raw`."""
    from loaders.reading.reference.csl import to_csl
    from loaders.reading.references import parse

    del settings, as_json  # the answer is JSON lines either way
    for number, line in enumerate(path, 1):
        sys.stdout.buffer.write(orjson.dumps(to_csl(parse(line.rstrip("\n")), number)) + b"\n")
