"""Asking with wrk, which takes a few microseconds of the machine a request; where it is not installed, with the client in Python.

Source: https://github.com/wg/wrk (Debian: `apt install wrk`)
"""

from __future__ import annotations

import re
import shutil
import subprocess
import uuid
from dataclasses import dataclass
from pathlib import Path

from benchmarks import _asking

WRK = shutil.which("wrk")
_SCRIPT = Path(__file__).with_suffix(".lua")


@dataclass(frozen=True, slots=True)
class Counted:
    """What a client saw: answers a second, answers in all, and how many of them failed."""

    a_second: float
    answers: int
    failed: int


def asked(port: int, seconds: int, connections: int, head: str) -> Counted:
    """Ask for so many seconds over so many connections at once; `{n}` in the head becomes what no other request has.

    Raises:
        RuntimeError: wrk told nothing that can be read.
    """
    if WRK is None:
        figures = _asking.asked(port, seconds, connections, head)
        return Counted(figures.a_second, len(figures.milliseconds), figures.failed)
    once = head.replace("{n}", f"{uuid.uuid4().hex}-{{n}}")
    words = [WRK, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(_SCRIPT), f"http://127.0.0.1:{port}/", "--", once]
    told = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    answers, a_second = re.search(r"(\d+) requests in", told), re.search(r"Requests/sec:\s+([\d.]+)", told)
    if answers is None or a_second is None:
        raise RuntimeError(f"wrk told {told!r}")
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)|(?:connect|read|write|timeout) (\d+)", told)
    return Counted(float(a_second[1]), int(answers[1]), sum(int(number) for pair in failed for number in pair if number))
