#!/usr/bin/env python3
"""Checks every entry of the starter catalogue. Exit status 1 when anything is wrong.

    python scripts/check_catalogue.py              all checks
    python scripts/check_catalogue.py --quick      without the evaluation corpus (a second instead of half a minute)
    python scripts/check_catalogue.py --minimum 8  every topic must have eight entries

Titles, authors, years and ids are compared with the evaluation corpus (PAPER_READER_EVAL_DIR, by default
../shared/eval) wherever a paper is there. A disagreement in which the catalogue is right stands, with its reason, in
`catalogue_exceptions.toml` beside this script.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]

from catalogue_checks import (  # noqa: E402  (found through the path set above)
    KnownPaper,
    Placed,
    compare,
    form_complaints,
    need_complaints,
    sentence_complaints,
    topic_counts,
    uniqueness_complaints,
    unjustified,
)

from paper_reader.roadmap import load_roadmap  # noqa: E402
from paper_reader.starter import starter_entries  # noqa: E402

HERE = Path(__file__).resolve().parent
CORPUS = ("papers-core.jsonl.gz", "papers-more.jsonl.gz")


class CorpusLine(msgspec.Struct):
    """What is used of a line of the evaluation corpus."""

    title: str
    abstract: str | None = None
    authors: tuple[str, ...] = ()
    year: int | None = None
    arxiv_id: str | None = None
    doi: str | None = None
    venue: str | None = None


def main() -> int:
    """Run the checks and print what they found; the number of complaints decides the exit status."""
    arguments = _arguments()
    exceptions = tomllib.loads((HERE / "catalogue_exceptions.toml").read_text(encoding="utf-8"))
    roadmap = load_roadmap()
    catalogue = [Placed(*each) for each in starter_entries()]
    complaints = [
        *form_complaints(catalogue, roadmap, exceptions),
        *uniqueness_complaints(catalogue),
        *need_complaints(catalogue),
        *sentence_complaints(catalogue),
    ]
    counts = topic_counts(catalogue, roadmap)
    complaints += [
        f"{slug}: {n} entries, fewer than {arguments.minimum}" for slug, n in counts.items() if n < arguments.minimum
    ]
    folder = Path(os.environ.get("PAPER_READER_EVAL_DIR", HERE.parent.parent / "shared" / "eval"))
    if arguments.quick:
        print("Not compared with the evaluation corpus: --quick.")
    elif not all((folder / name).is_file() for name in CORPUS):
        print(f"Not compared with the evaluation corpus: it is not in {folder}.")
    else:
        complaints += _against_corpus(catalogue, folder, exceptions)
    if arguments.only:
        ours = {placed.entry.key for placed in catalogue if placed.file.startswith(tuple(arguments.only))}
        complaints = [each for each in complaints if each.partition(":")[0].partition(" ")[0] in ours]
    _report(catalogue, counts, complaints)
    return 1 if complaints else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="leave the evaluation corpus out")
    parser.add_argument("--minimum", type=int, default=4, help="entries that every topic must have (default: 4)")
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="NN", help="complaints about these files' entries only"
    )
    return parser.parse_args()


def _against_corpus(catalogue: list[Placed], folder: Path, exceptions: Mapping[str, Mapping[str, str]]) -> list[str]:
    comparison = compare(catalogue, _corpus(folder))
    print(f"Compared with the evaluation corpus: {len(comparison.compared)} of {len(catalogue)} entries are there.")
    for key, arxiv_id in sorted(comparison.hints.items()):
        print(f"  hint  {key} could have arXiv id {arxiv_id}")
    return list(unjustified(comparison, exceptions))


def _corpus(folder: Path) -> Iterator[KnownPaper]:
    decoder = msgspec.json.Decoder(CorpusLine)
    for name in CORPUS:
        with gzip.open(folder / name) as lines:
            for line in lines:
                paper = decoder.decode(line)
                yield KnownPaper(
                    title=paper.title,
                    abstract=paper.abstract or "",
                    authors=paper.authors,
                    year=paper.year,
                    arxiv_id=_with_lost_zeros(paper.arxiv_id),
                    doi=paper.doi,
                    venue=paper.venue,
                )


def _with_lost_zeros(arxiv_id: str | None) -> str | None:
    """Some ids of the corpus went through a number ("1704.0476"): five digits after the dot since 2015, four before."""
    if arxiv_id is None or not re.fullmatch(r"\d{4}\.\d{1,5}", arxiv_id):
        return arxiv_id
    month, _, number = arxiv_id.partition(".")
    return f"{month}.{number.ljust(5 if month >= '1501' else 4, '0')}"


def _report(catalogue: list[Placed], counts: dict[str, int], complaints: list[str]) -> None:
    files: dict[str, int] = {}
    for placed in catalogue:
        files[placed.file] = files.get(placed.file, 0) + 1
    for name, number in files.items():
        print(f"{number:5}  {name}")
    print(f"{len(catalogue):5}  entries; by topic:")
    for slug, number in counts.items():
        print(f"{number:5}  {slug}")
    for complaint in complaints:
        print(f"error  {complaint}")
    print(f"{len(complaints)} errors" if complaints else "no errors")


if __name__ == "__main__":
    sys.exit(main())
