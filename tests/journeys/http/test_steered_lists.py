"""Must-reads of one kind, and the way to one paper, as the command gives them."""

from __future__ import annotations

from typing import get_args

import pytest

from api.steering import LevelName
from paper_reader.types import Level

SLUG = "graph-neural-networks"


def items(http, path: str, **params: object) -> list[dict]:
    answered = http.get(path, params=params)
    assert answered.status_code == 200, answered.text
    return answered.json()["items"]


def test_every_level_can_be_asked_for() -> None:
    assert [name.replace("-", " ") for name in get_args(LevelName)] == [level.value for level in Level]


@pytest.mark.parametrize(("path", "topic"), [(f"/v1/topics/{SLUG}/must-read", {}), ("/v1/must-read", {"topic": "gnn"})])
def test_must_reads_of_one_level_or_kind(served, http, path: str, topic: dict[str, str]) -> None:
    def numbers(**wishes: object) -> list[int]:
        return [item["paper"]["id"] for item in items(http, path, **topic, **wishes)]

    def expected(**wishes: object) -> list[int]:
        return [item.paper.id for item in served.library.reading_list(SLUG, **wishes).items]

    assert numbers() == expected()
    for level in Level:
        assert numbers(level=level.value.replace(" ", "-")) == expected(level=level)
    assert numbers(only="foundations") == expected(only_foundations=True) != numbers()
    assert numbers(only="recent") == expected(recent=True) != numbers()
    assert {item["paper"]["year"] for item in items(http, path, **topic, year_from=2019, year_to=2019)} == {2019}


@pytest.mark.parametrize("wrong", [{"level": "middle"}, {"only": "everything"}, {"signals": "perhaps"}])
def test_a_wish_that_nobody_knows_is_refused(http, wrong: dict[str, str]) -> None:
    answered = http.get("/v1/must-read", params={"topic": "gnn"} | wrong)
    assert (answered.status_code, answered.json()["errors"][0]["where"]) == (422, f"query.{next(iter(wrong))}")


def test_signals_come_unless_they_are_left_out(http) -> None:
    assert all(item["signals"] for item in items(http, f"/v1/topics/{SLUG}/must-read"))
    assert not any(item["signals"] for item in items(http, f"/v1/topics/{SLUG}/must-read", signals=False))


def test_the_way_to_a_paper(http, number_of) -> None:
    way = items(http, "/v1/paths", to="10.5555/survey.2021")
    assert [item["paper"]["id"] for item in way][-1] == number_of("lib:2")
    assert {item["paper"]["id"] for item in way} >= {number_of("lib:1"), number_of("lib:3")}, "what the survey cites"
    assert all(item["reason"] for item in way)
    known = items(http, "/v1/paths", **{"to": "lib:2", "from": ["lib:3", "sorting"]})
    assert number_of("lib:3") not in {item["paper"]["id"] for item in known}
    assert len(items(http, "/v1/paths", to="lib:2", limit=2)) == 2
    missing = http.get("/v1/paths", params={"to": "No Such Paper"})
    assert (missing.status_code, missing.json()["type"]) == (404, "/docs#problem-not-found")
    assert http.get("/v1/paths").status_code == 422
    assert http.get("/v1/paths", params={"to": "lib:2", "from": ["x"] * 21}).status_code == 422


def test_the_same_way_is_not_sent_again(http) -> None:
    first = http.get("/v1/paths", params={"to": "lib:2"})
    assert (
        http.get("/v1/paths", params={"to": "lib:2"}, headers={"If-None-Match": first.headers["ETag"]}).status_code
        == 304
    )
