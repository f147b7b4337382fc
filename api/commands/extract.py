"""`govgraph extract`: concepts, places, cases and claims of a text, with their places."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING

import click
import orjson

from api.commands._shared import everywhere

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.settings import Settings


@click.command(short_help="Extract mentions and claims from plain text or JSON lines.")
@click.argument("path", type=click.File("r", encoding="utf-8", errors="replace"))
@everywhere
def command(settings: Settings, as_json: bool, path: IO[str]) -> None:
    """Read PATH (- for stdin): plain text, or JSON lines with `id` and `text`; print JSON lines with `id`, `mentions` and `claims`."""
    from loaders.reading import extract_text

    del settings, as_json  # the answer is JSON lines either way
    refused = 0
    for number, name, text in _texts(path.read(), path.name):
        if name is None:
            refused += 1
            click.echo(f"rejected: {path.name}, line {number}: a JSON object with `id` and `text` is expected", err=True)
            continue
        sys.stdout.buffer.write(orjson.dumps({"id": name, **extract_text(text)}) + b"\n")
    sys.stdout.buffer.flush()
    sys.exit(3 if refused else 0)


def _texts(whole: str, name: str) -> Iterator[tuple[int, str | None, str]]:
    """(line, id, text) of each text; the id is None where a line cannot be read."""
    if not whole.lstrip("\ufeff \t\r\n").startswith("{"):
        yield 1, name, whole
        return
    for number, line in enumerate(whole.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = orjson.loads(line)
        except orjson.JSONDecodeError:
            said = None
        if isinstance(said, dict) and isinstance(said.get("id"), (str, int)) and isinstance(said.get("text"), str):
            yield number, str(said["id"]), said["text"]
        else:
            yield number, None, ""
