"""What the commands share: the options that several have, texts and files of the command line, and JSON on stdout."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from api.settings import Settings, read_settings
from graph.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


_GIVEN = "govgraph.settings"


def setting_option(name: str, told: str, **more: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An option that sets the setting of its name: the command finds it in `settings`, and takes no parameter for it."""

    def keep(ctx: click.Context, _: click.Parameter, value: object) -> None:
        ctx.meta.setdefault(_GIVEN, {})[name] = value

    return click.option(f"--{name}", expose_value=False, callback=keep, help=told, **more)


def listening_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of a command that serves: where it listens, and under which path it is seen."""
    prefix = setting_option("prefix", "The path that a proxy shows the server under; none unless said.", metavar="/PATH")
    port = setting_option("port", "Port; 8000 unless said.", type=int)
    return setting_option("host", "Address to listen on; 127.0.0.1 unless said.")(port(prefix(command)))


def everywhere(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command `--store` and `--json`; it receives `settings` and `as_json`."""

    @click.option(
        "--store", metavar="PATH_OR_URL", help="Folder of an embedded store, or URL of a SPARQL 1.1 engine [env: GOVGRAPH_STORE]."
    )
    @click.option("--json", "as_json", is_flag=True, help="Print JSON on stdout; messages go to stderr.")
    @functools.wraps(function)
    def command(*args: object, store: str | None, as_json: bool, **options: object) -> object:
        ctx = click.get_current_context()
        first = ctx.find_root().params.get("store")  # `govgraph --store S COMMAND`
        settings = read_settings({"store": first if store is None else store, **ctx.meta.get(_GIVEN, {})})
        if settings.base != Settings().base:
            os.environ["GOVGRAPH_BASE"] = settings.base  # the graph's layer reads it once, when it is first imported
        return function(*args, settings=settings, as_json=as_json, **options)

    return command


class NewFile(click.Path):
    """A file to write: that its folder is there is seen before the work begins, not after it."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path."""
        path = Path(os.fsdecode(super().convert(value, param, ctx)))
        if not path.absolute().parent.is_dir():
            self.fail(f"{path}: there is no folder {path.absolute().parent}; make it first", param, ctx)
        return path


def decoded(data: bytes, name: str) -> str:
    """The text of a file that is said to be one.

    Raises:
        InputError: it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8 text (byte {error.start}); name a text file, or save it as UTF-8") from error


def parameters_of(given: Iterable[str]) -> dict[str, list[str]]:
    """The parameters of a saved query as `-p NAME=VALUE` gives them, each with its values.

    Raises:
        UsageError: one has no value.
    """
    parameters: dict[str, list[str]] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(f"-p takes NAME=VALUE, not '{pair}'")
        parameters.setdefault(name, []).append(value)
    return parameters


def rejects_option(what: str = "was rejected") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option `--rejects FILE` of a command that reads what people wrote."""
    return click.option("--rejects", type=NewFile(), help=f"Write what {what} to a file, one JSON object a line.")


def reject_line(row: dict[str, Any]) -> str:
    """A reject as the commands tell it: file, record or line, reason."""
    place = next((f"{unit} {row[unit]}" if isinstance(row[unit], int) else row[unit] for unit in ("record", "line") if unit in row), "")
    return f"rejected: {row['file']}, {place}: {row['reason']}"


def from_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--from FORMAT` of a command that reads documents."""

    def listed(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
        if value is None:
            return None
        from loaders import FORMATS

        if value == "list":
            click.echo("\n".join(FORMATS))
            ctx.exit()
        if value not in FORMATS:
            raise UsageError(f"--from: there is no format '{value}'; `--from list` prints the names")
        return value

    told = "A loader's name, where the content is not to decide; `list` prints the names."
    return click.option("--from", "form", metavar="FORMAT", is_eager=True, callback=listed, help=told)(command)


def as_of_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option `--as-of VERSION` of a command that only reads."""
    told = "As an earlier load left the graph: a mark that `govgraph versions` lists, or a time (2026-05-01, 2026-05-01T12:00:00Z)."
    return click.option("--as-of", metavar="VERSION", default="", help=told)(command)


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    import orjson

    click.echo(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS).decode())
