#!/usr/bin/env python3
"""Measures speed on the evaluation material: `python scripts/bench.py BENCHMARK [--json]`.

    import  records a second, against parsing and inserting the bare lines; peak memory, size, opening afterwards
    library from JSON lines to searchable, with the commands as a person gives them: seconds, processor time, memory
    encode  documents a second, static and transformer, against the own encode of model2vec and SentenceTransformer,
            on the same texts in the same run, with the share of ten nearest neighbours that ours keep, and the peak
            memory of a process of its own; --device cuda where there is a GPU
    embed   texts of a library a second, from the store to vectors in the store
    start   seconds from a fresh process to the vector of a first query, static and transformer
    search  the engine over the whole corpus: build, open, and milliseconds a search by mode and filter
    commands  whole commands in fresh processes, on a library of yours
    serve   the server under load (wrk): searches a second, p50 and p99, errors, seconds until it is ready; and txtai's
            API over the same papers with the same model, where that is installed

Measure on a machine that does nothing else. Ways are taken in turns and medians given, so that a disturbance hits
both. A benchmark is a module of scripts/benchmarks with `add_options` and `measure`; add yours to BENCHMARKS.
"""

from __future__ import annotations

import argparse
import json

from benchmarks import commands, embed, encode, importing, library, search, serving, start

BENCHMARKS = {
    "import": importing,
    "library": library,
    "encode": encode,
    "embed": embed,
    "start": start,
    "search": search,
    "commands": commands,
    "serve": serving,
}


def main() -> None:
    """Runs one benchmark and prints its figures, one a line or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="benchmark", required=True)
    for name, benchmark in BENCHMARKS.items():
        command = commands.add_parser(name)
        command.add_argument("--json", action="store_true", help="print one JSON object")
        benchmark.add_options(command)
    options = parser.parse_args()
    figures = BENCHMARKS[options.benchmark].measure(options)
    if options.json:
        print(json.dumps(figures, indent=1))
        return
    for figure, value in figures.items():
        print(f"{figure:<56} {value:,.3f}" if isinstance(value, float) else f"{figure:<56} {value}")


if __name__ == "__main__":
    main()
