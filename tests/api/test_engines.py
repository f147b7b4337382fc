"""What a load writes and an export gives is the same on every engine: the starter atlas, statement by statement."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from engines import VIRTUOSO, opened, running

from api.settings import Settings
from api.tasks.intake import load_paths
from graph.exports.export import digest
from loaders import starter_folder

if TYPE_CHECKING:
    from graph.store import Store

CASES = Path(starter_folder()) / "cases"


def exported(store: Store) -> tuple[str, str]:
    return digest(store, "all"), digest(store, "resolved")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    with opened("memory", tmp_path_factory.mktemp("expected")) as store:
        load_paths(store, [CASES], Settings())
        return exported(store)


@pytest.mark.parametrize("engine", ["remote", VIRTUOSO])
def test_a_load_gives_the_digest_of_the_embedded_engine(
    engine: str, expected: tuple[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    with opened(engine, tmp_path, running(engine, request)) as store:
        load_paths(store, [CASES], Settings())
        assert exported(store) == expected
        assert load_paths(store, [CASES], Settings()).changed == 0
        assert exported(store) == expected
