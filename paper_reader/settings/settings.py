"""What a person can set: one frozen `Settings`, put together from defaults < TOML file < environment < flags.

Every key is one field here and one row of docs/settings.md, which a test compares. A plain dataclass and not
pydantic-settings, whose import alone costs more than `paper-reader --help` may take.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from paper_reader.errors import SettingsError
from paper_reader.settings.values import (
    READERS,
    Count,
    DatabaseUrl,
    Device,
    Key,
    LogLevel,
    Names,
    Pause,
    Precision,
    SmtpUrl,
    Threads,
    Timeout,
    Url,
)

ENVIRONMENT_PREFIX: Final = "PAPER_READER_"
# Variables with our prefix that are no settings: where the settings file is, and where tests find their material.
OTHER_VARIABLES: Final = frozenset({"CONFIG", "EVAL_DIR", "RECORDINGS_DIR"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set; docs/settings.md says what each key is for. `None` is "as the property says"."""

    data_dir: Path | None = None
    database_url: DatabaseUrl | None = None
    cache_dir: Path | None = None
    starter: bool = True
    roadmap: Path | None = None
    model: str = "precise"
    device: Device = "auto"
    precision: Precision = "auto"
    catch_up_limit: Count | None = None
    contact: str | None = None
    arxiv_api_url: Url = "https://export.arxiv.org/api/query"
    arxiv_oai_url: Url = "https://oaipmh.arxiv.org/oai"
    arxiv_rss_url: Url = "https://rss.arxiv.org"
    arxiv_site_url: Url = "https://arxiv.org"
    scholar: bool = False
    scholar_url: Url = "https://scholar.google.com"
    scholar_interval_seconds: Pause = 10.0
    scholar_pages_per_run: Count = 30
    scholar_pages_per_day: Count = 100
    scholar_breaker_hours: Pause = 6.0
    scholar_cache_days: Count = 7
    openalex_url: Url = "https://api.openalex.org"
    semantic_scholar_url: Url = "https://api.semanticscholar.org"
    crossref_url: Url = "https://api.crossref.org"
    openalex_key: Key | None = field(default=None, repr=False)
    semantic_scholar_key: Key | None = field(default=None, repr=False)
    zotero_url: Url = "https://api.zotero.org"
    zotero_library: str | None = None
    zotero_key: Key | None = field(default=None, repr=False)
    citation_interval_seconds: Pause = 1.0
    enrich_after_days: Count = 30
    enrich_requests: Count = 500
    refresh_citations: bool = False
    smtp_url: SmtpUrl | None = field(default=None, repr=False)
    mail_to: str | None = None
    mail_from: str | None = None
    arxiv_interval_seconds: Pause = 3.0
    document_megabytes: Count = 64
    document_seconds: Timeout = 60.0
    document_cache_megabytes: Count = 1000
    connect_timeout_seconds: Timeout = 10.0
    read_timeout_seconds: Timeout = 60.0
    patience_seconds: Pause = 300.0
    log_level: LogLevel = "warning"
    allowed_hosts: Names = ()
    requests_per_minute: Count = 600
    request_threads: Threads = 4

    @property
    def data_folder(self) -> Path:
        """Where library, index and models lie."""
        return self.data_dir.expanduser() if self.data_dir else default_folder("data")

    @property
    def cache_folder(self) -> Path:
        """Where that lies which all libraries of this machine share."""
        return self.cache_dir.expanduser() if self.cache_dir else default_folder("cache")

    @property
    def store_url(self) -> str:
        """The database's address; SQLite in the data folder where none is set."""
        if self.database_url:
            return self.database_url
        path = str(self.data_folder.resolve() / "library.db")
        return "sqlite:///" + path.replace("%", "%25").replace("?", "%3F")  # what an address takes for signs of its own


def settings_keys() -> dict[str, dataclasses.Field[Any]]:
    """Every key with its field, in the order of the documentation."""
    return {known.name: known for known in dataclasses.fields(Settings)}


def variable_of(key: str) -> str:
    """Name the environment variable that sets `key`."""
    return ENVIRONMENT_PREFIX + key.upper()


def load_settings(
    *,
    environment: Mapping[str, str],
    flags: Mapping[str, str] | None = None,
    config_file: Path | None = None,
) -> Settings:
    """Put together the settings that hold: defaults, TOML file, `environment`, `flags`, the later one winning.

    `config_file` (or `PAPER_READER_CONFIG`) must exist when named; the default one may be missing. Raises
    `SettingsError` for an unknown key, with the nearest known one, and for a value that cannot be.
    """
    path, is_named = settings_file(environment, config_file)
    values = _from_file(path, must_exist=is_named)
    values |= _from_environment(environment)
    values |= {_known(key.replace("-", "_"), "flag"): (value, f"--{key}") for key, value in (flags or {}).items()}
    return Settings(**{key: _convert(key, value, place) for key, (value, place) in values.items()})


def settings_file(environment: Mapping[str, str], config_file: Path | None = None) -> tuple[Path, bool]:
    """Say which settings file is read, and whether it was named: only then it must exist."""
    named = config_file or (Path(text) if (text := environment.get(f"{ENVIRONMENT_PREFIX}CONFIG")) else None)
    return (named.expanduser(), True) if named else (default_folder("config") / "settings.toml", False)


def default_folder(kind: str) -> Path:
    """Find the system's folder for this program's "data", "config" or "cache"."""
    import platformdirs  # 10 ms that nobody pays who has set the folders

    name = "paper-reader"
    if kind == "data":
        return platformdirs.user_data_path(name)
    return platformdirs.user_config_path(name) if kind == "config" else platformdirs.user_cache_path(name)


_Found = dict[str, tuple[object, str]]


def _from_file(path: Path, *, must_exist: bool) -> _Found:
    if not path.is_file():
        if must_exist:
            raise SettingsError(f"the settings file {path} does not exist. Make it, or leave out --config")
        return {}
    import tomllib

    try:
        with path.open("rb") as file:
            table = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} is not a TOML file: {error}. Mend that line") from error
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}") from error
    return {_known(key, str(path)): (value, f"{key} in {path}") for key, value in table.items()}


def _from_environment(environment: Mapping[str, str]) -> _Found:
    found: _Found = {}
    for variable, value in environment.items():
        if not variable.startswith(ENVIRONMENT_PREFIX) or not value:
            continue  # an empty variable is an unset one
        name = variable.removeprefix(ENVIRONMENT_PREFIX)
        if name not in OTHER_VARIABLES:
            found[_known(name.lower(), "environment", shown=variable)] = (value, variable)
    return found


def _known(key: str, place: str, shown: str | None = None) -> str:
    keys = settings_keys()
    if key in keys:
        return key
    from difflib import get_close_matches

    nearest = get_close_matches(key, keys, n=1, cutoff=0.5)
    wish = variable_of(nearest[0]) if nearest and shown else nearest[0] if nearest else ""
    hint = f"Did you mean {wish}?" if wish else "docs/settings.md lists every setting"
    raise SettingsError(f"unknown setting {shown or key} ({place}). {hint}")


def _convert(key: str, value: object, place: str) -> Any:
    """Read `value` as its field's type; text is read the same way from a file, a variable or a flag."""
    try:
        return READERS[str(settings_keys()[key].type)](value)
    except ValueError as error:
        is_secret = str(settings_keys()[key].type) in {"Key | None", "SmtpUrl | None"}
        shown = (
            "this key" if is_secret else re.sub(r":[^:@/]*@", ":***@", repr(value))
        )  # an address may hold a password
        raise SettingsError(f"{place}: {shown} cannot be used: {error}") from error
