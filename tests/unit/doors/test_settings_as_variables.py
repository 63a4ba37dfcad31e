"""A process that is started with the settings as variables has the same settings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from paper_reader.settings import Settings, load_settings
from paper_reader.wiring.encoder import FAST, lasting_name, make_encoder
from paper_reader.wiring.environment import as_environment


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(data_dir=Path("/srv/papers"), starter=False, model="fast", catch_up_limit=0, precision="bfloat16"),
        Settings(allowed_hosts=("a.example", "b.example"), openalex_key="abc", database_url="postgresql://u:p@h/d"),
    ],
)
def test_variables_give_the_same_settings(settings: Settings, tmp_path: Path) -> None:
    nothing = tmp_path / "empty.toml"
    nothing.write_text("")
    assert load_settings(environment=as_environment(settings), config_file=nothing) == settings


def test_folders_are_whole_in_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = as_environment(replace(Settings(), data_dir=Path("here")))
    assert given["PAPER_READER_DATA_DIR"] == str(tmp_path / "here")


def test_a_model_s_folder_is_kept_whole_and_a_name_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("own", "precise", FAST):
        Path(name).mkdir()
    assert lasting_name("own") == str(tmp_path / "own")
    assert lasting_name("precise") == "precise"
    assert lasting_name(FAST) == FAST
    assert lasting_name("BAAI/bge-small-en") == "BAAI/bge-small-en"


def test_both_models_of_the_program_open_by_name(tmp_path: Path) -> None:
    settings = Settings(cache_dir=tmp_path)
    fast, precise = make_encoder(settings, FAST), make_encoder(settings, "precise")
    assert (fast.is_quick, precise.is_quick) == (True, False)
    assert fast.key.startswith("fast@")
    near, far = fast.encode_documents(["Learning on graphs with neural networks", "Interest rates in Europe"])
    (query,) = fast.encode_queries(["graph neural networks"])
    assert query @ near > query @ far + 0.2
