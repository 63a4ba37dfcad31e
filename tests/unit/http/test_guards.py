"""The small decisions of the guards: names, clients, buckets, tags, sessions."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.answers import matches, tag_of
from api.guards.hosts import host_name
from api.guards.pace import MOST_CLIENTS, Buckets, client_of
from api.options import ServeOptions, is_loopback
from api.sessions import LIFETIME_SECONDS, Sessions
from paper_reader.types import TokenScope


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("localhost", "localhost"),
        ("LocalHost:8000", "localhost"),
        ("127.0.0.1:80", "127.0.0.1"),
        ("[::1]:80", "::1"),
        ("papers.example.", "papers.example"),
        ("", None),
        ("a@localhost", None),
        ("localhost/x", None),
        ("localhost:port", None),
        ("[::1", None),
        ("localhost?x", None),
    ],
)
def test_the_name_in_a_host_header(header: str, name: str | None) -> None:
    assert host_name(header) == name


@settings(max_examples=50)
@given(st.text(max_size=60))
@example("%A")
def test_any_host_header_gives_a_name_or_none(header: str) -> None:
    name = host_name(header)
    assert name is None or (name == name.lower() and "/" not in name and "@" not in name)


def test_names_that_a_server_goes_by() -> None:
    local, public = ServeOptions(), ServeOptions(host="0.0.0.0", allowed_hosts=("papers.example",))  # noqa: S104 - a value
    for options in (local, public):
        assert all(options.allows_host(name) for name in ("localhost", "127.0.0.1", "::1", "192.0.2.7"))
        assert not options.allows_host("evil.example")
    assert public.allows_host("papers.example")
    assert not local.allows_host("papers.example")


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],  # noqa: S104
)
def test_what_is_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(clock)
    assert [buckets.take("a", 60) for _ in range(20)] == [0.0] * 20
    assert buckets.take("a", 60) == pytest.approx(1.0)
    assert buckets.take("b", 60) == 0.0, "each client has its own"
    clock.now += 1.0
    assert buckets.take("a", 60) == 0.0
    assert buckets.take("a", 60) > 0


def test_clients_are_forgotten_and_not_gathered_for_ever() -> None:
    buckets = Buckets(Clock())
    for number in range(MOST_CLIENTS + 50):
        buckets.take(str(number), 60)
    assert len(buckets._buckets) == MOST_CLIENTS


def test_a_household_is_one_client() -> None:
    assert client_of("2001:db8::1") == client_of("2001:db8::ffff") != client_of("2001:db8:0:1::1")
    assert client_of("192.0.2.1") != client_of("192.0.2.2")


def test_tags_are_compared_weakly() -> None:
    tag = tag_of(b"x")
    for header in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        assert matches(header, tag)
    for header in (None, "", '"other"', tag_of(b"y")):
        assert not matches(header, tag)


def test_a_session_comes_back_and_no_other_does() -> None:
    sessions, others = Sessions(), Sessions()
    session = sessions.open(TokenScope.WRITE, 7)
    cookie = sessions.cookie_of(session)
    assert sessions.read(cookie) == session
    assert others.read(cookie) is None
    assert sessions.is_csrf_of(session, sessions.csrf_of(session))
    assert not sessions.is_csrf_of(session, sessions.csrf_of(sessions.open(TokenScope.WRITE)))
    assert not sessions.is_csrf_of(session, None)
    assert not sessions.is_csrf_of(session, "")


@given(st.text(max_size=200))
def test_no_made_up_cookie_is_a_session(cookie: str) -> None:
    assert Sessions(b"key").read(cookie) is None


def test_a_session_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions()
    cookie = sessions.cookie_of(sessions.open(TokenScope.READ))
    import time

    later = time.time() + LIFETIME_SECONDS + 1
    monkeypatch.setattr(time, "time", lambda: later)  # the standard library's clock, nothing of ours
    assert sessions.read(cookie) is None
