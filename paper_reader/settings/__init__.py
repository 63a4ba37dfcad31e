"""What a person can set: `settings` has the keys and where they come from, `values` what each kind may be."""

from paper_reader.settings.settings import (
    ENVIRONMENT_PREFIX,
    OTHER_VARIABLES,
    Settings,
    default_folder,
    load_settings,
    settings_file,
    settings_keys,
    variable_of,
)

__all__ = [
    "ENVIRONMENT_PREFIX",
    "OTHER_VARIABLES",
    "Settings",
    "default_folder",
    "load_settings",
    "settings_file",
    "settings_keys",
    "variable_of",
]
