"""Progress where nobody watches a bar."""

from __future__ import annotations

import io

from paper_reader.cli.progress import PlainProgress, in_words


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_line_in_five_seconds_with_the_time_left() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = PlainProgress(stream, clock)
    progress.begin("Embedding papers", 1000, "papers")
    for _ in range(5):
        clock.now += 2.0
        progress.advance(100)
    clock.now += 10.0
    progress.advance(500)
    progress.end()
    assert stream.getvalue().splitlines() == [
        "Embedding papers: 300 of 1,000 papers, 14 s left",
        "Embedding papers: 1,000 of 1,000 papers, 0 s left",
        "Embedding papers: 1,000 papers in 20 s",
    ]


def test_a_short_stage_says_nothing() -> None:
    stream = io.StringIO()
    progress = PlainProgress(stream, Clock())
    progress.begin("Reading", None, "papers")
    progress.advance(7)
    progress.end()
    assert stream.getvalue() == ""


def test_notes_are_cleaned() -> None:
    stream = io.StringIO()
    PlainProgress(stream, Clock()).note("line 3: \x1b[31mbad\x07")
    assert stream.getvalue() == "line 3: bad\n"


def test_durations_in_words() -> None:
    assert [in_words(seconds) for seconds in (0, 59.4, 200, 3900)] == ["0 s", "59 s", "3 min 20 s", "1 h 5 min"]
