"""The options of the commands that may ask a language model."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from api.settings import Settings


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--endpoint`, `--model`, `--wait` and `--send-closed`; it finds them in its `settings`."""

    @click.option("--endpoint", metavar="URL", help="Ask this OpenAI-compatible endpoint [env: GOVGRAPH_LLM_URL]; '' = none.")
    @click.option("--model", metavar="NAME", help="The model to ask there [env: GOVGRAPH_LLM_MODEL]; its key: GOVGRAPH_LLM_KEY.")
    @click.option("--wait", metavar="SECONDS", type=click.FloatRange(0, min_open=True), help="How long for each answer; 60 unless said.")
    @click.option(
        "--send-closed", is_flag=True, help="Send texts without an open licence, too, to an endpoint that is not on this machine."
    )
    @functools.wraps(command)
    def asking(
        *args: object, settings: Settings, endpoint: str | None, model: str | None, wait: float | None, send_closed: bool, **options: object
    ) -> object:
        given = {"llm_url": endpoint, "llm_model": model, "llm_seconds": wait, "llm_texts": "all" if send_closed else None}
        chosen: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        return command(*args, settings=replace(settings, **chosen), **options)

    return asking
