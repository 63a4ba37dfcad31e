#!/usr/bin/env python3
"""Thirty days of arXiv refreshed one by one: `python scripts/measure_refresh.py --papers 10000 --work FOLDER`.

From the evaluation corpus: arXiv's papers of one month come day by day over loopback, into a library that holds that
many others already (made once in the work folder, with the static model, and copied). Prints each day's papers and
seconds, then the figures: seconds a new paper, and seconds of a refresh that brings nothing. Ends with 1 where a paper
did not arrive, or was told of twice.
"""

from __future__ import annotations

import argparse
import gzip
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from benchmarks.material import folder
from refreshing.month import Day, Month
from refreshing.small_arxiv import SmallArxiv, Submission

from paper_reader.library import open_library
from paper_reader.settings import Settings

CORPORA = ("papers-core.jsonl.gz", "papers-more.jsonl.gz")
CATEGORIES = ("cs", "stat")


def main() -> int:
    """Measure, and say whether everything arrived once."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, default=10_000, help="how many the library holds before")
    parser.add_argument("--month", default="2018-09", help="which month of the corpus is lived through")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--work", type=Path, help="keeps the library of before for the next time")
    parser.add_argument("--profile", type=Path, help="writes what the days cost, for pstats")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    first = date.fromisoformat(f"{asked.month}-01")
    with tempfile.TemporaryDirectory() as scratch:
        work = asked.work or Path(scratch)
        before = library_of(work / f"before-{asked.month}-{asked.papers}", asked.papers, asked.month)
        shutil.copytree(before, Path(scratch) / "data")
        submissions = [one for one in submissions_of(asked.month) if (one.day - first).days < asked.days]
        with SmallArxiv(submissions) as arxiv:
            month = Month(arxiv, Path(scratch) / "data", Path(scratch) / "cache", CATEGORIES)
            try:
                return report(month, submissions, first, asked)
            finally:
                month.close()


def report(month: Month, submissions: list[Submission], first: date, asked: argparse.Namespace) -> int:
    """Live through the days, print what they cost, and check that each paper came once."""
    beginning = month.live(first - timedelta(days=1))
    held = month.library.status().papers
    days = profiled(month, first, asked) if asked.profile else list(month.days(first, asked.days))
    idle = month.live(first + timedelta(days=asked.days - 1))
    came = month.library.status().papers - held
    missing = [one.arxiv_id for one in submissions if not month.holds(one.arxiv_id)]
    twice = [name for name, count in month.told.items() if count > 1]
    figures = figures_of(days, idle) | {
        "papers_before": held, "came": came, "asked_to_come": len(submissions), "missing": len(missing),
        "told_twice": len(twice), "told": len(month.told), "first_refresh_seconds": round(beginning.refresh_seconds, 2),
    }  # fmt: skip
    if asked.json:
        print(json.dumps(figures, indent=1))
    else:
        for day in (beginning, *days, idle):
            print(
                f"{day.day}  {day.came:4} came  {day.new:4} new  {day.told:4} told  "
                f"refresh {day.refresh_seconds:6.2f} s ({day.refresh_cpu:5.2f} CPU)  digest {day.digest_seconds:5.2f} s"
            )
        print("\n".join(f"{name:28} {value}" for name, value in figures.items()))
    return 1 if missing or twice else 0


def profiled(month: Month, first: date, asked: argparse.Namespace) -> list[Day]:
    """The days, with a profile of them written."""
    import cProfile

    profile = cProfile.Profile()
    days = profile.runcall(lambda: list(month.days(first, asked.days)))
    profile.dump_stats(asked.profile)
    return days


def figures_of(days: list[Day], idle: Day) -> dict[str, Any]:
    """What a new paper costs: all seconds shared out, and the slope of a straight line through the ordinary days.

    Of processor time, which other work on the machine changes least. A day on which who coined what is told anew for
    the whole library (one in some hundred papers) is no ordinary one; the shared-out seconds have it in them.
    """
    new, seconds = [day.new for day in days], [day.refresh_seconds for day in days]
    usual = statistics.median(day.refresh_cpu for day in days)
    ordinary = [(day.new, day.refresh_cpu) for day in days if day.refresh_cpu < 3 * usual]
    slope, intercept = statistics.linear_regression(*zip(*ordinary, strict=True)) if len(ordinary) > 2 else (0.0, usual)
    return {
        "days": len(days),
        "new_papers": sum(new),
        "seconds_a_new_paper": round(sum(seconds) / max(1, sum(new)), 4),
        "cpu_seconds_a_new_paper": round(sum(day.refresh_cpu for day in days) / max(1, sum(new)), 4),
        "cpu_slope_a_paper": round(slope, 4),
        "cpu_slope_a_day": round(intercept, 3),
        "cpu_median_day": round(usual, 3),
        "cpu_nothing_new": round(idle.refresh_cpu, 3),
        "nothing_new_seconds": round(idle.refresh_seconds, 3),
        "slowest_refresh_seconds": round(max(seconds), 2),
        "median_digest_seconds": round(statistics.median(day.digest_seconds for day in days), 2),
    }


def library_of(place: Path, count: int, month: str) -> Path:
    """A library of so many papers of other months, indexed; made where it is not there yet."""
    if (place / "index" / "current").is_file():
        return place
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    file = place / "papers.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for number, paper in enumerate(corpus()):
            if number >= count:
                break
            lines.write(json.dumps(paper) + "\n" if not is_of(paper, month) else "")
    settings = Settings(data_dir=place, cache_dir=place / "cache", starter=False, model="fast")
    long_before = datetime.combine(date.fromisoformat(f"{month}-01"), time(), UTC) - timedelta(days=60)
    library = open_library(settings, clock=lambda: long_before)
    library.import_file(file)
    library.index_build()
    library.close()
    file.unlink()
    return place


def submissions_of(month: str) -> list[Submission]:
    """The papers of arXiv of a month in the followed categories, each once."""
    found = {paper["arxiv_id"]: paper for paper in corpus() if is_of(paper, month)}
    return [
        Submission(
            arxiv_id=name, title=paper["title"], abstract=paper.get("abstract") or "", authors=tuple(paper["authors"]),
            categories=tuple(paper["categories"]), day=date.fromisoformat(paper["published"]),
        )
        for name, paper in found.items()
    ]  # fmt: skip


def is_of(paper: dict[str, Any], month: str) -> bool:
    """Whether it is arXiv's, of that month, and in a category that is followed."""
    return bool(
        paper.get("arxiv_id")
        and (paper.get("published") or "").startswith(month)
        and any(name.split(".")[0] in CATEGORIES for name in paper.get("categories") or ())
    )


def corpus() -> Iterator[dict[str, Any]]:
    """Every paper of the evaluation material."""
    for name in CORPORA:
        with gzip.open(folder() / name, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


if __name__ == "__main__":
    sys.exit(main())
