"""Having this library refreshed by the system's own scheduler."""

from __future__ import annotations

import sys
from pathlib import Path

from paper_reader.library.parts import Parts
from paper_reader.scheduling import read_times
from paper_reader.scheduling.installing import Schedule, ScheduleChange, usual_kind
from paper_reader.wiring.environment import as_environment

_SECRETS = ("_KEY", "_DATABASE_URL", "_SMTP_URL")  # these belong into the settings file, and into no other


class Scheduling(Parts):
    """systemd, cron or launchd of this user. One schedule a user."""

    def schedule_install(self, times: str, *, kind: str | None = None, dry_run: bool = False) -> ScheduleChange:
        """Have the library refreshed at these times; raises `UsageError` for times or a scheduler that cannot be."""
        command = [sys.executable, "-m", "paper_reader", "refresh", "--quiet"]
        known = self._changed_settings()
        environment = {name: value for name, value in known.items() if not name.endswith(_SECRETS)}
        return self._schedule(kind, dry_run=dry_run).install(read_times(times), command, environment)

    def schedule_remove(self, *, kind: str | None = None, dry_run: bool = False) -> ScheduleChange:
        """Take exactly that back."""
        return self._schedule(kind, dry_run=dry_run).remove()

    def schedule_show(self, *, kind: str | None = None) -> dict[str, str]:
        """What is installed: each file with its content."""
        return self._schedule(kind).installed()

    def schedule_secrets(self) -> list[str]:
        """The settings in use that a schedule does not carry; a settings file has to."""
        return [name for name in self._changed_settings() if name.endswith(_SECRETS)]

    def _changed_settings(self) -> dict[str, str]:
        """The settings that are none of the defaults, and the library's folders, which might be other ones there."""
        usual = as_environment(type(self.settings)())
        now = as_environment(self.settings)
        folders = {
            "PAPER_READER_DATA_DIR": str(self.settings.data_folder.resolve()),
            "PAPER_READER_CACHE_DIR": str(self.settings.cache_folder.resolve()),
        }
        return folders | {name: value for name, value in now.items() if usual.get(name) != value}

    def _schedule(self, kind: str | None, *, dry_run: bool = False) -> Schedule:
        return Schedule(kind or usual_kind(), Path.home(), dry_run=dry_run)
