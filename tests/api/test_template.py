"""`govgraph template`: what it prints, and that it never overwrites."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from api.cli import govgraph
from loaders._claims.columns import TEMPLATES, template

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("kind", TEMPLATES)
def test_a_template_is_printed_or_written_once(kind: str, tmp_path: Path) -> None:
    run = CliRunner().invoke
    assert run(govgraph, ["template", kind]).stdout == template(kind)
    path = tmp_path / "t.csv"
    assert run(govgraph, ["template", kind, "-o", str(path)]).exit_code == 0
    assert path.read_text(encoding="utf-8-sig") == template(kind)
    again = run(govgraph, ["template", kind, "-o", str(path)])
    assert "is there already" in str(again.exception)
    columns = json.loads(run(govgraph, ["template", kind, "--json"]).stdout)
    assert [one["column"] for one in columns] == template(kind).partition("\n")[0].split(",")
    assert all(one["help"] for one in columns)
