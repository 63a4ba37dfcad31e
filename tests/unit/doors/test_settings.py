"""Settings: what wins, what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from paper_reader.errors import SettingsError
from paper_reader.settings import Settings, load_settings, settings_keys, variable_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text('model = "from file"\ndevice = "mps"\ncontact = "from file"\nstarter = false\n')
    return path


def test_each_place_wins_over_the_one_before(file: Path) -> None:
    environment = {"PAPER_READER_DEVICE": "cuda:1", "PAPER_READER_CONTACT": "from environment"}
    settings = load_settings(environment=environment, flags={"contact": "from flag"}, config_file=file)
    assert (settings.model, settings.device, settings.contact) == ("from file", "cuda:1", "from flag")
    assert settings.starter is False
    assert settings.log_level == "warning"


def test_the_environment_names_the_file(file: Path) -> None:
    assert load_settings(environment={"PAPER_READER_CONFIG": str(file)}).model == "from file"


def test_every_key_can_be_set_by_its_variable() -> None:
    given = {
        "bool": "off",
        "Url": "https://example.org",
        "SmtpUrl | None": "smtps://ada:secret@mail.example.org",
        "LogLevel": "debug",
        "Device": "cpu",
        "Precision": "float32",
        "DatabaseUrl | None": "sqlite:////some/where",
        "Count": "11",
        "Count | None": "7",
        "Threads": "7",
        "Names": "a.example, b.example",
        "Pause": "7",
        "Timeout": "7",
    }
    environment = {
        variable_of(key): given.get(str(field.type), "/some/where") for key, field in settings_keys().items()
    }
    environment |= {variable_of(key): "on" for key in settings_keys() if getattr(Settings(), key) is False}
    settings = load_settings(environment=environment)
    assert not [key for key in settings_keys() if getattr(settings, key) == getattr(Settings(), key)]


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", "false"])
def test_switches_are_read_as_people_write_them(value: str) -> None:
    assert load_settings(environment={"PAPER_READER_STARTER": value}).starter is False


def test_an_empty_variable_is_an_unset_one() -> None:
    assert load_settings(environment={"PAPER_READER_MODEL": ""}).model == "precise"


def test_variables_of_the_tests_are_no_settings() -> None:
    environment = {"PAPER_READER_EVAL_DIR": "/x", "PAPER_READER_RECORDINGS_DIR": "/y", "HOME": "/z"}
    assert load_settings(environment=environment) == Settings()


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"PAPER_READER_DATADIR": "/x"}, "Did you mean PAPER_READER_DATA_DIR?"),
        ({"PAPER_READER_ARXIV_URL": "/x"}, "Did you mean PAPER_READER_ARXIV_"),
        ({"PAPER_READER_STARTER": "perhaps"}, "on or off is wanted"),
        ({"PAPER_READER_ARXIV_API_URL": "export.arxiv.org"}, "http:// or https://"),
        ({"PAPER_READER_ARXIV_INTERVAL_SECONDS": "-1"}, "0 or more"),
        ({"PAPER_READER_ARXIV_INTERVAL_SECONDS": "nan"}, "0 or more"),
        ({"PAPER_READER_READ_TIMEOUT_SECONDS": "0"}, "more than 0"),
        ({"PAPER_READER_CATCH_UP_LIMIT": "1.5"}, "whole number"),
        ({"PAPER_READER_LOG_LEVEL": "loud"}, "debug, info, warning, error"),
        ({"PAPER_READER_CONTACT": "a\nb"}, "a line of text"),
        ({"PAPER_READER_DEVICE": "gpu9"}, "auto, cpu, cuda, cuda:1 or mps"),
        ({"PAPER_READER_PRECISION": "float8"}, "auto, float32, bfloat16"),
        ({"PAPER_READER_DATABASE_URL": "library.db"}, "sqlite:////"),
        ({"PAPER_READER_DATABASE_URL": "mysql://u:p@host/x"}, "sqlite:////"),
        ({"PAPER_READER_DATABASE_URL": "sqlite://"}, "sqlite:////"),
        ({"PAPER_READER_CONFIG": "/nowhere/settings.toml"}, "does not exist"),
    ],
)
def test_what_cannot_be_is_refused_in_clear_words(environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(environment=environment)
    assert said in str(refused.value)
    assert next(iter(environment)) in str(refused.value) or "CONFIG" in next(iter(environment))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('modle = "x"', "Did you mean model?"),
        ("model = 7", "a line of text"),
        ('starter = "maybe"', "on or off"),
        ("= 3", "not a TOML file"),
        ("[model]\nname = 3", "a line of text"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(SettingsError) as refused:
        load_settings(environment={}, config_file=path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)


@pytest.mark.parametrize("device", ["auto", "cpu", "cuda", "cuda:1", "mps", "MPS"])
def test_devices(device: str) -> None:
    assert load_settings(environment={}, flags={"device": device}).device == device.lower()


@pytest.mark.parametrize("url", ["sqlite:////x/y.db", "sqlite:///y.db", "postgresql+psycopg://u:p@host/papers"])
def test_databases(url: str) -> None:
    assert load_settings(environment={}, flags={"database_url": url}).database_url == url


def test_a_password_is_not_repeated_in_an_error() -> None:
    with pytest.raises(SettingsError) as refused:
        load_settings(environment={"PAPER_READER_DATABASE_URL": "mysql://ada:secret@host/x"})
    assert "secret" not in str(refused.value)


def test_an_unknown_flag_is_refused() -> None:
    with pytest.raises(SettingsError, match="Did you mean data_dir"):
        load_settings(environment={}, flags={"data-dri": "/x"})


def test_the_library_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings(environment={}, flags={"data_dir": str(tmp_path)})
    assert settings.store_url == f"sqlite:///{tmp_path.resolve()}/library.db"
    assert load_settings(environment={}, flags={"database_url": "sqlite:////x/y.db"}).store_url == "sqlite:////x/y.db"
