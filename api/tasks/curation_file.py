"""A curation file: verdicts as JSON lines, or as a YAML or JSON list; each with the line or entry it stands in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graph.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64 << 20


def read(path: Path) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, str]]]:
    """(where, verdict) for each verdict, and (where, reason) for what is none.

    Raises:
        InputError: the file cannot be read, or is not of one of these forms.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise InputError(f"{path}: larger than {LARGEST >> 20} MiB; split it")
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read as UTF-8 text ({error})") from error
    if path.suffix.lower() in (".yaml", ".yml"):
        return _sorted(("entry", n, one) for n, one in enumerate(_yaml(path, text), 1))
    if text.lstrip().startswith("["):
        return _sorted(("entry", n, one) for n, one in enumerate(_json(path, text), 1))
    return _sorted(("line", n, _line(line)) for n, line in enumerate(text.splitlines(), 1) if line.strip())


def _sorted(listed: Any) -> tuple[list[tuple[str, dict[str, Any]]], list[tuple[str, str]]]:
    sound: list[tuple[str, dict[str, Any]]] = []
    faults: list[tuple[str, str]] = []
    for kind, number, one in listed:
        if isinstance(one, dict):
            sound.append((f"{kind} {number}", {str(name): value for name, value in one.items()}))
        else:
            faults.append((f"{kind} {number}", str(one) if isinstance(one, InputError) else "not an object with a verdict"))
    return sound, faults


def _line(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        return InputError(f"not JSON: {error}")


def _json(path: Path, text: str) -> list[Any]:
    try:
        listed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON: {error}") from error
    assert isinstance(listed, list)
    return listed


def _yaml(path: Path, text: str) -> list[Any]:
    import yaml

    class Plain(yaml.SafeLoader):
        """Leaves times as they are written."""

    Plain.yaml_implicit_resolvers = {
        sign: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for sign, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise InputError(f"{path}: YAML anchors are not read here; write the words out")
        listed = yaml.load(text, Loader=Plain)  # noqa: S506 - a safe loader that leaves times as they are written
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(f"{path}:{mark.line + 1 if mark else 1}: not YAML: {getattr(error, 'problem', error)}") from error
    if not isinstance(listed, list):
        raise InputError(f"{path}: a curation file is a list of verdicts")
    return listed
