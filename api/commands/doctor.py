"""`govgraph doctor`: what stands, what is missing, and what to do about it."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import sys
from dataclasses import fields
from difflib import get_close_matches
from importlib.metadata import entry_points

import click

from api.commands._shared import everywhere, print_json
from api.opening import opened
from api.settings import Settings, store_location
from graph.errors import GovgraphError
from graph.extras import install

_NEEDED = (
    "pyoxigraph",
    "rdflib",
    "strawberry",
    "uvicorn",
    "starlette",
    "owlready2",
    "pyshacl",
    "jinja2",
    "selectolax",
    "bibtexparser",
)
_EXTRAS = {
    "pdf": ("pypdfium2", "PDF files"),
    "sheets": ("python_calamine", "XLSX and ODS tables"),
    "scale": ("dask", "`govgraph bulk`"),
    "agents": ("mcp", "`govgraph mcp`"),
    "zstd": ("compression.zstd|backports.zstd", "files compressed by zstd"),
}
"""Extra → the module that it brings, or modules of which one is enough, and what it is for."""
_BESIDE = frozenset({"GOVGRAPH_CONFIG", "GOVGRAPH_DEBUG"})
"""Variables of ours that are no settings."""


@click.command(short_help="Look whether everything is in place.")
@everywhere
def command(settings: Settings, as_json: bool) -> None:
    """Look at Python, libraries, extras, loaders of third parties, Java (for HermiT) and the store."""
    wanted = [*map(_extra, _EXTRAS), _java(), *_unheard()]
    checks = [_python(), *map(_library, _NEEDED), *_third_parties(), *wanted, _store(settings)]
    if as_json:
        print_json([{"what": what, "ok": good, "told": told} for what, good, told in checks])
    else:
        for what, good, told in checks:
            click.echo(f"{'ok ' if good else '-  ' if (what, good, told) in wanted else 'NOT'}  {what}: {told}")
    if not all(good for what, good, told in checks if (what, good, told) not in wanted):
        raise GovgraphError("something is missing; see the lines that begin with NOT")


def _python() -> tuple[str, bool, str]:
    return "python", sys.version_info >= (3, 11), platform.python_version()


def _library(name: str) -> tuple[str, bool, str]:
    found = importlib.util.find_spec(name) is not None
    return name, found, "installed" if found else "missing; run `make up` or `pip install govgraph`"


def _extra(name: str) -> tuple[str, bool, str]:
    modules, what = _EXTRAS[name]
    found = any(map(_is_there, modules.split("|")))
    return f"extra {name}", found, "installed" if found else f"not there; for {what}: `{install(name)}`"


def _is_there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:  # the package that would hold it is not there either
        return False


def _third_parties() -> list[tuple[str, bool, str]]:
    """Each loader that another distribution offers, and why it is not used where it cannot be."""
    checks = []
    for point in entry_points(group="govgraph.loaders"):
        try:
            loader = point.load()
            lacks = [name for name in ("LABEL", "MEDIA", "recognise", "read") if not hasattr(loader, name)]
            fault = f"lacks {', '.join(lacks)}" if lacks else ""
        except Exception as error:  # noqa: BLE001 - whatever a stranger's module raises when it is imported
            fault = f"cannot be imported ({error})"
        checks.append((f"loader {point.name}", not fault, fault or f"of {point.value}"))
    return checks


def _java() -> tuple[str, bool, str]:
    found = shutil.which("java")
    return "java", bool(found), found or "not there; `govgraph check` then leaves out the HermiT reasoner and says so"


def _unheard() -> list[tuple[str, bool, str]]:
    """Each variable that is named like a setting and is none: a slip in it would go unheard."""
    known = {f"GOVGRAPH_{field.name.upper()}" for field in fields(Settings)} | _BESIDE
    unheard = sorted(name for name in os.environ if name.startswith("GOVGRAPH_") and name not in known)
    near = {name: "".join(f"; did you mean {one}?" for one in get_close_matches(name, known, n=1)) for name in unheard}
    return [(name, False, f"no setting is called so{near[name]}") for name in unheard]


def _store(settings: Settings) -> tuple[str, bool, str]:
    where = store_location(settings)
    try:
        with opened(settings, read_only=True) as store:
            filled = store.ask("ASK { ?s ?p ?o }")
    except GovgraphError as error:
        return "store", False, f"{where}: {str(error).removeprefix(f'{where}: ')}"
    return "store", True, f"{where}: {'holds a graph' if filled else 'empty; `govgraph up` loads the starter atlas'}"
