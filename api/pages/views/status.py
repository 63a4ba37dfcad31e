"""The state of things: library, index, sources, settings without secrets, tokens without theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from api.pages.views.refreshing import OUTCOMES, moment
from api.pages.views.words import capital, count
from paper_reader.settings import Settings, settings_keys, variable_of
from paper_reader.types import (
    AccessToken,
    Examination,
    Finding,
    IndexState,
    IndexStatus,
    LibraryStatus,
    ScholarStatus,
    Severity,
)

_SECRET_TYPES: Final = ("Key", "SmtpUrl")
_PASSWORD: Final = re.compile(r"(://[^/@\s:]*):[^/@\s]*@")
_INDEX: Final = {
    IndexState.CURRENT: "up to date",
    IndexState.BEHIND: "behind the library: paper-reader index build brings it up to date",
    IndexState.MISSING: "not built yet: paper-reader index build",
    IndexState.OTHER_MODEL: "of another model than the settings name: paper-reader index rebuild",
    IndexState.OTHER_LIBRARY: "of another library: paper-reader index rebuild",
    IndexState.DAMAGED: "damaged: paper-reader index rebuild",
}
_SERVICES: Final = {
    "arXiv": "arxiv_api_url",
    "OpenAlex": "openalex_url",
    "Semantic Scholar": "semantic_scholar_url",
    "Crossref": "crossref_url",
}
_SEVERITIES: Final = {Severity.PROBLEM: "Problem", Severity.WARNING: "Warning", Severity.NOTE: "Note"}


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a panel; `is_bad` where something is to be done."""

    name: str
    value: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class FindingRow:
    """Something that a look at everything has found."""

    severity: str
    is_bad: bool
    message: str
    next_step: str


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it holds; `is_own` where it is not the default."""

    name: str
    variable: str
    value: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token without its secret."""

    number: int
    name: str
    scope: str
    made: str
    ends: str
    is_valid: bool


@dataclass(frozen=True, slots=True)
class StatusView:
    """The page. What only the owner may see is empty for others."""

    library: tuple[Fact, ...]
    index: tuple[Fact, ...]
    sources: tuple[Fact, ...]
    findings: tuple[FindingRow, ...]
    checked: str
    settings: tuple[SettingRow, ...]
    tokens: tuple[TokenRow, ...]
    is_owner: bool


def status_view(
    status: LibraryStatus,
    scholar: ScholarStatus,
    *,
    now: datetime,
    examined: Examination | None = None,
    settings: Settings | None = None,
    tokens: Sequence[AccessToken] = (),
) -> StatusView:
    """Make the page's view; `settings` are given for the owner alone, who sees where things lie."""
    return StatusView(
        library=tuple(_library(status, is_owner=settings is not None)),
        index=tuple(_index(status.index)),
        sources=tuple(_sources(scholar, settings)),
        findings=tuple(_finding(one) for one in examined.findings) if examined else (),
        checked=_checked(examined) if examined else "",
        settings=setting_rows(settings) if settings else (),
        tokens=tuple(_token(token, now) for token in tokens),
        is_owner=settings is not None,
    )


def setting_rows(settings: Settings) -> tuple[SettingRow, ...]:
    """Every setting with its value, secrets only as set or not."""
    usual = Settings()
    rows = []
    for key, known in settings_keys().items():
        value = getattr(settings, key)
        is_secret = str(known.type).startswith(_SECRET_TYPES)
        said = ("set" if value else "not set") if is_secret else _value(value)
        rows.append(SettingRow(key, variable_of(key), said, value != getattr(usual, key)))
    return tuple(rows)


def _value(value: object) -> str:
    if value is None or value == ():
        return "not set"
    if isinstance(value, bool):
        return "on" if value else "off"
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return _PASSWORD.sub(r"\1:***@", text)


def _library(status: LibraryStatus, *, is_owner: bool) -> Iterable[Fact]:
    yield Fact("Papers", f"{status.papers:,}")
    marks = ", ".join(f"{number:,} {mark.value}" for mark, number in status.marks.items())
    yield Fact("Marks", marks or "none yet")
    if is_owner:
        yield Fact("Database", status.database)
        yield Fact("Data folder", status.data_dir)
    run = status.last_run
    if run is not None:
        yield Fact("Last run", f"{run.kind} {run.description}: {OUTCOMES[run.outcome]}, {moment(run.started_at)}")


def _index(index: IndexStatus) -> Iterable[Fact]:
    yield Fact("State", capital(_INDEX[index.state]), index.state is not IndexState.CURRENT)
    yield Fact("Model", index.model)
    if index.problem:
        yield Fact("Problem", index.problem, is_bad=True)
    if index.papers is not None:
        yield Fact("Papers", f"{index.papers:,} of {index.library_papers:,}")
    if index.pending:
        yield Fact("Waiting", count(index.pending, "paper"), is_bad=True)
    if index.vector_kind:
        recall = f", {index.measured_recall:.1%} of the exact neighbours" if index.measured_recall is not None else ""
        yield Fact("Vectors", index.vector_kind + recall)
    if index.created_at:
        yield Fact("Built", moment(index.created_at))
    if index.disk_bytes:
        yield Fact("On disk", f"{index.disk_bytes / 1e6:,.1f} MB")
    if index.build and index.build.is_running:
        total = f" of {index.build.total:,}" if index.build.total else ""
        yield Fact("Being built", f"{index.build.stage}: {index.build.done:,}{total}")


def _sources(scholar: ScholarStatus, settings: Settings | None) -> Iterable[Fact]:
    if settings is not None:
        for name, key in _SERVICES.items():
            yield Fact(name, _value(getattr(settings, key)))
    if not scholar.switched_on:
        yield Fact("Google Scholar", "off (setting scholar)")
        return
    pages = f"{scholar.pages_left_today:,} of {scholar.pages_per_day:,} pages left today"
    if scholar.breaker == "closed":
        yield Fact("Google Scholar", f"may be asked; {pages}")
        return
    until = f" until {moment(scholar.reopens_at)}" if scholar.reopens_at else ""
    why = f": {scholar.reason}" if scholar.reason else ""
    yield Fact("Google Scholar", f"breaker {scholar.breaker}{until}{why}; {pages}", is_bad=True)


def _finding(one: Finding) -> FindingRow:
    return FindingRow(
        severity=_SEVERITIES[one.severity],
        is_bad=one.severity is Severity.PROBLEM,
        message=f"{one.check}: {one.message}",
        next_step=capital(one.next_step),
    )


def _checked(examined: Examination) -> str:
    problems = len(examined.left)
    found = count(problems, "problem") if problems else "no problem"
    return f"{count(len(examined.checks), 'check')} made, {found} found."


def _token(token: AccessToken, now: datetime) -> TokenRow:
    if token.revoked_at:
        ends = f"revoked {moment(token.revoked_at)}"
    else:
        ends = f"ends {moment(token.expires_at)}" if token.expires_at else "does not end"
    return TokenRow(
        token.id, token.name or "without a name", token.scope.value, moment(token.created_at), ends, token.is_valid(now)
    )
