"""A Virtuoso server of one's own, on this machine only: Debian's package virtuoso-opensource-7-bin, its configuration written here.

Queries go to its public endpoint, which only reads; changes to that of its users, with Digest authentication.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engines import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

USER = PASSWORD = "dba"  # what a new database begins with

CONFIGURATION = """\
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
ServerThreadSize = 8000000
MainThreadSize = 8000000
FutureThreadSize = 8000000
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = {folder}
MaxClientConnections = 10
HTTPThreadSize = 8000000
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
[Client]
SQL_PREFETCH_ROWS = 100
"""


def settings(address: str) -> dict[str, str]:
    """What the settings of a store say of a server at `address`."""
    query, update, data = f"{address}/sparql", f"{address}/sparql-auth", f"{address}/sparql-graph-crud-auth"
    return {"query": query, "update": update, "data": data, "user": USER, "password": PASSWORD, "timeout": "20"}


@contextmanager
def virtuoso_server(rows: int = 10_000_000) -> Iterator[str]:
    """The address of an empty server that runs for as long as the block; it answers at most `rows` rows."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        http = free_port()
        (folder / "virtuoso.ini").write_text(CONFIGURATION.format(folder=folder, sql=free_port(), http=http, rows=rows))
        command = ["virtuoso-t", "+foreground", "+configfile", str(folder / "virtuoso.ini")]
        server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(http, server)
            yield f"http://127.0.0.1:{http}"
        finally:
            server.kill()
            server.wait()


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60  # a new database is written first
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"Virtuoso ended at once with {server.returncode}")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%7D", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("Virtuoso did not answer within 60 s")
