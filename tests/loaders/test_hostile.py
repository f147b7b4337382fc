"""Every hostile document: what the commands tell of it, what stands in the store afterwards, and that nobody was asked for anything."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING, Any

import pytest
from command import govgraph
from shared import SHARED, needs_shared

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = SHARED / "hostile"
MANIFEST = HOSTILE / "manifest.jsonl"
FOLDERS = ("xml", "html", "bib", "ris", "marc", "json", "rdf")
ENTRIES = (
    [entry for line in MANIFEST.read_text(encoding="utf-8").splitlines() if (entry := json.loads(line))["file"].startswith(FOLDERS)]
    if MANIFEST.is_file()
    else []
)
REASONS = {
    "billion_laughs_marcxml.xml": "DTD", "xxe_file.xml": "DTD", "external_dtd.xml": "DTD", "truncated_record2.xml": "line 1",
    "deep_5000.xml": "nested deeper", "jsonld_breakout.html": "no work", "unbalanced_brace.bib": "cannot be read",
    "string_bomb.bib": "@string",
    "key_injection.bib": "key", "year_nonsense.bib": "year", "missing_er.ris": "no `ER", "tag_flood.ris": "50000 names",
    "length_lie.mrc": "99999 bytes", "dir_overlap.mrc": "over one another", "zero_length.mrc": "length of 0",
    "deep_array.json": "not recognised",
    "nan_inf.json": "NaN", "import_context.jsonld": "never fetched", "zipbomb.json.gz": "unpacks", "bad_line_middle.nq": "line 6",
    "escaped_gt_iri.nt": "line 1", "attr_flood.rdf": "20000 attributes", "owl_imports_ssrf.rdf": "never fetched",
    "bnode_collision_a.nt": "only vocabularies", "bnode_collision_b.nt": "only vocabularies", "tbox_poison.ttl": "reserved",
    "sameas_bomb.ttl": "budget",
}  # fmt: skip
"""Words of the reason for which something of a file is refused; a file that is not named here is loaded whole."""
TITLES = {
    "script_in_title.html": ["Reform"], "css_exfil.html": ["T"], "charset_lie.html": ["Öffentliche Verwaltung"],
    "null_bytes.html": ["NPM\ufffdalert(1)"], "unbalanced_brace.bib": ["Good"], "year_nonsense.bib": ["OK"], "missing_er.ris": ["Second"],
    "url_schemes.ris": ["T"], "proto_keys.json": ["T"],
}  # fmt: skip
"""What is read of a file; nothing of one that is not named here."""
NEVER = ("\0", "<script", "onerror", "javascript:", "root:", "evil", "127.0.0.1", "99999999", "__proto__", "file:///etc")
"""Words of the files that no store and no answer of the reader may hold; a report quotes what it refuses."""
DONE, SOME_REJECTED = 0, 3


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The addresses that anything tried to reach."""
    tried: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise OSError("no network in this test")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    return tried


@needs_shared
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_a_hostile_document_is_read_as_its_manifest_asks(entry: dict[str, Any], tmp_path: Path, asked: list[object]) -> None:
    path = HOSTILE / entry["file"]
    reason, titles = REASONS.get(path.name, ""), TITLES.get(path.name, [])
    assert bool(titles) or entry["must"] != "sanitised" or reason == "only vocabularies"
    assert bool(reason) or entry["must"] == "sanitised"
    assert not titles or entry["must"] != "clear_error"

    read = govgraph("read", str(path), "--json")
    told = json.loads(read.stdout)
    assert read.returncode == (SOME_REJECTED if reason else DONE), read.stderr
    assert [record["title"] for record in told["records"]] == titles
    assert not [word for word in NEVER if word in json.dumps(told["records"])]
    assert reason in " ".join(reject["reason"] for reject in told["rejects"])
    assert all(reject["file"] and (reject.get("record") or reject.get("line")) for reject in told["rejects"])

    store = str(tmp_path / "store")
    load = govgraph("load", str(path), "--store", store, "--json")
    assert load.returncode == read.returncode, load.stderr
    (source,) = json.loads(load.stdout)["sources"]
    assert reason in " ".join(reject["reason"] for reject in source["rejects"])
    assert bool(source["statements"]) == bool(titles)
    held = govgraph("export", "--store", store, "--format", "nq", "--view", "all").stdout if titles else ""
    assert not [word for word in NEVER if word in held]
    assert all(title in held for title in titles if title.isascii())
    assert "Traceback" not in read.stderr + load.stderr
    assert asked == []
