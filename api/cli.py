"""The `govgraph` command: one sub-command a file in `api/commands/`, imported only when it is called or listed."""

from __future__ import annotations

import errno
import importlib
import io
import pkgutil
import sys
from difflib import get_close_matches
from pathlib import Path

import click

from api import commands
from graph.errors import GovgraphError


class Commands(click.Group):
    """Finds its sub-commands by walking `api/commands/`: module `parse_references` is `parse-references`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in alphabetical order."""
        del ctx
        names = (m.name for m in pkgutil.iter_modules(commands.__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command's module."""
        if cmd_name not in self.list_commands(ctx):
            return None
        found = importlib.import_module(f"api.commands.{cmd_name.replace('-', '_')}").command
        assert isinstance(found, click.Command)
        return found

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; of a name that is none, the one that may be meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            if not near:
                raise
            raise click.UsageError(f"{error.message} Did you mean '{near[0]}'?", ctx) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="govgraph")
@click.option("--store", metavar="PATH_OR_URL", help="The store, as after each command.")
def govgraph(store: str | None) -> None:
    """A governance knowledge graph: which case bears on which theory, where, and by which sentence.

    Start with `govgraph up`: it loads the starter atlas, answers one question and serves the graph on http://127.0.0.1:8000.
    """
    del store  # each command reads it from here: api/commands/_shared.py


def one_house() -> None:
    """Check that our five top-level packages are ours: another distribution can own the same names.

    Raises:
        GovgraphError: they lie in different folders.
    """
    folders = {}
    for name in ("ontology", "graph", "loaders", "queries", "api"):
        package = importlib.import_module(name)
        folders[name] = Path(next(iter(package.__path__))).resolve().parent
    if len(set(folders.values())) > 1:
        where = ", ".join(f"{name} in {folder}" for name, folder in folders.items())
        raise GovgraphError(f"the packages of govgraph do not stand together ({where}); install it into an environment of its own")


def take_every_letter() -> None:
    """Have stdout write all that is told: a file or pipe gets UTF-8 whatever the locale is, a terminal `?` for what it lacks."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # None where it was closed
        if sys.stdout.isatty():
            sys.stdout.reconfigure(errors="replace")
        else:
            sys.stdout.reconfigure(encoding="utf-8", errors="replace")


def main() -> None:
    """Run the command line; an error of ours is one line on stderr and its exit code."""
    take_every_letter()
    try:
        one_house()
        govgraph(standalone_mode=False)
    except GovgraphError as error:
        click.echo(f"govgraph: {error}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("govgraph: stopped; the store is as the last finished step left it", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:  # a folder that is not there, a full disk, no permission: the system's own words, no trace
        full = "the disk of the store, of temporary files (TMPDIR) or of what is written" if error.errno == errno.ENOSPC else "the system"
        click.echo(f"govgraph: {error.filename or full}: {error.strerror or error}", err=True)
        sys.exit(1)
