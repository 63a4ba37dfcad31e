"""What statuses and Retry-After mean, which addresses may be, and when to ask again."""

from datetime import UTC, datetime

import pytest

from paper_reader.errors import (
    SettingsError,
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceIncomplete,
    SourceRateLimited,
    SourceRefusedQuery,
    SourceUnavailable,
)
from paper_reader.sources.address import checked_base_url, is_loopback, may_redirect
from paper_reader.sources.answer import Answer, retry_after_seconds, status_error
from paper_reader.sources.markup import MarkupError, read_document
from paper_reader.sources.retrying import Limits, wait_before_retry

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def answer(status, **headers):
    return Answer(url="https://x/y", status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", None),
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("Sun, 22 Nov 2026 12:02:00 GMT", 120),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0),
        ("Sun, 22 Nov 2026 07:01:00 -0500", 60),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
    ],
)
def test_retry_after(header, seconds):
    assert retry_after_seconds(answer(503, retry_after=header), NOW) == seconds


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, SourceRefusedQuery),
        (401, SourceBlocked),
        (403, SourceBlocked),
        (404, SourceAnswerUnrecognised),
        (408, SourceUnavailable),
        (418, SourceAnswerUnrecognised),
        (429, SourceRateLimited),
        (500, SourceUnavailable),
        (503, SourceUnavailable),
        (204, SourceAnswerUnrecognised),
    ],
)
def test_statuses(status, kind):
    error = status_error(answer(status), source="s", now=NOW)
    assert type(error) is kind
    assert (error.status, error.url, error.source) == (status, "https://x/y", "s")


def test_only_200_is_fine():
    assert status_error(answer(200), source="s", now=NOW) is None


def wait(error, attempt=1, chance=1.0):
    return wait_before_retry(error, attempt=attempt, limits=Limits(), chance=chance)


def test_pauses_double_and_are_spread():
    down = SourceUnavailable("x", source="s")
    assert [wait(down, attempt) for attempt in (1, 2, 3, 4)] == [3, 6, 12, None]
    assert wait(down, 2, chance=0.0) == 3


def test_what_the_host_asks_for_is_the_least():
    assert wait(SourceUnavailable("x", source="s", retry_after_seconds=100)) == 100
    assert wait(SourceUnavailable("x", source="s", retry_after_seconds=0), chance=0.5) > 0
    assert wait(SourceUnavailable("x", source="s", retry_after_seconds=301)) is None


def test_what_makes_no_sense_is_not_asked_again():
    assert wait(SourceBlocked("x", source="s", status=403)) is None
    assert wait(SourceRefusedQuery("x", source="s", status=400)) is None
    assert wait(SourceAnswerUnrecognised("x", source="s", status=404)) is None
    assert wait(SourceAnswerUnrecognised("x", source="s", status=200), attempt=2) is not None
    assert wait(SourceIncomplete("x", source="s"), attempt=3) is None


@pytest.mark.parametrize(
    "url", ["https://export.arxiv.org/api/query/", "http://127.0.0.1:80/x", "http://localhost/x", "http://[::1]:9/x"]
)
def test_addresses_that_may_be(url):
    assert checked_base_url(url, what="x") == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    ["http://arxiv.org/x", "http://10.0.0.1/x", "file:///etc/passwd", "", "https://", "https://x/?q", "https://x/#f"],
)
def test_addresses_that_may_not_be(url):
    with pytest.raises(SettingsError):
        checked_base_url(url, what="x")


def test_loopback_is_this_machine_alone():
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "localhost", "a.localhost")))
    assert not any(map(is_loopback, ("127.0.0.1.example.org", "localhost.example.org", "0.0.0.0", "arxiv.org")))  # noqa: S104


@pytest.mark.parametrize(
    ("source", "target", "may"),
    [
        ("https://x/a", "https://x/b", True),
        ("http://x/a", "https://x/a", True),
        ("https://x/a", "http://x/a", False),
        ("https://x/a", "https://y/a", False),
        ("https://x/a", "https://x.evil/a", False),
        ("http://127.0.0.1:1/a", "http://127.0.0.1:2/a", False),
        ("https://x/a", "file:///a", False),
    ],
)
def test_redirects(source, target, may):
    assert may_redirect(source, target) is may


@pytest.mark.parametrize(
    "content",
    [b"", b"<a>", b"<a/><b/>", b"<!DOCTYPE a><a/>", b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', b"\x00", b"text"],
)
def test_what_is_no_whole_document(content):
    with pytest.raises(MarkupError):
        read_document(content)
