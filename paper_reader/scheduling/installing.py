"""Tells systemd, cron or launchd of this user to refresh at its times, and takes exactly that back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from typing import Final, Protocol

from paper_reader.errors import UsageError
from paper_reader.scheduling.entries import (
    CRON_BEGIN,
    LABEL,
    MARK,
    NAME,
    cron_lines,
    crontab_with,
    crontab_without,
    launchd_file,
    systemd_files,
)
from paper_reader.scheduling.times import Times

KINDS: Final = ("systemd", "cron", "launchd")


class Run(Protocol):
    """Runs a program with a text as its input; gives its exit status and what it printed."""

    def __call__(self, *command: str, given: str | None = None) -> tuple[int, str]:
        """Run it to its end."""


@dataclass(frozen=True, slots=True)
class ScheduleChange:
    """What was done, or would be: files written and removed (with their new contents), programs run, and problems."""

    kind: str
    files: dict[str, str]
    commands: tuple[str, ...]
    problems: tuple[str, ...] = ()
    changed: bool = True


def run_program(*command: str, given: str | None = None) -> tuple[int, str]:
    """Run a program of the system."""
    try:
        done = subprocess.run(  # noqa: S603 - systemctl, crontab and launchctl, with words of our own
            command, input=given, capture_output=True, text=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return 127, str(error)
    return done.returncode, done.stdout if done.returncode == 0 else done.stderr.strip()


def usual_kind(platform: str = sys.platform, find: Callable[[str], str | None] = which) -> str:
    """The scheduler that this system has; raises `UsageError` where none is found."""
    if platform == "darwin":
        return "launchd"
    for kind, program in (("systemd", "systemctl"), ("cron", "crontab")):
        if find(program):
            return kind
    raise UsageError(
        'neither systemd nor cron is here. Let the server do it: paper-reader serve --refresh "daily 06:30"'
    )


@dataclass(frozen=True, slots=True)
class Schedule:
    """One user's schedule with one scheduler. `dry_run` writes nothing and runs nothing."""

    kind: str
    home: Path
    run: Run = run_program
    dry_run: bool = False

    def install(self, times: Times, command: Sequence[str], environment: Mapping[str, str]) -> ScheduleChange:
        """Set the times, in place of those that were set; the same once more changes nothing."""
        if self.kind == "cron":
            return self._set_crontab(lambda text: crontab_with(text, cron_lines(times, command, environment)))
        make = systemd_files if self.kind == "systemd" else launchd_file
        wanted = make(self._folder, times, command, environment)
        stale = {path: content for path, content in wanted.items() if self._own(path) != content}
        starts = bool(stale) or self.kind == "systemd"  # which takes it twice, and may not have taken it before
        return self._change({**stale}, self._starting() if starts else ())

    def remove(self) -> ScheduleChange:
        """Take away what `install` made, and nothing else."""
        if self.kind == "cron":
            return self._set_crontab(crontab_without)
        here = [path for path in self._paths() if self._own(path) is not None]
        stopping = self._stopping() if here else ()
        return self._change(dict.fromkeys(here), stopping, after=self._reloading() if here else ())

    def installed(self) -> dict[str, str]:
        """What is installed: each file or crontab with our part of it."""
        if self.kind == "cron":
            text = self._crontab()
            ours = text.removeprefix(crontab_without(text)) if CRON_BEGIN in text else ""
            return {"crontab": ours} if ours else {}
        found = {str(path): self._own(path) for path in self._paths()}
        return {name: content.decode() for name, content in found.items() if content is not None}

    @property
    def _folder(self) -> Path:
        if self.kind == "launchd":
            return self.home / "Library" / "LaunchAgents"
        config = os.environ.get("XDG_CONFIG_HOME")
        return (Path(config) if config else self.home / ".config") / "systemd" / "user"

    def _paths(self) -> list[Path]:
        if self.kind == "launchd":
            return [self._folder / f"{LABEL}.plist"]
        return [self._folder / f"{NAME}.service", self._folder / f"{NAME}.timer"]

    def _own(self, path: Path) -> bytes | None:
        """What our file holds, None where there is none; raises `UsageError` for somebody else's of that name."""
        if not path.is_file():
            return None
        content = path.read_bytes()
        if MARK.encode() not in content:
            raise UsageError(f"{path} was not made by us and is left alone. Move it away first")
        return content

    def _change(
        self,
        files: Mapping[Path, bytes | None],
        commands: Sequence[Sequence[str]],
        *,
        after: Sequence[Sequence[str]] = (),
    ) -> ScheduleChange:
        problems: list[str] = []
        if not self.dry_run:
            if after:
                problems += self._called(commands)
            for path, content in files.items():
                if content is None:
                    path.unlink(missing_ok=True)
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
            problems += self._called(after or commands)
        shown = {str(path): content.decode() if content is not None else "" for path, content in files.items()}
        said = tuple(" ".join(command) for command in (*commands, *after))
        return ScheduleChange(self.kind, shown, said, tuple(problems), changed=bool(files))

    def _called(self, commands: Sequence[Sequence[str]]) -> list[str]:
        problems = []
        for command in commands:
            status, text = self.run(*command)
            if status:
                problems.append(f"{' '.join(command)}: {text or f'exit status {status}'}")
        return problems

    def _starting(self) -> tuple[tuple[str, ...], ...]:
        if self.kind == "launchd":
            path, domain = str(self._paths()[0]), f"gui/{os.getuid()}"
            return (("launchctl", "bootstrap", domain, path),)
        return (
            ("systemctl", "--user", "daemon-reload"),
            ("systemctl", "--user", "enable", f"{NAME}.timer"),
            ("systemctl", "--user", "restart", f"{NAME}.timer"),
        )

    def _stopping(self) -> tuple[tuple[str, ...], ...]:
        if self.kind == "launchd":
            return (("launchctl", "bootout", f"gui/{os.getuid()}/{LABEL}"),)
        return (("systemctl", "--user", "disable", "--now", f"{NAME}.timer"),)

    def _reloading(self) -> tuple[tuple[str, ...], ...]:
        return (("systemctl", "--user", "daemon-reload"),) if self.kind == "systemd" else ()

    def _crontab(self) -> str:
        status, text = self.run("crontab", "-l")
        if status and "no crontab" not in text.lower():
            raise UsageError(f"the crontab cannot be read: {text}. Is cron installed?")
        return "" if status else text

    def _set_crontab(self, change: Callable[[str], str]) -> ScheduleChange:
        text = self._crontab()
        wanted = change(text)
        if wanted == text:
            return ScheduleChange(self.kind, {}, (), changed=False)
        problems: tuple[str, ...] = ()
        if not self.dry_run:
            status, said = self.run("crontab", "-", given=wanted)
            problems = (f"crontab: {said}",) if status else ()
        return ScheduleChange(self.kind, {"crontab": wanted}, ("crontab -",), problems)
