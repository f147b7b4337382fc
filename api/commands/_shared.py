"""What the commands share: the options that every command has, and opening the store they name."""

from __future__ import annotations

import functools
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from api.settings import Settings, engine_settings, read_settings, store_location

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from graph.store import Store


def everywhere(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--store` and `--json`; it receives `settings` and `as_json`."""

    @click.option(
        "--store", metavar="PATH_OR_URL", help="Folder of an embedded store, or URL of a SPARQL 1.1 engine [env: GOVGRAPH_STORE]."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout; messages go to stderr.")
    @functools.wraps(function)
    def command(*args: object, store: str | None, as_json: bool, **options: object) -> object:
        flags = {"store": store} | {name: options[name] for name in ("host", "port") if name in options}
        return function(*args, settings=read_settings(flags), as_json=as_json, **options)

    return command


@contextmanager
def opened(settings: Settings, *, read_only: bool = False) -> Iterator[Store]:
    """The store that the settings name, closed in the end."""
    from graph.store import open_store

    store = open_store(store_location(settings), read_only=read_only, settings=engine_settings(settings))
    try:
        yield store
    finally:
        store.close()


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())
