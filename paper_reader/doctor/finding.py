"""How a check says what it has found. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from paper_reader.types import Finding, Severity

Repair: TypeAlias = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and what mends it where it can be mended."""

    finding: Finding
    repair: Repair | None = None


def problem(check: str, message: str, next_step: str = "", *, repair: Repair | None = None) -> Found:
    """Something is wrong."""
    return _found(check, Severity.PROBLEM, message, next_step, repair)


def warning(check: str, message: str, next_step: str = "", *, repair: Repair | None = None) -> Found:
    """Nothing is wrong yet."""
    return _found(check, Severity.WARNING, message, next_step, repair)


def note(check: str, message: str, next_step: str = "", *, repair: Repair | None = None) -> Found:
    """Good to know."""
    return _found(check, Severity.NOTE, message, next_step, repair)


def repaired(finding: Finding) -> Finding:
    """The same finding, mended."""
    return replace(finding, is_repaired=True)


def size_in_words(count: float) -> str:
    """Bytes as a person reads them."""
    if count < 1e6:
        return f"{count / 1e3:,.0f} kB"
    return f"{count / 1e6:,.1f} MB" if count < 1e9 else f"{count / 1e9:,.1f} GB"


def some(things: Iterable[object], most: int = 5) -> str:
    """The first few, and how many more."""
    listed = [str(thing) for thing in things]
    return ", ".join(listed[:most]) + (f" and {len(listed) - most} more" if len(listed) > most else "")


def _found(check: str, severity: Severity, message: str, next_step: str, repair: Repair | None) -> Found:
    mending = "paper-reader doctor --repair" if repair and not next_step else next_step
    finding = Finding(
        check=check, severity=severity, message=message, next_step=mending, is_repairable=repair is not None
    )
    return Found(finding, repair)
