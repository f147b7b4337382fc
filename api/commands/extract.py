"""`govgraph extract`: concepts, places, cases and claims of a text, with their places."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING, Any

import click
import orjson

from api.commands._models import model_options
from api.commands._shared import everywhere
from graph.errors import GovgraphError, LaterError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from api.settings import Settings


PATIENCE = 3
"""Texts in a row without an answer after which an endpoint is asked no more."""


@click.command(short_help="Extract mentions and claims from plain text or JSON lines.")
@click.argument("path", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--all", "every", is_flag=True, help="Also claims that are not sure enough to be shown, each claim with `shown`.")
@everywhere
@model_options
def command(settings: Settings, as_json: bool, path: IO[str], every: bool) -> None:
    """Read PATH (- for stdin): plain text, or JSON lines with `id` and `text`; print JSON lines with `id`, `mentions` and `claims`.

    With an endpoint a language model proposes; what is not verbatim in the text is thrown away and counted. A plain text has no licence: it
    is sent to this machine only, unless --send-closed.
    """
    from graph.sources.capture import legible
    from loaders.reading.stances.weights import asked_for

    del as_json  # the answer is JSON lines either way
    extract, refused, late = _extractor(settings, every=every, least=asked_for(settings.least_confidence)), 0, 0
    for number, name, text in _texts(path.read(), legible(path.name)):
        if name is None:
            refused += 1
            click.echo(f"rejected: {path.name}, line {number}: a JSON object with `id` and `text` is expected", err=True)
            continue
        try:
            found = extract(text)
        except UsageError:
            raise
        except GovgraphError as error:
            refused, late = refused + 1, late + 1 if isinstance(error, LaterError) else 0
            click.echo(f"rejected: {path.name}, line {number}: {error}", err=True)
            if late == PATIENCE:
                sys.stdout.buffer.flush()
                raise LaterError(f"{path.name}: no answer {PATIENCE} times in a row; from line {number} on nothing was answered") from None
            continue
        late = 0
        sys.stdout.buffer.write(orjson.dumps({"id": name, **found}) + b"\n")
    sys.stdout.buffer.flush()
    sys.exit(3 if refused else 0)


def _extractor(settings: Settings, *, every: bool, least: Mapping[str, float]) -> Callable[[str], dict[str, Any]]:
    if not settings.llm_url:
        from loaders.reading import extract_text

        return lambda text: extract_text(text, every=every, least=least)
    from api.tasks.proposing import endpoint_of

    asked = endpoint_of(settings)
    if not asked.is_here and settings.llm_texts != "all":
        told = "is not on this machine, and a plain text has no licence that opens it; --send-closed sends it all the same"
        raise UsageError(f"{asked.host or asked.name} {told}")

    def ask(text: str) -> dict[str, Any]:
        answer = asked.ask(text)
        return {"mentions": answer.mentions, "claims": answer.claims, "thrown": dict(answer.thrown)}

    return ask


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
