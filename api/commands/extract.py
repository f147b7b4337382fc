"""`govgraph extract`: concepts, places, cases and claims of a text, with their places."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

import click
import orjson

from api.commands._shared import everywhere
from graph.errors import InputError

if TYPE_CHECKING:
    from api.settings import Settings


@click.command(short_help="Extract mentions and claims from plain text or JSON lines.")
@click.argument("path", type=click.File("r", encoding="utf-8", errors="replace"))
@everywhere
def command(settings: Settings, as_json: bool, path: IO[str]) -> None:
    """Read PATH (- for stdin): plain text, or JSON lines with `id` and `text`; print JSON lines with `id`, `mentions` and `claims`."""
    from loaders.reading import extract_text

    del settings, as_json  # the answer is JSON lines either way
    whole = path.read()
    for name, text in _texts(whole, path.name):
        found = {"id": name, **extract_text(text)}
        sys.stdout.buffer.write(orjson.dumps(found) + b"\n")


def _texts(whole: str, name: str) -> list[tuple[str, str]]:
    if not whole.lstrip().startswith("{"):
        return [(name, whole)]
    texts = []
    for number, line in enumerate(whole.splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = orjson.loads(line)
            texts.append((str(said["id"]), str(said["text"])))
        except (orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise InputError(f"{name}:{number}: a JSON object with `id` and `text` is expected on each line") from error
    return texts
