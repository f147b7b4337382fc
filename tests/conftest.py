"""Skips the tests whose machinery is missing, with one clear line; in continuous integration that is an error."""

from __future__ import annotations

import os
import shutil

import pytest
from browsing import browser
from engines import VIRTUOSO_DIFFERS, engine, server, store, virtuoso
from hypothesis import HealthCheck, settings

__all__ = ["browser", "engine", "server", "store", "virtuoso"]  # fixtures that tests of every layer may take

# A loaded machine is no fault of the program; in continuous integration the same examples are tried each time.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")

_NEEDS = {
    "java": ("java", "no Java runtime: HermiT cannot run"),
    "browser": ("chromium", "no Chromium: pages cannot be opened"),
    "engines": ("virtuoso-t", "no Virtuoso: that engine cannot be tested"),
}


@pytest.hookimpl(trylast=True)  # what -m leaves out needs nothing
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, or fail where nothing may be skipped; expect what an engine is known to do otherwise."""
    for item in items:
        if item.name in VIRTUOSO_DIFFERS:
            item.add_marker(pytest.mark.xfail(reason=f"Virtuoso: {VIRTUOSO_DIFFERS[item.name]}"))
    strict = bool(os.environ.get("GOVGRAPH_NOTHING_SKIPPED"))
    for mark, (program, reason) in _NEEDS.items():
        if shutil.which(program):
            continue
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and strict:
            raise pytest.UsageError(f"{reason}, and {len(marked)} tests need it")
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=reason))
