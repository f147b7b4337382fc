"""Writes the reference pages on commands, formats, saved queries and settings: `python -m api.about.reference docs/reference`."""

from __future__ import annotations

import inspect
import re
import sys
from dataclasses import fields
from pathlib import Path

import click

import loaders
import queries
from api.about.snippets import snippets
from api.cli import Commands, govgraph
from api.settings import Settings


def commands() -> str:
    """Every command with its options."""
    assert isinstance(govgraph, Commands)
    out = ["# Commands\n", "Exit codes: 0 done · 1 failed · 2 usage · 3 some input rejected · 4 store busy or locked · 75 try later.\n"]
    out.append("Every command takes `--store PATH_OR_URL` (`GOVGRAPH_STORE`) and `--json`.\n")
    context = click.Context(govgraph, info_name="govgraph")
    for name in govgraph.list_commands(context):
        command = govgraph.get_command(context, name)
        assert command is not None
        usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
        out.append(f"## {name}\n\n`govgraph {name} {usage}`\n\n{inspect.cleandoc(command.help or '')}\n")
        rows = [
            f"| `{' '.join(parameter.opts)}` | {parameter.help or ''}{_choices(parameter)} |"
            for parameter in command.params
            if isinstance(parameter, click.Option) and parameter.name not in ("store", "as_json")
        ]
        if rows:
            out.append("| option | meaning |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(out)


_FEW = 12
"""So many words of an option are told."""


def _choices(option: click.Option) -> str:
    """The words that an option takes, where they are a few; loaders have a page of their own."""
    words = [str(word) for word in option.type.choices] if isinstance(option.type, click.Choice) else []
    return f" One of {', '.join(f'`{word}`' for word in words)}." if 0 < len(words) <= _FEW else ""


_FENCES = {"Command line": "console", "curl": "console", "Python": "python", "R": "r", "JavaScript": "javascript"}
_PAGES_TOLD = """
    Every query also takes `limit` (1 to 10,000) and `after`, and then answers by pages: the reply's `Link: rel=next`, and `next` in JSON
    and GraphQL, give the `after` of the next page. A page begins behind the last row of the one before, also when rows were written in
    between. `languages` (`nb,en`) calls the things of an answer as they are called in the first of these languages that has a name for
    them, `nb-NO` falling back to `nb`; else in English, else in any. JSON tells each column's type; beside each CSV lies its metadata,
    `/queries/{name}.csv-metadata.json` (CSV on the Web).
"""


def _taken(parameter: queries.Parameter) -> str:
    told = f"{parameter.name}: {parameter.type}"
    if parameter.required:
        return told
    return f"[{told}]" if parameter.default is None else f"[{told}, {parameter.default} unless said]"


def saved_queries() -> str:
    """Every saved query with its parameters and columns."""
    out = [
        "# Saved queries\n",
        "The name is the same as a page, a file, a command, a GraphQL field and an agent's tool. Optional parameters stand in brackets.\n",
        inspect.cleandoc(_PAGES_TOLD) + "\n",
    ]
    for query in queries.every():
        takes = ", ".join(map(_taken, query.parameters)) or "none"
        gives = ", ".join(f"{c.name}: {c.type}" for c in query.columns)
        told = f"{query.summary} {query.description}".strip()
        out.append(f"## {query.name}\n\n{told}\n\n- takes {takes}\n- gives {gives}\n")
        for language, text in snippets(query, query.example.parameters, "http://127.0.0.1:8000/"):
            out.append(f"{language}:\n\n```{_FENCES[language]}\n{text}\n```\n")
    return "\n".join(out)


def settings() -> str:
    """Every setting, its environment name, default and meaning."""
    source = inspect.getsource(Settings)
    out = ["# Settings\n", "Flags over environment over `govgraph.toml` in the working folder (`GOVGRAPH_CONFIG`) over defaults.\n"]
    out.append("| setting | environment | default | meaning |\n|---|---|---|---|")
    for f in fields(Settings):
        meaning = re.search(rf'^    {f.name}: [^\n]+\n    """(.+?)"""', source, re.MULTILINE | re.DOTALL)
        told = " ".join(meaning[1].split()) if meaning else ""
        out.append(f"| `{f.name}` | `GOVGRAPH_{f.name.upper()}` | `{f.default!r}` | {told} |")
    return "\n".join(out) + "\n"


def formats() -> str:
    """Every format that is read, with what its loader tells of itself."""
    out = [
        "# Formats\n",
        "Recognised from the content; `--from NAME` where that is not to decide (`--from list` prints the names). gzip, bzip2, xz",
        "and zstd (before Python 3.14 with the extra `zstd`) are undone; folders and archives are read whole,",
        "each member as `archive!folder/name`; what is beyond the limits of an input is",
        "rejected with its reason.\n",
        "| name | what it is |\n|---|---|",
        *(f"| `{name}` | {loader.LABEL} |" for name, loader in loaders.FORMATS.items()),
    ]
    return "\n".join(out) + "\n"


PAGES = {"commands.md": commands, "formats.md": formats, "queries.md": saved_queries, "settings.md": settings}


def main(folder: Path) -> None:
    """Write all pages."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
