"""Where the shared seeds, gold and samples lie: beside the checkout, or where GOVGRAPH_SHARED says."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("GOVGRAPH_SHARED", ROOT.parent / "shared"))
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared seeds, gold and samples are not beside the checkout")
