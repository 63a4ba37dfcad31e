"""One look at everything, and the repair of what can be made again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from index.errors import RetrievalError
from paper_reader.doctor import database, index, leftovers, names, surroundings
from paper_reader.doctor.finding import Found, problem, repaired
from paper_reader.doctor.subject import Subject
from paper_reader.errors import PaperReaderError
from paper_reader.types import Examination, Finding, Severity

_CHECKS: Final[tuple[tuple[str, Callable[[Subject], Iterable[Found]]], ...]] = (
    (database.CHECK, database.check),
    (leftovers.RUNS, leftovers.check_runs),
    (names.CHECK, names.check),
    (leftovers.FILES, leftovers.check_files),
    (index.CHECK, index.check),
    ("vectors", surroundings.check_vectors),
    ("disk", surroundings.check_disk),
    ("settings", surroundings.check_folders),
    ("sources", surroundings.check_sources),
    ("clock", surroundings.check_clock),
    ("tokens", surroundings.check_tokens),
    ("backups", surroundings.check_backups),
)
_NO_REPAIR: Final = "the database itself is damaged: nothing is repaired before it is sound again"


def examine(subject: Subject, *, repair: bool) -> Examination:
    """Look at everything; with `repair` mend what is derived. While the database is damaged nothing is mended.

    A check that fails is a finding like any other, and the next one is made all the same.
    """
    findings: list[Finding] = []
    is_sound = True
    for name, check in _CHECKS:
        found = _looked(name, check, subject)
        if name == database.CHECK:
            is_sound = not any(one.finding.severity is Severity.PROBLEM for one in found)
            if repair and not is_sound:
                found.append(problem(name, _NO_REPAIR, "restore a backup"))
        findings += _mended(found) if repair and is_sound else [one.finding for one in found]
    return Examination(checks=tuple(name for name, _ in _CHECKS), findings=tuple(findings))


def _looked(name: str, check: Callable[[Subject], Iterable[Found]], subject: Subject) -> list[Found]:
    found: list[Found] = []
    try:
        found.extend(check(subject))
    except (PaperReaderError, RetrievalError, OSError) as error:
        found.append(problem(name, f"cannot be looked at: {error}"))
    return found


def _mended(found: list[Found]) -> list[Finding]:
    """Run each repair once: one that mends several findings is not done again for the next."""
    done: dict[object, str | None] = {}
    findings = []
    for one in found:
        if one.repair is None:
            findings.append(one.finding)
            continue
        if one.repair not in done:
            done[one.repair] = _failure_of(one.repair)
        failure = done[one.repair]
        if failure is None:
            findings.append(repaired(one.finding))
        else:
            findings.append(replace(one.finding, message=f"{one.finding.message}. The repair failed: {failure}"))
    return findings


def _failure_of(repair: Callable[[], None]) -> str | None:
    try:
        repair()
    except (PaperReaderError, RetrievalError, OSError) as error:
        return str(error)
    return None
