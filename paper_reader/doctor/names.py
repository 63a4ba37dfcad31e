"""The rows that papers are looked up by, which are computed from the papers."""

from __future__ import annotations

from collections.abc import Iterator

from paper_reader.doctor.finding import Found, problem
from paper_reader.doctor.subject import Subject

CHECK = "names"


def check(subject: Subject) -> Iterator[Found]:
    """Compare them with the papers they lead to."""
    wrong = subject.store.census.name_rows_astray()
    if wrong is None:
        return

    def make_anew() -> None:
        subject.store.census.forget_name_rows()
        subject.store.names.follow()

    yield problem(CHECK, f"the rows that papers are looked up by are astray: {wrong}", repair=make_anew)
