"""What a citation service answers instead of an answer: each kind is its own error, at each of the three."""

import itertools
import json

import pytest

from paper_reader.errors import (
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceKeyRefused,
    SourceRateLimited,
    SourceRefusedQuery,
    SourceUnavailable,
)
from paper_reader.types import Identifier, Scheme

ALL = ["openalex", "semantic-scholar", "crossref"]
KEYED = ["openalex", "semantic-scholar"]
SHORT = {"openalex": "oa", "semantic-scholar": "s2", "crossref": "cr"}
KNOTS = Identifier(Scheme.DOI, "10.5555/knots.1")
PAGE = b"<!DOCTYPE html><html><body>We are down for maintenance</body></html>"


@pytest.fixture
def ask(services, world):
    """Ask one service for one paper after some troubles."""

    def asking(name, *troubles, **keys):
        service = services(world, **keys)[name]
        world.troubles[SHORT[name]] = list(troubles)
        with service.asking() as open_service:
            way = next(way for way in service.ways if way.names_of([KNOTS]))
            return open_service.by_names(way, way.names_of([KNOTS]))

    return asking


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("name", KEYED)
def test_a_wrong_key_is_told_and_never_shown(ask, make_reply, world, name, status):
    body = json.dumps({"error": "Invalid API key very-secret", "message": "Forbidden"}).encode()
    with pytest.raises(SourceKeyRefused) as caught:
        ask(name, make_reply(status, body), openalex="very-secret", semantic_scholar="very-secret")
    assert "very-secret" not in f"{caught.value!r} {caught.value.url} {vars(caught.value)}"
    assert f"{name.replace('-', '_')}_key" in str(caught.value)
    assert caught.value.status == status
    assert len(world.asked) == 1  # the same key gets the same answer


@pytest.mark.parametrize("status", [401, 403])
@pytest.mark.parametrize("name", KEYED)
def test_a_key_that_is_wanted_is_asked_for(ask, make_reply, name, status):
    with pytest.raises(SourceKeyRefused, match=r"Get one there and set `\w+_key`"):
        ask(name, make_reply(status, b'{"message": "Forbidden"}'))


def test_crossref_has_no_key_to_be_wrong(ask, make_reply):
    with pytest.raises(SourceBlocked, match="contact") as caught:
        ask("crossref", make_reply(403, b"no"))
    assert not isinstance(caught.value, SourceKeyRefused)


@pytest.mark.parametrize("body", [PAGE, b'{"error": "Not Found"}', b"Resource not found."])
@pytest.mark.parametrize("name", ALL)
def test_404_says_that_the_address_is_wrong(ask, make_reply, name, body):
    with pytest.raises(SourceAnswerUnrecognised, match="address in the settings"):
        ask(name, make_reply(404, body))


@pytest.mark.parametrize("name", ALL)
def test_400_is_a_request_that_is_wrong(ask, make_reply, world, name):
    with pytest.raises(SourceRefusedQuery):
        ask(name, make_reply(400, b'{"error": "Unrecognized or unsupported fields", "message": "no"}'))
    assert len(world.asked) == 1


@pytest.mark.parametrize("name", ALL)
def test_429_is_waited_for_as_long_as_it_says(ask, make_reply, world, name):
    busy = make_reply(429, b'{"message": "Too Many Requests"}', {"Retry-After": "60"})
    assert ask(name, busy)
    first, second = (asked.at for _, asked in world.asked)
    assert 60 <= second - first < 65


@pytest.mark.parametrize("name", ALL)
def test_429_that_wants_hours_ends_it_and_says_when_to_come_back(ask, make_reply, world, name):
    with pytest.raises(SourceRateLimited) as caught:
        ask(name, make_reply(429, b"", {"Retry-After": "40000"}))
    assert caught.value.retry_after_seconds == 40000
    assert len(world.asked) == 1


@pytest.mark.parametrize("name", ALL)
def test_5xx_is_tried_again_a_few_times(ask, make_reply, world, name):
    assert ask(name, make_reply(503), make_reply(500, b'{"message": "broken"}'))
    assert len(world.asked) == 3
    with pytest.raises(SourceUnavailable) as caught:
        ask(name, *[make_reply(502)] * 9)
    assert caught.value.status == 502


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (PAGE, "a web page"),
        (b"", "an empty body"),
        (b'{"results": [{"id": "https://op', "cut JSON"),
        (b'"a text"', "JSON of another form"),
        (b'{"hello": "world"}', "JSON without"),
    ],
)
@pytest.mark.parametrize("name", ALL)
def test_what_is_no_answer_is_never_an_empty_one(ask, make_reply, world, name, body, what):
    with pytest.raises(SourceAnswerUnrecognised, match=what):
        ask(name, *[make_reply(200, body)] * 9)
    assert len(world.asked) == 3  # such answers mostly pass


@pytest.mark.parametrize("name", ALL)
def test_an_answer_that_breaks_off_is_asked_for_again(ask, make_reply, world, name):
    whole = b'{"results": []' + b" " * 500 + b"}"
    assert ask(name, make_reply(200, whole, cut=300))
    with pytest.raises(SourceUnavailable, match="broke its answer off"):
        ask(name, *[make_reply(200, whole, cut=300)] * 9)


@pytest.mark.parametrize("name", ALL)
def test_requests_keep_their_distance(services, world, name):
    service = services(world)[name]
    with service.asking() as asking:
        for _ in range(4):
            asking.by_title("Ropes that remember their shape")
    times = [asked.at for _, asked in world.asked]
    assert len(times) == asking.requests
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(times))
