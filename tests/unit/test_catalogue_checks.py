"""The checks of the starter catalogue: each finds what it is for, and the shipped catalogue passes them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
import pytest

from paper_reader.roadmap import load_roadmap
from paper_reader.starter import StarterEntry

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
WHY = "Shows in a few pages how a network can attend to what matters, which most later models build on."
GOOD = StarterEntry(
    key="kipf2017semi",
    title="Semi-Supervised Classification with Graph Convolutional Networks",
    authors=("Thomas N. Kipf", "Max Welling"),
    year=2017,
    arxiv_id="1609.02907",
    topics=("graph-neural-networks",),
    kind="foundation",
    level="core",
    why=WHY,
)


@pytest.fixture(scope="module")
def checks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_checks", SCRIPTS / "catalogue_checks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def placed(checks: ModuleType, *entries: StarterEntry) -> list[Any]:
    return [checks.Placed("02-skills.jsonl", line, entry) for line, entry in enumerate(entries, start=1)]


def changed(**fields: Any) -> StarterEntry:
    return msgspec.structs.replace(GOOD, **fields)


def test_a_good_entry_has_no_complaint(checks: ModuleType) -> None:
    catalogue = placed(checks, GOOD)
    assert list(checks.form_complaints(catalogue, load_roadmap(), {})) == []
    assert list(checks.uniqueness_complaints(catalogue)) == []
    assert list(checks.need_complaints(catalogue)) == []
    assert list(checks.sentence_complaints(catalogue)) == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"key": "Kipf2017"}, "a key is"),
        ({"key": "kipf2016semi"}, "year of the entry"),
        ({"topics": ("graphs",)}, "unknown topics graphs"),
        ({"topics": ()}, "topics must be there"),
        ({"topics": ("fairness", "mentoring")}, "none of its topics belongs"),
        ({"arxiv_id": "1609.02907v4"}, "no bare arXiv id"),
        ({"arxiv_id": "2301.00001"}, "does not go with"),
        ({"arxiv_id": "0903.00001"}, "no bare arXiv id"),
        ({"arxiv_id": "0903.0001"}, "does not go with"),
        ({"doi": "https://doi.org/10.1000/1"}, "no bare DOI"),
        ({"doi": "11.1000/1"}, "no bare DOI"),
        ({"doi": "10.48550/arXiv.1609.02907"}, "arXiv's own DOI"),
        ({"title": "A  title"}, "stray blanks"),
        ({"authors": ()}, "authors must be there"),
        ({"authors": ("Kipf, Thomas",)}, "authors must be there"),
        ({"authors": ("Thomas Kipf et al.",)}, "authors must be there"),
    ],
)
def test_a_wrong_form_is_found(checks: ModuleType, fields: dict[str, Any], said: str) -> None:
    complaints = list(checks.form_complaints(placed(checks, changed(**fields)), load_roadmap(), {}))
    assert any(said in complaint for complaint in complaints), complaints


def test_a_paper_that_came_to_arxiv_late_needs_an_exception(checks: ModuleType) -> None:
    catalogue = placed(checks, changed(arxiv_id="2301.00001"))
    assert list(checks.form_complaints(catalogue, load_roadmap(), {"kipf2017semi": {"arxiv_year": "So."}})) == []


def test_a_year_out_of_range_is_found(checks: ModuleType) -> None:
    entry = changed(year=2071, key="kipf2071semi", arxiv_id=None)
    assert any("2071" in each for each in checks.form_complaints(placed(checks, entry), load_roadmap(), {}))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "same key"),
        ({"key": "other2017paper", "title": "Another"}, "same arXiv id"),
        ({"key": "other2017paper", "arxiv_id": None}, "same title"),
    ],
)
def test_the_same_paper_twice_is_found(checks: ModuleType, fields: dict[str, Any], said: str) -> None:
    complaints = list(checks.uniqueness_complaints(placed(checks, GOOD, changed(**fields))))
    assert any(said in complaint for complaint in complaints)


def test_one_title_by_other_authors_is_another_paper(checks: ModuleType) -> None:
    other = changed(key="smith2017semi", arxiv_id=None, authors=("Ann Smith",))
    assert list(checks.uniqueness_complaints(placed(checks, GOOD, other))) == []


def test_missing_and_circular_needs_are_found(checks: ModuleType) -> None:
    missing = list(checks.need_complaints(placed(checks, changed(needs=("nobody2000x",)))))
    assert missing == ["kipf2017semi: needs 'nobody2000x', which no file has"]
    one, two = changed(needs=("other2017paper",)), changed(key="other2017paper", needs=("kipf2017semi",))
    assert any("in a circle" in each for each in checks.need_complaints(placed(checks, one, two)))


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("Too short.", "characters"),
        (f"{WHY} " * 5, "characters"),
        (WHY.lower(), "begins like no sentence"),
        (WHY[:-1], "ends like no sentence"),
        (f"A groundbreaking work. {WHY}", "'groundbreaking'"),
        (f"In this paper it all began. {WHY}", "'In this paper'"),
    ],
)
def test_a_bad_sentence_is_found(checks: ModuleType, why: str, said: str) -> None:
    assert any(said in each for each in checks.sentence_complaints(placed(checks, changed(why=why))))


def test_a_sentence_used_twice_is_found(checks: ModuleType) -> None:
    other = changed(key="other2017paper", why=f"Indeed it s{WHY[1:]}")
    complaints = list(checks.sentence_complaints(placed(checks, GOOD, other)))
    assert complaints == ["other2017paper: why shares 8 words in a row with kipf2017semi's"]


def known(checks: ModuleType, **fields: Any) -> Any:
    facts = {"title": GOOD.title, "authors": GOOD.authors, "year": 2016, "arxiv_id": GOOD.arxiv_id}
    return checks.KnownPaper(**(facts | fields))


def test_agreement_with_the_corpus_is_quiet(checks: ModuleType) -> None:
    result = checks.compare(placed(checks, GOOD), [known(checks), known(checks, title="Unrelated", arxiv_id=None)])
    assert result.complaints == []
    assert result.compared == {"kipf2017semi"}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": "Graph Convolutional Networks"}, "title"),
        ({"authors": ("Thomas Kipf", "Max Welling", "Ann Smith")}, "authors"),
        ({"authors": ("Max Welling", "Thomas Kipf")}, "authors"),
        ({"authors": ("Ann Smith",)}, "authors"),
        ({"year": 2010}, "year"),
        ({"year": 2019}, "year"),
        ({"arxiv_id": "1609.99999"}, "arxiv_id"),
        ({"abstract": f"We say: {WHY}"}, "why"),
    ],
)
def test_disagreement_with_the_corpus_is_found(checks: ModuleType, fields: dict[str, Any], field: str) -> None:
    result = checks.compare(placed(checks, GOOD), [known(checks, **fields)])
    assert [what for _, what, _ in result.complaints] == [field]


def test_what_the_corpus_cannot_know_is_no_disagreement(checks: ModuleType) -> None:
    papers = [
        known(checks, authors=("Thomas Kipf",)),  # the first author alone
        known(checks, authors=()),
        known(checks, year=None),
        known(checks, arxiv_id=None, authors=("Ann Smith", "Bo Li"), year=1999),  # another paper of this title
    ]
    assert checks.compare(placed(checks, GOOD), papers).complaints == []


def test_a_missing_arxiv_id_is_hinted_at(checks: ModuleType) -> None:
    assert checks.compare(placed(checks, changed(arxiv_id=None)), [known(checks)]).hints == {
        "kipf2017semi": "1609.02907"
    }


def test_an_exception_needs_a_reason_and_a_complaint(checks: ModuleType) -> None:
    result = checks.compare(placed(checks, GOOD), [known(checks, year=2010)])
    assert list(checks.unjustified(result, {"kipf2017semi": {"year": "The corpus errs."}})) == []
    assert len(list(checks.unjustified(result, {"kipf2017semi": {"year": " "}}))) == 1
    stale = list(checks.unjustified(result, {"kipf2017semi": {"year": "So.", "title": "So."}}))
    assert stale == ["kipf2017semi: the exception for its title answers no complaint; take it out"]


def test_the_shipped_catalogue_passes(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "check_catalogue.py"), "--quick"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, "\n".join(line for line in done.stdout.splitlines() if line.startswith("error"))
    assert done.stdout.rstrip().endswith("no errors")


def test_the_script_says_when_there_is_no_corpus(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / "check_catalogue.py"), "--minimum", "100000"],
        capture_output=True,
        text=True,
        check=False,
        env={"PAPER_READER_EVAL_DIR": str(tmp_path), "PATH": ""},
    )
    assert done.returncode == 1
    assert "Not compared with the evaluation corpus: it is not in" in done.stdout
    assert "entries, fewer than 100000" in done.stdout
