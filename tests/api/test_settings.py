"""Flags over environment over file over defaults; a wrong value says where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from api.settings import Settings, read_settings
from graph.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


def test_order(tmp_path: Path) -> None:
    file = tmp_path / "govgraph.toml"
    file.write_text('port = 1\nhost = "file"\nuser = "file"\n')
    made = read_settings({"port": 3, "host": None}, environment={"GOVGRAPH_PORT": "2", "GOVGRAPH_HOST": "environment"}, file=file)
    assert (made.port, made.host, made.user, made.base) == (3, "environment", "file", Settings().base)


@pytest.mark.parametrize(
    ("written", "told"), [("colour = 1\n", "colour"), ('port = "x"\n', "port"), ("port = [1]\n", "port"), ("= 3", "TOML")]
)
def test_faults_are_named(tmp_path: Path, written: str, told: str) -> None:
    file = tmp_path / "govgraph.toml"
    file.write_text(written)
    with pytest.raises(UsageError, match=told) as fault:
        read_settings(environment={}, file=file)
    assert "govgraph.toml" in str(fault.value)
