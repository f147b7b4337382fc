"""Documents that were persisted: a folder of them, read once at the start, asked for by identifier instead of by text.

An identifier is `sha256:` and the hash of the text in lower-case hexadecimal, or a name of the folder's own without a colon: a file's,
or a key of a manifest. Source: https://github.com/graphql/graphql-over-http, appendix "Persisted Documents".
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from graph.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.graphql.levels.plan import Asked

SUFFIXES = frozenset((".graphql", ".gql"))
MODES = ("any", "persisted")
_NAME = re.compile(r"[A-Za-z0-9._~-]+")
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")


class Documents:
    """The documents of a folder ("" = none); with `only`, no others are answered."""

    def __init__(self, folder: str = "", allowed: str = "any") -> None:
        """Read the folder: `*.graphql`, `*.gql`, and `*.json` manifests of identifier → text.

        Raises:
            UsageError: there is no such folder or mode, or a file cannot be read, or says what its identifier does not.
        """
        if allowed not in MODES:
            raise UsageError(f"'graphql_allowed' is one of {', '.join(MODES)}, not {allowed!r}")
        self.only = allowed == "persisted"
        if self.only and not folder:
            raise UsageError("'graphql_allowed' says that only persisted documents are answered: name their folder in 'graphql_documents'")
        self._texts: dict[str, str] = {}
        self._told = False
        for path, name, text in _found(folder) if folder else ():
            if name.startswith("sha256:") and name != identifier(text):
                raise UsageError(f"{path}: the text under '{name}' has the identifier {identifier(text)}")
            if self._texts.setdefault(name, text) != text:
                raise UsageError(f"{path}: there are two documents '{name}'; name one otherwise")
            bare = text.rstrip()  # editors end a file by a line break that clients do not send
            self._texts |= {identifier(text): text, identifier(bare): bare}

    def __len__(self) -> int:
        return len(self._texts)

    def faults(self) -> Iterator[tuple[str, str]]:
        """The documents that would be refused whatever is asked with them: a name of each, and why; told once."""
        from api.graphql.document import RefusedError, read

        if self._told:
            return
        self._told = True
        for text, name in {text: name for name, text in self._texts.items()}.items():
            try:
                read(text)
            except RefusedError as error:
                yield name, str(error)

    def resolved(self, asked: Asked) -> Asked:
        """A request with the text that it asks for.

        Raises:
            RefusedError: no document has this identifier, or only persisted ones are answered and this one is not.
        """
        from api.graphql.document import refuse  # the schema is made at the first question, the folder read at the start

        if asked.document is None:
            if self.only and identifier(asked.query) not in self._texts:
                raise refuse("only persisted documents are answered here: send the 'documentId' of one", code="PERSISTED_DOCUMENT_REQUIRED")
            return asked
        name = asked.document
        text = self._texts.get(name)
        if text is None:
            known = _SHA256 if ":" in name else _NAME
            told = "no document is persisted as" if known.fullmatch(name) else "an identifier is 'sha256:' and 64 digits, or a name, not"
            raise refuse(f"{told} '{name[:80]}'", code="PERSISTED_DOCUMENT_NOT_FOUND")
        return replace(asked, query=text, document=None)


def identifier(text: str) -> str:
    """The SHA256 hex document identifier of a text."""
    return f"sha256:{hashlib.sha256(text.encode(errors='surrogatepass')).hexdigest()}"


def _found(folder: str) -> Iterator[tuple[Path, str, str]]:
    """Files, identifiers and texts, in the order of their names."""
    place = Path(folder).expanduser()
    if not place.is_dir():
        raise UsageError(f"'graphql_documents': there is no folder {place}")
    for path in sorted(place.rglob("*")):
        if path.suffix not in {*SUFFIXES, ".json"} or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
            held = {path.stem: text} if path.suffix in SUFFIXES else orjson.loads(text)
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: not a persisted document ({error})") from error
        if not isinstance(held, dict) or not all(isinstance(one, str) for one in held.values()):
            raise UsageError(f"{path}: a manifest is an object of identifiers, each with the text of its document")
        for name, one in held.items():
            if not (_SHA256 if ":" in name else _NAME).fullmatch(name):
                raise UsageError(f"{path}: '{name}' is no identifier: letters, digits, '-', '.', '_' and '~', or 'sha256:' and 64 digits")
            yield path, name, one
