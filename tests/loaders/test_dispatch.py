"""Finding loaders, recognising captures, putting loader and extraction together; and what every loader must have and do."""

from __future__ import annotations

import gzip
import json
import random
import types
from pathlib import Path

import pytest
from shared import SHARED, needs_shared

import loaders
from graph.errors import InputError, UsageError
from graph.record import Capture, Claim, Finding, Mention, Passage, Reject, Source, Span, Work
from graph.sources.capture import capture_of, read_capture
from graph.sources.csl import works_to_csl
from loaders._page.paging import with_pages

SAMPLES = Path(__file__).parent / "samples"
FILES = {name: sorted(p for p in SAMPLES.glob(f"{name}.*") if "expected" not in p.name) for name in loaders.FORMATS}


@pytest.mark.parametrize("name", loaders.FORMATS)
def test_a_loader_is_whole(name: str) -> None:
    """A half-written loader is told what it lacks."""
    loader = loaders.FORMATS[name]
    lacks = [part for part in ("LABEL", "MEDIA", "recognise", "read") if not hasattr(loader, part)]
    assert not lacks, f"loaders/{name}.py lacks {', '.join(lacks)}"
    assert FILES[name], f"tests/loaders/samples/{name}.* is missing: one invented page or file of the format"
    assert (SAMPLES / f"{name}.expected.json").is_file(), f"tests/loaders/samples/{name}.expected.json is missing: what `read` prints"
    assert loader.__doc__, f"loaders/{name}.py does not say what it reads"


@pytest.mark.parametrize("path", [path for paths in FILES.values() for path in paths], ids=lambda path: path.name)
def test_a_sample_is_recognised_as_its_own_format_alone(path: Path) -> None:
    capture = read_capture(path)
    scores = {name: loaders.FORMATS[name].recognise(capture) for name in loaders.FORMATS}
    assert all(0 <= score <= 1 for score in scores.values()), scores
    assert loaders.recognise(read_capture(path)) == path.stem, scores
    assert all(score < scores[path.stem] for name, score in scores.items() if name != path.stem), scores


@pytest.mark.parametrize("path", [path for paths in FILES.values() for path in paths], ids=lambda path: path.name)
def test_a_sample_says_its_source_first_and_cuts_exactly(path: Path) -> None:
    capture = read_capture(path)
    said = list(loaders.read(capture))
    assert isinstance(said[0], Source)
    spans = [one.span for one in said if isinstance(one, Mention)]
    spans += [span for one in said if isinstance(one, Claim) for span in one.evidence]
    for span in (one for one in spans if not one.capture):  # others lie in the captures that they name
        cut = capture.text[span.start : span.end]
        assert span.exact in (cut, loaders_joined(cut)), span
    for work in (one for one in said if isinstance(one, Work)):
        for start, end in (piece for passage in work.passages for piece in passage.slices):
            assert 0 <= start < end <= len(capture.text)
            assert "@" not in capture.text[start:end]


def loaders_joined(text: str) -> str:
    from loaders._page.page import joined

    return joined(text)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.expected.json")), ids=lambda path: path.name)
def test_a_sample_gives_the_expected_records(path: Path) -> None:
    """Every field of the expected record is there; a creator's field that is not expected is not."""
    name = path.name.removesuffix(".expected.json")
    expected = json.loads(path.read_text(encoding="utf-8"))
    sample = next((p for p in FILES[name] if p.suffix != ".html"), FILES[name][0])  # a page is expected of its text, if it has one
    works = [one for one in loaders.read(read_capture(sample), extract=False) if isinstance(one, Work)]
    found = works_to_csl(works)
    assert len(found) == len(expected)
    for got, want in zip(found, expected, strict=True):
        got["author"] = [{key: value for key, value in who.items() if key != "affiliation"} for who in got.get("author", [])]
        assert {key: got.get(key) for key in want} == want
        assert set(got) <= {*want, "id", "author", "abstract", "ISSN", "custom", "title"}
        assert bool(got.get("title")) == bool(want.get("title"))


@pytest.mark.parametrize("path", [path for paths in FILES.values() for path in paths], ids=lambda path: path.name)
def test_cut_and_garbled_samples_never_raise(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(loaders.DEBUG, "1")
    data = path.read_bytes()
    chance = random.Random(path.name)
    for _ in range(6):
        garbled = bytearray(data[: chance.randrange(len(data))])
        for _ in range(chance.randrange(30)):
            if garbled:
                garbled[chance.randrange(len(garbled))] = chance.randrange(256)
        list(loaders.read(capture_of(bytes(garbled), path.name), path.stem, extract=False))


def test_formats_are_found_by_walking_the_folder() -> None:
    assert {"vufind", "vlex", "scite"} <= set(loaders.FORMATS)
    assert not [name for name in loaders.FORMATS if name.startswith("_") or name in ("reading", "starter")]
    assert "nothing" not in loaders.FORMATS
    with pytest.raises(KeyError):
        loaders.FORMATS["nothing"]


def test_third_parties_add_formats_by_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = _loader(ZeroDivisionError())
    point = types.SimpleNamespace(name="theirs", load=lambda: theirs)
    monkeypatch.setattr(loaders, "entry_points", lambda group: [point] if group == "govgraph.loaders" else [])
    loaders._format_names.cache_clear()
    try:
        assert loaders.FORMATS["theirs"] is theirs
        assert {"theirs", "vufind"} <= set(loaders.FORMATS)
    finally:
        loaders._format_names.cache_clear()
        loaders._loader.cache_clear()


def test_what_no_format_is_sure_of_is_an_error_that_lists_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"notes\.txt: the format is not recognised; name it .* \(\d+ were tried, which `.* --from list` names\)"
    ):
        loaders.recognise(capture_of(b"Nothing in particular.", "notes.txt"))
    with pytest.raises(InputError, match=r"the nearest: csl_json 0\.05"):
        loaders.recognise(capture_of(b'{"a":', "cut.json"))
    with pytest.raises(InputError, match=r"nothing\.txt: the file is empty"):
        loaders.recognise(capture_of(b"\n", "nothing.txt"))
    (only,) = loaders.read(capture_of(b"Nothing in particular.", "notes.txt"))
    assert isinstance(only, Reject)
    assert "--from" in only.reason


def test_an_unknown_format_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(UsageError, match="no format 'punch-cards'"):
        list(loaders.read(capture_of(b"x", "x"), "punch-cards"))


def _loader(fault: Exception) -> types.ModuleType:
    module = types.ModuleType("faulty")
    module.LABEL, module.MEDIA = "Faulty", "text"
    module.recognise = lambda _: 1.0

    def read(_: Capture):
        yield Source()
        raise fault

    module.read = read
    return module


def test_a_loaders_fault_is_a_reject_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "FORMATS", {"faulty": _loader(ZeroDivisionError("by zero"))})
    monkeypatch.delenv(loaders.DEBUG, raising=False)
    source, reject = loaders.read(capture_of(b"x", "x"))
    assert isinstance(source, Source)
    assert isinstance(reject, Reject)
    assert "'faulty'" in reject.reason
    assert "ZeroDivisionError" in reject.reason
    monkeypatch.setenv(loaders.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        list(loaders.read(capture_of(b"x", "x")))


def test_extraction_follows_its_work() -> None:
    said = list(loaders.read(read_capture(SAMPLES / "scite.txt")))
    works = [at for at, one in enumerate(said) if isinstance(one, Work)]
    for at, one in enumerate(said):
        if isinstance(one, Mention):
            assert one.work is said[max(place for place in works if place < at)]
    alone = [type(one) for one in loaders.read(read_capture(SAMPLES / "scite.txt"), extract=False)]
    assert set(alone) <= {Source, Work, Finding}


def test_folders_are_opened_in_order_without_hidden_files(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("b/two.txt", "a.txt", ".hidden.txt", ".git/config"):
        (tmp_path / name).write_text("x")
    (tmp_path / "c.txt.gz").write_bytes(gzip.compress(b"packed"))
    captures = list(loaders.open_paths([tmp_path, str(tmp_path / "a.txt")]))
    assert [capture.name for capture in captures] == ["a.txt", "two.txt", "c.txt", "a.txt"]
    assert captures[2].text == "packed"


def test_a_file_that_cannot_be_read_is_rejected_and_the_others_are_not(tmp_path: Path) -> None:
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * 40_000_000))
    (tmp_path / "good.txt").write_bytes((SAMPLES / "scite.txt").read_bytes())
    bomb, missing, good = loaders.open_paths([tmp_path / "bomb.txt.gz", tmp_path / "missing.txt", tmp_path / "good.txt"])
    for capture, reason in ((bomb, "times its size"), (missing, "there is no such file")):
        with pytest.raises(InputError, match=reason):
            loaders.recognise(capture)
        (reject,) = loaders.read(capture, "scite")
        assert isinstance(reject, Reject)
        assert reason in reject.reason
    assert loaders.recognise(good) == "scite"


def test_spans_take_the_page_they_stand_on() -> None:
    work = Work(passages=[Passage([(0, 10), (20, 30)], page="12", anchors=[(15, "13")])])
    claim = Claim(work=work, theory=None, stance="supports", evidence=[Span(2, 5, "abc"), Span(21, 24, "def")])
    with_pages(claim, work)
    assert [span.page for span in claim.evidence] == ["12", "13"]
    assert claim.page_locator == "12"


@needs_shared
def test_the_seeds_are_recognised() -> None:
    found = [loaders.recognise(capture) for capture in loaders.open_paths([SHARED / "seeds"])]
    assert found == ["vufind", "mdpi", "atlas_page", "vlex", "scite"]


@needs_shared
@pytest.mark.parametrize("folder", ["html", "xml", "json", "bib"])
def test_hostile_files_never_raise(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(loaders.DEBUG, "1")
    for capture in loaders.open_paths([SHARED / "hostile" / folder]):
        for name in (None, "vufind", "vlex", "scite"):
            list(loaders.read(capture_of(capture.data, capture.name) if capture.data else capture, name, extract=False))
