"""What a scheduler of the system is told: the contents of its files. Pure.

Each file carries our mark, by which it is known as ours when it is to be renewed or removed.
"""

from __future__ import annotations

import plistlib
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from paper_reader.errors import UsageError
from paper_reader.scheduling.times import DAYS, Times

NAME: Final = "paper-reader-refresh"
LABEL: Final = "org.paper-reader.refresh"
MARK: Final = "made by: paper-reader schedule install"
CRON_BEGIN: Final = f"# >>> {NAME} ({MARK})"
CRON_END: Final = f"# <<< {NAME}"
JITTER_MINUTES: Final = 10


def systemd_files(
    folder: Path, times: Times, command: Sequence[str], environment: Mapping[str, str]
) -> dict[Path, bytes]:
    """A service and its timer for `systemctl --user`. A run that was missed is made up for once (Persistent)."""
    variables = "".join(f"Environment={_quoted(f'{name}={value}')}\n" for name, value in environment.items())
    service = (
        f"# {MARK}\n[Unit]\nDescription=Paper Reader: bring in new papers\n\n"
        f"[Service]\nType=oneshot\nNice=10\nSuccessExitStatus=3\n{variables}"
        f"ExecStart={' '.join(_quoted(word).replace('$', '$$') for word in command)}\n"
    )
    days = "" if times.every_day else ",".join(DAYS[day].capitalize() for day in times.days) + " "
    zone = f" {times.zone}" if times.zone else ""
    timer = (
        f"# {MARK}\n[Unit]\nDescription=Paper Reader: when to bring in new papers\n\n[Timer]\n"
        f"OnCalendar={days}*-*-* {times.hour:02}:{times.minute:02}:00{zone}\n"
        f"RandomizedDelaySec={JITTER_MINUTES}min\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n"
    )
    return {folder / f"{NAME}.service": service.encode(), folder / f"{NAME}.timer": timer.encode()}


def launchd_file(
    folder: Path, times: Times, command: Sequence[str], environment: Mapping[str, str]
) -> dict[Path, bytes]:
    """A launch agent. launchd makes up for a run that was missed while the machine slept."""
    at = {"Hour": times.hour, "Minute": times.minute}
    when: object = at if times.every_day else [at | {"Weekday": (day + 1) % 7} for day in times.days]
    content = {
        "Label": LABEL,
        "Comment": MARK,
        "ProgramArguments": list(command),
        "EnvironmentVariables": dict(environment),
        "StartCalendarInterval": when,
        "ProcessType": "Background",
    }
    _refuse_zone(times, "launchd")
    return {folder / f"{LABEL}.plist": plistlib.dumps(content)}


def cron_lines(times: Times, command: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """Our lines of a crontab, from mark to mark."""
    _refuse_zone(times, "cron")
    days = "*" if times.every_day else ",".join(str((day + 1) % 7) for day in times.days)
    words = ["env", *(f"{name}={value}" for name, value in environment.items()), *command] if environment else command
    line = shlex.join(words).replace("%", r"\%")  # cron takes a bare % for the end of the line
    return [CRON_BEGIN, f"{times.minute} {times.hour} * * {days} {line}", CRON_END]


def crontab_without(text: str) -> str:
    """A crontab without our lines; all others stay as they are."""
    kept, ours = [], False
    for line in text.splitlines():
        if line == CRON_BEGIN:
            ours = True
        if not ours:
            kept.append(line)
        if line == CRON_END:
            ours = False
    return "\n".join(kept) + "\n" if kept else ""


def crontab_with(text: str, lines: Sequence[str]) -> str:
    """A crontab with our lines at its end, in place of those that were there."""
    return crontab_without(text) + "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """As systemd reads it; in a command a dollar sign has to be doubled beside."""
    text = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{text}"'


def _refuse_zone(times: Times, what: str) -> None:
    if times.zone:
        raise UsageError(f"{what} goes by the time of this machine. Leave {times.zone} out, or use systemd")
