"""Makes the line to the Zotero library that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paper_reader.errors import SettingsError
from paper_reader.settings import Settings
from paper_reader.types import Progress

if TYPE_CHECKING:
    from pyzotero.zotero import Zotero


def make_zotero(settings: Settings, progress: Progress) -> Zotero:
    """Make pyzotero's client with our manners. Raises `SettingsError` where key or library are not set."""
    from paper_reader.sources.address import checked_base_url
    from paper_reader.zotero.connection import Limits, connect

    if not settings.zotero_key or not settings.zotero_library:
        missing = "zotero_key" if not settings.zotero_key else "zotero_library"
        raise SettingsError(
            f"the setting {missing} is missing. Make a key with write access at https://www.zotero.org/settings/keys, "
            "which names your user number too; set zotero_key to it and zotero_library to user/NUMBER"
        )
    limits = Limits(
        connect=settings.connect_timeout_seconds,
        read=settings.read_timeout_seconds,
        longest_wait=settings.patience_seconds,
    )
    url = checked_base_url(settings.zotero_url, what="Zotero")
    return connect(settings.zotero_library, settings.zotero_key, url, limits, progress)
