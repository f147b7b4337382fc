"""The `govgraph` command in this process: what it writes and its exit code, without the start of an interpreter each time."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from unittest.mock import patch

from api.cli import main


def govgraph(*words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command with these words; `said` is what is typed into it."""
    out, err = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""), io.StringIO()
    code = 0
    with patch.object(sys, "argv", ["govgraph", *words]), patch.object(sys, "stdin", io.StringIO(said)), patch.dict(os.environ):
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else int(end.code is not None)
        out.flush()
        written = out.buffer
        assert isinstance(written, io.BytesIO)
    return subprocess.CompletedProcess(["govgraph", *words], code, written.getvalue().decode(), err.getvalue())
