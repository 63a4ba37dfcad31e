import gzip
import json
import os
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from paper_reader.errors import ImportFailed
from paper_reader.importing import import_file
from paper_reader.importing.rejects import Rejects
from paper_reader.types import Identifier, Outcome, Scheme

TITLES = [f"A title of its own, number {number}, of the file" for number in range(25)]


class Watcher:
    def __init__(self):
        self.begun, self.done, self.notes, self.ended = [], 0, [], 0

    def begin(self, stage, total, unit):
        self.begun.append((stage, total, unit))

    def advance(self, count=1):
        self.done += count

    def note(self, message):
        self.notes.append(message)

    def end(self):
        self.ended += 1


def line(number, **fields):
    return json.dumps({"id": f"x{number}", "title": TITLES[number], "year": 2000, **fields}) + "\n"


@pytest.fixture
def bring(store, tmp_path):
    def run(path, **options):
        return import_file(store, path, rejects_dir=tmp_path / "rejects", **options)

    return run


def write(path, text, packed=False):
    data = text.encode() if isinstance(text, str) else text
    path.write_bytes(gzip.compress(data) if packed else data)
    return path


def rejects_of(report):
    return [json.loads(one) for one in Path(report.rejects_path).read_text().splitlines()]


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_goes_in_with_progress(bring, store, tmp_path, packed):
    path = write(tmp_path / "papers", "".join(line(number) for number in range(25)), packed)
    watcher = Watcher()
    report = bring(path, progress=watcher, batch_records=10)
    assert (report.outcome, report.read, report.created, report.rejected) == (Outcome.DONE, 25, 25, 0)
    assert watcher.begun == [("import papers", path.stat().st_size, "bytes")]
    assert (watcher.done, watcher.ended) == (path.stat().st_size, 1)
    assert store.papers.get(1).external_id == "x0"
    assert store.papers.count() == 25
    again = bring(path)
    assert (again.outcome, again.read, again.unchanged) == (Outcome.DONE, 25, 25)


def test_bad_lines_are_kept_with_number_and_reason_and_the_rest_goes_in(bring, store, tmp_path):
    bad = b'{"title": 5}\n\xff\xfe\n{"title": "cut off'
    path = write(tmp_path / "papers.jsonl", line(0).encode() + b"\r\n\n  \n" + line(1).encode() + bad)
    watcher = Watcher()
    report = bring(path, progress=watcher)
    assert (report.outcome, report.read, report.rejected) == (Outcome.DONE, 2, 3)
    kept = rejects_of(report)
    assert [(one["file"], one["line"], one.get("text")) for one in kept] == [
        ("papers.jsonl", 6, '{"title": 5}'),
        ("papers.jsonl", 7, None),
        ("papers.jsonl", 8, '{"title": "cut off'),
    ]
    assert kept[1]["base64"] == "//4="
    assert all(one["reason"] for one in kept)
    assert len(watcher.notes) == 3
    assert watcher.notes[0].startswith("line 6: ")
    again = bring(path)
    assert (again.unchanged, again.rejected) == (2, 3)
    assert rejects_of(again) == kept


def test_a_mended_file_leaves_no_rejects_behind(bring, tmp_path):
    path = write(tmp_path / "papers.jsonl", line(0) + "oh\n")
    rejects = bring(path).rejects_path
    write(path, line(0) + line(1))
    assert bring(path).rejects_path is None
    assert not Path(rejects).exists()


def test_a_file_of_bad_lines_only_failed(bring, tmp_path):
    report = bring(write(tmp_path / "papers.jsonl", '{"id": "a"}\n' * 3))
    assert (report.outcome, report.rejected, report.read) == (Outcome.FAILED, 3, 0)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_empty(bring, tmp_path, packed, text):
    assert bring(write(tmp_path / "papers.jsonl", text, packed)).outcome is Outcome.EMPTY


@pytest.mark.parametrize(
    ("name", "text"), [("a.bib", "hello world\n"), ("a.ris", "foo"), ("a.bib", b"\x89PNG\x00\x01")]
)
def test_a_file_with_no_entry_in_it_failed(bring, tmp_path, name, text):
    report = bring(write(tmp_path / name, text))
    assert (report.outcome, report.read) == (Outcome.FAILED, 0)
    assert "--format" in report.messages[-1]


def test_one_bad_line_is_one_line(bring, tmp_path):
    assert "1 line could not be read; it is in" in bring(write(tmp_path / "a.jsonl", line(0) + "oh\n")).messages[-1]


@pytest.mark.parametrize("cut", [0.5, 0.97])
def test_what_came_of_a_torn_file_is_kept(bring, store, tmp_path, cut):
    noise = [os.urandom(3000).hex() for _ in range(25)]
    whole = gzip.compress("".join(line(number, abstract=noise[number]) for number in range(25)).encode())
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(whole[: int(len(whole) * cut)])
    report = bring(path, batch_records=4)
    assert report.outcome is Outcome.PARTIAL
    assert 5 <= report.read < 25
    assert report.rejected <= 1  # the line that the tear went through
    assert "Fetch the file again" in report.messages[0]
    path.write_bytes(whole)
    finished = bring(path)
    assert finished.outcome is Outcome.DONE
    assert (finished.created + finished.unchanged, store.papers.count()) == (25, 25)


def test_gzip_with_damaged_middle_is_partial(bring, tmp_path):
    noise = [os.urandom(30000).hex() for _ in range(25)]
    packed = bytearray(gzip.compress("".join(line(number, abstract=noise[number]) for number in range(25)).encode()))
    packed[-4000] ^= 0xFF
    (tmp_path / "papers.jsonl.gz").write_bytes(packed)
    assert bring(tmp_path / "papers.jsonl.gz").outcome is Outcome.PARTIAL


def test_of_a_small_damaged_gzip_all_before_the_damage_goes_in(bring, store, tmp_path):
    packer = zlib.compressobj(wbits=31)
    sound = packer.compress("".join(line(number) for number in range(13)).encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    (tmp_path / "papers.jsonl.gz").write_bytes(sound + b"\x07" * 100)  # no block of deflate begins like this
    report = bring(tmp_path / "papers.jsonl.gz")
    assert (report.outcome, report.read, report.rejected, store.papers.count()) == (Outcome.PARTIAL, 13, 0, 13)
    assert "damaged (Error -3 while decompressing data" in report.messages[0]
    assert "the 13 papers before that are imported" in report.messages[0]


@pytest.mark.parametrize("spoil", [lambda packed: packed[:12], lambda packed: packed[:3] + b"\xff" + packed[4:]])
def test_a_gzip_of_which_nothing_is_left_failed(bring, tmp_path, spoil):
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(spoil(gzip.compress(line(0).encode())))
    report = bring(path)
    assert (report.outcome, report.read) == (Outcome.FAILED, 0)
    assert "Fetch the file again" in report.messages[0]


def test_a_gzip_cut_in_its_first_line_failed(bring, tmp_path):
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(gzip.compress(line(0, abstract=os.urandom(3000).hex()).encode())[:1000])
    report = bring(path)
    assert (report.outcome, report.read, report.rejected) == (Outcome.FAILED, 0, 0)
    assert "no paper came before" in report.messages[0]


def test_gzip_of_several_members_is_one_file(bring, tmp_path):
    path = tmp_path / "papers.jsonl.gz"
    path.write_bytes(gzip.compress(line(0).encode()) + gzip.compress(line(1).encode()) + b"\0" * 20)
    assert (report := bring(path)).outcome is Outcome.DONE
    assert report.read == 2


def test_a_byte_order_mark_is_no_part_of_the_first_line(bring, tmp_path):
    assert bring(write(tmp_path / "papers.jsonl", "\ufeff" + line(0))).read == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing", None, "no file"),
        ("letter.txt", b"Dear aunt,\n", "no known format"),
        ("papers.zip", b"PK\x03\x04....", "packed with zip"),
        ("papers.xz", b"\xfd7zXZ\x00....", "packed with xz"),
    ],
)
def test_what_cannot_be_read_at_all(bring, store, tmp_path, name, content, says):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportFailed, match=says):
        bring(tmp_path / name)
    assert store.runs.list() == []


def test_a_folder_is_no_file(bring, tmp_path):
    with pytest.raises(ImportFailed, match="cannot read"):
        bring(tmp_path)


def test_a_pipe_is_no_file(bring, store, tmp_path):
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(ImportFailed, match="write what it gives to a file first"):
        bring(tmp_path / "pipe.jsonl")
    assert store.runs.list() == []


def test_an_unknown_format_names_the_known_ones(bring, tmp_path):
    with pytest.raises(ImportFailed, match="csl-json, bibtex, ris, csv, "):
        bring(write(tmp_path / "papers.jsonl", line(0)), format="papyrus")


def test_the_snapshot_is_recognised_by_what_is_in_it(bring, store, tmp_path):
    said = {
        "id": "0704.0001",
        "title": "On shapes",
        "authors": "A. Lovelace",
        "categories": "cs.LG",
        "update_date": "2008-01-02",
    }
    report = bring(write(tmp_path / "papers.jsonl", json.dumps(said) + "\n"))
    assert report.read == 1
    assert store.papers.get(1).sources == ("arxiv-snapshot",)


@pytest.mark.parametrize("name", ["papers.jsonl", "papers.jsonl.gz", "PAPERS.JSONL", "papers.ndjson", "papers.json"])
@pytest.mark.parametrize("garbage", [b"\xff\x00garbage\n", b"Dear aunt,\n", b'{"name": "no paper"}\n', b'"text"\n'])
def test_garbage_at_the_beginning_is_a_bad_line_like_any_other(bring, tmp_path, name, garbage):
    report = bring(write(tmp_path / name, garbage + line(0).encode() + line(1).encode(), name.endswith(".gz")))
    assert (report.outcome, report.read, report.rejected) == (Outcome.DONE, 2, 1)
    assert rejects_of(report)[0]["line"] == 1


def test_the_snapshot_is_recognised_behind_garbage(bring, store, tmp_path):
    said = {"id": "0704.0001", "title": "On shapes", "authors": "A. Lovelace", "update_date": "2008-01-02"}
    assert bring(write(tmp_path / "snapshot.json", "oh\n" + json.dumps(said) + "\n")).rejected == 1
    assert store.papers.get(1).sources == ("arxiv-snapshot",)


def test_a_list_of_the_same_objects_is_read_too(bring, store, tmp_path):
    report = bring(write(tmp_path / "papers.json", "[\n" + line(0) + "," + line(1) + "]\n"))
    assert (report.outcome, report.read, report.rejected) == (Outcome.DONE, 2, 0)
    assert store.papers.get(1).external_id == "x0"


def test_an_interrupted_import_goes_on_behind_its_last_batch(bring, store, tmp_path):
    path = write(tmp_path / "papers.jsonl.gz", "".join(line(number) for number in range(25)), packed=True)

    class Stopper(Watcher):
        def advance(self, count=1):
            if store.papers.count() >= 20:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(path, progress=Stopper(), batch_records=10)
    assert store.runs.list()[0].outcome is Outcome.FAILED
    report = bring(path, batch_records=10)
    assert (report.read, report.created, report.outcome) == (5, 5, Outcome.DONE)
    assert report.messages == ("went on at line 21, where the last import was interrupted",)
    assert store.papers.count() == 25


def test_an_import_killed_behind_its_last_line_is_done_when_run_again(bring, store, tmp_path):
    path = write(tmp_path / "papers.jsonl", "".join(line(number) for number in range(25)))

    class Stopper(Watcher):
        def end(self):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(path, progress=Stopper(), batch_records=10)
    report = bring(path)
    assert (report.outcome, report.read) == (Outcome.DONE, 0)
    assert bring(path).unchanged == 25


def test_an_interrupted_import_of_a_changed_file_begins_anew(bring, store, tmp_path):
    path = write(tmp_path / "papers.jsonl", "".join(line(number) for number in range(25)))

    class Stopper(Watcher):
        def advance(self, count=1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring(path, progress=Stopper(), batch_records=10)
    write(path, "".join(line(number, abstract="new") for number in range(25)))
    report = bring(path, batch_records=10)
    assert (report.read, report.updated, report.created) == (25, 10, 15)
    assert "has changed" in report.messages[0]


def test_an_exported_paper_comes_back_as_the_same_paper(bring, store, tmp_path):
    both = line(0, doi="10.1000/x") + line(1, title=TITLES[0], doi="10.1000/x", authors=["A. Lovelace"])
    bring(write(tmp_path / "papers.jsonl", both))
    paper = store.papers.get(1)
    assert paper.external_ids == ("x0", "x1")
    exported = {"id": paper.external_id, "title": paper.title, "authors": paper.authors, "year": paper.year}
    exported |= {"doi": paper.doi, "external_ids": paper.external_ids, "url": paper.url}
    report = bring(write(tmp_path / "exported.jsonl", json.dumps(exported) + "\n"))
    assert store.papers.count() == 1
    assert report.updated == 1
    after = store.papers.get(1)
    assert replace(after, change_number=0, provenance={}) == replace(paper, change_number=0, provenance={})
    assert store.papers.find(Identifier(Scheme.EXTERNAL, "x1")) == 1


def test_two_files_may_call_two_papers_by_one_name(bring, store, tmp_path):
    entry = "@article{{smith2020, title={{{}}}, author={{Smith, John and {}}}, year={{2020}}}}"
    one = write(tmp_path / "one.bib", entry.format("Deep nets for the recognition of cats", "Lovelace, Ada"))
    other = write(tmp_path / "other.bib", entry.format("A history of steam engines in Europe", "Watt, James"))
    for path in (one, other, one, other):
        bring(path)
    assert store.papers.count() == 2
    assert [store.papers.get(number).external_ids for number in (1, 2)] == [("smith2020",), ("smith2020",)]


def test_rejects_are_cut_back_to_what_was_committed(tmp_path):
    path = tmp_path / "rejects.jsonl"
    path.write_bytes(b"committed\nnot committed\n")
    with Rejects(path, "f", length=10) as rejects:
        assert rejects.length == 10
    assert path.read_bytes() == b"committed\n"


def test_a_record_named_with_a_nul_comes_in_twice_without_harm(bring, store, tmp_path):
    path = write(tmp_path / "papers.jsonl", line(0, id="a\0b", external_ids=["a\0b", "c\0"], authors=["Ada\0"]))
    assert bring(path).created == 1
    path.write_text(line(0, id="a\0b", external_ids=["a\0b", "c\0"], authors=["Ada\0"], venue="V\0"))
    assert (bring(path).updated, store.papers.count(), store.papers.get(1).external_ids) == (1, 1, ("ab", "c"))


def test_lines_beyond_all_measure_stop_nothing(bring, tmp_path):
    large = '{"title": "x", "citation_count": 9223372036854775808}\n'
    deep = '{"title": "x", "x": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    report = bring(write(tmp_path / "papers.jsonl", line(0) + large + deep + line(1)))
    assert (report.outcome, report.read, report.rejected) == (Outcome.DONE, 2, 2)
