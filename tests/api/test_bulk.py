"""`govgraph bulk` gives the statements of one machine's load, whoever does the work and whatever happens to a worker."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from api.tasks.partition import Reader, partition
from graph.distributed.conversion import convert
from graph.distributed.engine import Alone, Workers
from graph.errors import InputError
from graph.exports.export import digest
from graph.loading import load_many
from graph.opening import open_store

TOP = Path(__file__).parents[2]
FAMILIES = ["Brook", "Vale", "Hill", "Møller", "Moeller", "Quist"]
GIVEN = ["Ada", "A.", "Tom", "T. J.", "Eve"]


def record(number: int) -> dict[str, object]:
    """One of a row of works, in which titles, people and journals come again."""
    people = [{"family": FAMILIES[(number + k) % 6], "given": GIVEN[(number * 3 + k) % 5]} for k in range(1 + number % 3)]
    one: dict[str, object] = {
        "id": f"n{number}",
        "type": ("article-journal", "book", "chapter")[number % 3 if number % 7 == 0 else 0],
        "title": f"Counters that people share in town {number % 40}",
        "author": people,
        "issued": {"date-parts": [[2000 + number % 4]]},
        "container-title": ("Acta Publica", "Act. Publ.", "Journal of Halls")[number % 3],
        "abstract": "New Public Management reforms in Alberta challenge one-stop shops." if number % 5 == 0 else "",
    }
    if number % 4 == 0:
        one["DOI"] = f"10.5555/{number % 60}"
    return one


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for part in range(5):
        folder.joinpath(f"{part}.json").write_text(json.dumps([record(n) for n in range(part * 37, part * 37 + 60)]))
    folder.joinpath("again.json").write_text(folder.joinpath("0.json").read_text())
    folder.joinpath("more.bib").write_text(
        "@book{b, author={Brook, Ada}, title={Counters that people share in town 3}, year={2001}}\n@misc{nothing}\n"
        "@article{c, author={Vale, Tom and Hill, Eve}, title={On halls}, journal={Acta Publica}, year=2002, volume={01}}\n"
    )
    folder.joinpath("none.txt").write_text("nothing that anybody knows")
    return folder


@pytest.fixture(scope="module")
def loaded(sources: Path) -> tuple[str, str, int]:
    """The digests of a load by one machine, and how much it rejected."""
    store = open_store(":memory:")
    report = load_many(store, Reader()([str(path) for path in sorted(sources.iterdir())]))
    return digest(store, "all"), digest(store, "resolved"), sum(len(source.rejects) for source in report.sources)


def test_one_process_gives_what_a_load_gives(sources: Path, loaded: tuple[str, str, int], tmp_path: Path) -> None:
    done = convert(Alone(), Reader(), partition([str(sources)], size=9000), str(tmp_path / "out"), shards=5)
    assert (done.digest, done.resolved_digest, len(done.rejects)) == loaded
    again = convert(Alone(), Reader(), partition([str(sources)]), str(tmp_path / "other"), shards=2)
    assert again.digest == done.digest


def test_the_manifest_tells_of_shards_that_any_engine_takes(sources: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    convert(Alone(), Reader(), partition([str(sources)]), str(out), shards=3)
    told = json.loads((out / "manifest.json").read_text())
    assert sorted(path.name for path in out.iterdir()) == ["manifest.json", *(shard["name"] for shard in told["shards"])]
    everything = b""
    for shard in told["shards"]:
        packed = (out / shard["name"]).read_bytes()
        text = gzip.decompress(packed)
        assert (shard["sha256"], shard["bytes"]) == (hashlib.sha256(packed).hexdigest(), len(packed))
        assert (shard["text_sha256"], shard["lines"]) == (hashlib.sha256(text).hexdigest(), text.count(b"\n"))
        everything += text
    assert told["digest"] == hashlib.sha256(everything).hexdigest()
    store = open_store(":memory:")
    store.load([everything])
    assert (digest(store, "all"), digest(store, "resolved")) == (told["digest"], told["resolved"])


def test_the_command_runs_a_cluster_of_its_own(sources: Path, loaded: tuple[str, str, int], tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.jsonl"
    ran = govgraph(tmp_path, "bulk", str(sources), "-o", f"file://{tmp_path}/out", "--workers", "2", "--rejects", str(rejects), "--json")
    assert ran.returncode == 3, ran.stderr
    told = json.loads(ran.stdout)
    assert (told["digest"], told["resolved"], len(rejects.read_text().splitlines())) == loaded


def test_what_cannot_be_converted_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        partition([str(tmp_path / "nowhere")])
    for scheduler in ("tcp://127.0.0.1:9", "nonsense://"):
        ran = govgraph(tmp_path, "bulk", str(TOP / "LICENSE"), "-o", "out", "--scheduler", scheduler)
        assert (ran.returncode, "scheduler" in ran.stderr, "Traceback" in ran.stderr) == (2, True, False), ran.stderr


def test_captures_of_one_address_are_refused(tmp_path: Path) -> None:
    for number in range(2):
        (tmp_path / f"{number}.html").write_text(
            '<html><head><link rel="canonical" href="https://example.org/a"><meta name="citation_title" content="Counters that people '
            f'share"><meta name="citation_author" content="Brook, Ada"></head><body><h1>Counters {number}</h1></body></html>'
        )
    captured = [
        source.address for source in load_many(open_store(":memory:"), Reader()([str(p) for p in sorted(tmp_path.iterdir())])).sources
    ]
    if captured != ["https://example.org/a"] * 2:
        pytest.skip("no loader takes the address of this page")
    with pytest.raises(InputError, match="one address"):
        convert(Alone(), Reader(), partition([str(tmp_path)]), str(tmp_path / "out"))


@pytest.mark.long
@pytest.mark.parametrize("moment", [0.5, 2.0, 4.0])
def test_a_worker_that_is_killed_changes_nothing(sources: Path, loaded: tuple[str, str, int], tmp_path: Path, moment: float) -> None:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None)
    with cluster, distributed.Client(cluster) as client:
        pids = list(client.run(os.getpid).values())
        done = threading.Event()
        killer = threading.Thread(target=_kill, args=(pids[0], moment, done))
        killer.start()
        slow = Slow(Reader(), 0.4)
        found = convert(Workers(client), slow, partition([str(sources)], size=4000), str(tmp_path / "out"), shards=12)
        killer.join()
        assert done.is_set()
        assert pids[0] not in client.run(os.getpid).values()
    assert (found.digest, found.resolved_digest, len(found.rejects)) == loaded


class Slow:
    """Reads slowly, so that a worker dies while it has something to do."""

    def __init__(self, reader: Reader, seconds: float) -> None:
        self.reader, self.seconds = reader, seconds

    def __call__(self, addresses: list[str]) -> object:
        for one in self.reader(addresses):
            time.sleep(self.seconds)
            yield one


def _kill(pid: int, moment: float, done: threading.Event) -> None:
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    done.set()


def govgraph(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    code = "import sys; from api.cli import main; sys.exit(main())"
    environment = {"PYTHONPATH": str(TOP), "PATH": "/usr/bin:/bin", "HOME": str(folder), "GOVGRAPH_STORE": str(folder / "store")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
