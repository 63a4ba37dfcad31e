"""What the pages of lists and status decide."""

from __future__ import annotations

from api.pages.routes.list_changes import moved, ordered
from api.pages.views.status import setting_rows
from paper_reader.settings import Settings


def test_a_paper_moves_by_one_place_and_not_off_the_ends():
    assert moved(["1", "2", "3"], "3", -1) == ["1", "3", "2"]
    assert moved(["1", "2", "3"], "1", -1) == ["1", "2", "3"]
    assert moved(["1", "2", "3"], "3", 1) == ["1", "2", "3"]
    assert moved(["1", "2", "3"], "2", 0) == ["1", "3"]
    assert moved(["1", "2"], "9", 1) == ["1", "2"]


def test_a_new_order_loses_nothing_and_brings_nothing_in():
    assert ordered(["1", "2", "3"], ["3", "1"]) == ["3", "1", "2"]
    assert ordered(["1", "2"], ["2", "9", "2", "1"]) == ["2", "1"]


def test_settings_are_shown_without_secrets():
    secrets = Settings(
        openalex_key="s3cret-key",
        smtp_url="smtp://me:s3cret-mail@mail.example",
        database_url="postgresql://reader:s3cret-base@db/library",
        crossref_url="https://me:s3cret-url@api.example/",
    )
    rows = {row.name: row for row in setting_rows(secrets)}
    assert rows.keys() >= {"model", "openalex_key"}
    assert not any("s3cret" in row.value for row in rows.values())
    assert rows["openalex_key"].value == "set"
    assert rows["zotero_key"].value == "not set"
    assert rows["database_url"].value == "postgresql://reader:***@db/library"
    assert rows["openalex_key"].is_own
    assert not rows["model"].is_own
