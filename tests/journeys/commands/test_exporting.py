"""export and import as a person uses them: by the names of files, into folders, and back again."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import openpyxl
import pytest


def test_the_name_of_the_file_says_the_form(quick, tmp_path: Path) -> None:
    begins = {
        "a.bib": "@",
        "a.ris": "TY  - ",
        "a.json": "[\n{",
        "a.csv": "title,",
        "a.md": "- **",
        "a.html": "<!doctype html>",
        "a.jsonl": "{",
    }
    for name, beginning in begins.items():
        quick("export", "lib:1", "lib:2", "--output", str(tmp_path / name))
        assert (tmp_path / name).read_text("utf-8").startswith(beginning)
    quick("export", "lib:1", "-o", str(tmp_path / "a.bib.gz"))
    assert gzip.decompress((tmp_path / "a.bib.gz").read_bytes()).startswith(b"@inproceedings{")
    quick("export", "--all", "-o", str(tmp_path / "a.xlsx"))
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx").active.iter_rows(values_only=True))
    assert (rows[0][0], len(rows)) == ("title", 9)


@pytest.mark.parametrize(
    "arguments", [("--format", "xlsx"), ("--format", "bibtex", "-o", "{folder}/"), ("--json", "--format", "ris")]
)
def test_what_cannot_be_written_there_is_wrong_usage(quick, tmp_path: Path, arguments) -> None:
    quick("export", "lib:1", *(one.format(folder=tmp_path) for one in arguments), check=2)


def test_a_name_that_says_no_form_is_refused_with_those_there_are(quick, tmp_path: Path) -> None:
    said = quick("export", "lib:1", "-o", str(tmp_path / "papers.xyz"), check=2).stderr
    assert ".xyz" in said
    assert all(ending in said for ending in (".bib", ".ris", ".csv", ".jsonl", "--format"))
    assert not list(tmp_path.iterdir())
    quick("export", "lib:1", "--format", "ris", "-o", str(tmp_path / "papers.xyz"))
    quick("export", "lib:1", "-o", str(tmp_path / "papers"))
    assert (tmp_path / "papers.xyz").read_text("utf-8").startswith("TY  - ")
    assert (tmp_path / "papers").read_text("utf-8").startswith("{")


def test_a_folder_gets_a_note_for_each_paper_with_links(quick, tmp_path: Path) -> None:
    folder = tmp_path / "notes"
    quick("export", "--all", "-o", f"{folder}/")
    notes = {path.stem: path.read_text("utf-8") for path in folder.iterdir()}
    assert len(notes) == 8
    survey = notes["Fox 2021 - A survey of learning on graphs"]
    assert "- [[Müller 2019 - Graph networks for molecules]]" in survey
    assert "- [[Hill 2018 - Attention over neighbours in graphs]]" in survey
    assert "\x1b" not in "".join(notes.values())
    changed = folder / "Fox 2021 - A survey of learning on graphs.md"
    changed.write_text(survey + "\nMy own words.\n", encoding="utf-8")
    done = quick("export", "--all", "-o", str(folder))
    assert "7 notes written" in done.stderr
    assert "A survey of learning on graphs" in done.stderr
    assert changed.read_text("utf-8").endswith("My own words.\n")


def test_a_reading_list_in_every_form(quick, tmp_path: Path) -> None:
    for name in ("a.ris", "a.html", "a.json"):
        quick("reading-list", "graphs", "-n", "2", "-o", str(tmp_path / name))
    assert (tmp_path / "a.ris").read_text("utf-8").count("TY  - ") == 2
    assert "<ol" in (tmp_path / "a.html").read_text("utf-8")
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))) == 2
    quick("reading-list", "graphs", "-n", "2", "-o", str(tmp_path / "a.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "a.xlsx").read_bytes()))
    assert next(book.active.iter_rows(values_only=True))[:4] == ("position", "level", "role", "reason")
    quick("reading-list", "graphs", "--format", "xlsx", check=2)


def test_a_bibliography_comes_in_and_goes_out_under_its_own_keys(quick_copy, tmp_path: Path) -> None:
    file = tmp_path / "mine.bib"
    file.write_text(
        "@string{j = {Journal of {\\'E}tudes}}\n"
        "@article{mine:2019, title={Graph networks for molecules}, "
        'author={M{\\"u}ller, Ada and Chen, Bo and Diaz, Cleo '
        "and Eng, Dan}, year=2019, eprint={1901.00001}, archiveprefix={arXiv}, journal=j}\n"
        "@article{broken, title={x\n@misc{other, title={Something else entirely}, year=2001}\n",
        encoding="utf-8",
    )
    done = quick_copy("import", str(file))
    assert "1 new, 1 joined" in done.stdout
    assert "1 entry could not be read" in done.stderr
    assert "2 unchanged" in quick_copy("import", str(file)).stdout
    assert quick_copy.json("show", "mine:2019")["title"] == "Graph networks for molecules"
    assert quick_copy("export", "lib:1", "--format", "bibtex").stdout.startswith("@inproceedings{mine:2019,")
    latin = tmp_path / "chinese.bib"
    latin.write_bytes("@misc{zh, title={图神经网络综述}}".encode("gb18030"))
    quick_copy("import", str(latin), "--encoding", "gb18030")
    assert quick_copy.json("show", "zh")["title"] == "图神经网络综述"
    quick_copy("import", str(latin), "--encoding", "klingon", check=2)
