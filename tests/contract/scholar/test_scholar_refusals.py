"""Scholar refusing, and what that leaves of a harvest: captchas, statuses, strange pages, the breaker."""

import pytest

from paper_reader.errors import (
    SourceAnswerUnrecognised,
    SourceBlocked,
    SourceError,
    SourceRateLimited,
    SourceUnavailable,
)
from paper_reader.sources.answer import Answer
from paper_reader.types import SourceQuery

pytestmark = pytest.mark.usefixtures("no_detours")


def asking(text="small questions", **more):
    return SourceQuery(source="scholar", text=text, **more)


def records_of(pages):
    return [record for page in pages for record in page.records]


def cut_short(source, query, cursor=None):
    """The pages that came before an error, and the error."""
    pages = []
    with pytest.raises(SourceError) as caught:
        pages.extend(source.harvest(query, cursor=cursor))  # keeps what came before
    return pages, caught.value


# --- refusals ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("page", "words"), [("captcha", "CAPTCHA"), ("dos", "CAPTCHA"), ("sorry", "CAPTCHA")])
def test_a_captcha_blocks_at_once_and_opens_the_breaker(machine, scholar_site, bad_pages, page, words):
    scholar_site.instead = lambda asked: bad_pages[page]
    pages, error = cut_short(machine.source(), asking())
    assert isinstance(error, SourceBlocked)
    assert words in str(error)
    assert (pages, len(scholar_site.requests)) == ([], 1)
    assert machine.time.slept == []
    assert error.retry_after_seconds == 6 * 3600
    assert error.url.startswith(scholar_site.url)
    again = cut_short(machine.source(), asking("another question"))[1]
    assert isinstance(again, SourceBlocked)
    assert len(scholar_site.requests) == 1  # nobody was asked


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("https://www.google.com/sorry/index?continue=x", "robot"),
        ("/sorry/index?continue=x", "robot"),
        ("https://consent.google.com/m?continue=x", "consent"),
        ("https://accounts.google.com/ServiceLogin", "sign in"),
    ],
)
def test_being_sent_away_blocks_without_going_there(machine, scholar_site, make_reply, target, words):
    scholar_site.instead = lambda asked: make_reply(status=302, headers={"Location": target})
    error = cut_short(machine.source(), asking())[1]
    assert isinstance(error, SourceBlocked)
    assert words in str(error)
    assert len(scholar_site.requests) == 1
    assert "google.com" in error.url or "/sorry/" in error.url


def test_403_blocks_without_a_second_try(machine, scholar_site, make_reply):
    scholar_site.instead = lambda asked: make_reply(status=403, body=b"<html>Forbidden</html>")
    error = cut_short(machine.source(), asking())[1]
    assert isinstance(error, SourceBlocked)
    assert (error.status, len(scholar_site.requests), machine.time.slept) == (403, 1, [])
    assert machine.breaker.state().value == "open"


def test_one_429_is_waited_for_and_two_open_the_breaker(machine, scholar_site, make_reply):
    once = iter([make_reply(status=429)])
    scholar_site.instead = lambda asked: next(once, None)
    assert len(records_of(machine.source().harvest(asking(limit=10)))) == 10
    assert machine.time.slept[0] >= 60
    assert machine.breaker.state().value == "closed"
    machine.time.pass_by(minutes=5)
    scholar_site.instead = lambda asked: make_reply(status=429)
    error = cut_short(machine.source(), asking("another"))[1]
    assert isinstance(error, SourceRateLimited)
    assert len(scholar_site.requests) == 4
    assert machine.breaker.state().value == "open"
    assert error.retry_after_seconds == pytest.approx(6 * 3600)
    scholar_site.instead = lambda asked: None
    (machine.folder / "breaker.json").unlink()  # the breaker alone says how long: the gate has no hours of its own
    assert len(records_of(machine.source().harvest(asking("another", limit=10)))) == 10
    assert max(machine.time.slept) < 130


def test_retry_after_is_heeded(machine, scholar_site, make_reply):
    once = iter([make_reply(status=503, headers={"Retry-After": "77"})])
    scholar_site.instead = lambda asked: next(once, None)
    list(machine.source().harvest(asking(limit=10)))
    assert machine.time.slept[0] == pytest.approx(77, abs=1)


def test_503_is_tried_twice_and_opens_nothing(machine, scholar_site, make_reply):
    scholar_site.instead = lambda asked: make_reply(status=503)
    error = cut_short(machine.source(), asking())[1]
    assert type(error) is SourceUnavailable
    assert len(scholar_site.requests) == 2
    assert machine.breaker.state().value == "closed"


@pytest.mark.parametrize(
    "body", [b"", b"<html>hello</html>", b"{}", b"new layout"], ids=["empty", "html", "json", "new"]
)
def test_an_unknown_page_is_an_error_and_never_no_results(machine, scholar_site, make_reply, bad_pages, body):
    scholar_site.instead = lambda asked: make_reply(body=bad_pages.get(body.decode(), body))
    error = cut_short(machine.source(), asking())[1]
    assert isinstance(error, SourceAnswerUnrecognised)
    assert (len(scholar_site.requests), machine.time.slept) == (1, [])
    assert machine.breaker.state().value == "closed"
    assert machine.cache.size() == (0, 0)


def test_titles_and_scripts_that_speak_of_captchas_are_no_captchas(machine, scholar_site, bad_pages):
    scholar_site.instead = lambda asked: bad_pages["words in results"]
    (record,) = records_of(machine.source().harvest(asking()))
    assert "recaptcha" in record.title


# --- the breaker ------------------------------------------------------------------------------------------------------


def test_cut_at_page_four_it_goes_on_there_when_the_breaker_lets_it(machine, scholar_site, make_results, bad_pages):
    scholar_site.results = make_results(95)
    scholar_site.instead = lambda asked: bad_pages["captcha"] if asked.start == 30 else None
    pages, error = cut_short(machine.source(), asking())
    assert len(pages) == 3
    assert error.pages_done == 3
    assert "goes on at page 4" in str(error)
    cursor = pages[-1].cursor
    scholar_site.instead = lambda asked: None
    machine.time.pass_by(hours=5, minutes=59)
    assert cut_short(machine.source(), asking(), cursor)[0] == []
    asked_so_far = len(scholar_site.requests)
    machine.time.pass_by(minutes=2)
    rest = list(machine.source().harvest(asking(), cursor=cursor))
    assert [one.start for one in scholar_site.requests[asked_so_far:]] == [30, 40, 50, 60, 70, 80, 90]
    keys = [record.key for record in records_of([*pages, *rest])]
    assert len(keys) == len(set(keys)) == 95
    assert machine.breaker.state().value == "closed"


def test_a_failed_trial_opens_it_for_longer(machine, scholar_site, bad_pages, make_reply):
    scholar_site.instead = lambda asked: bad_pages["captcha"]
    for hours in (6, 12, 24, 24):
        error = cut_short(machine.source(), asking(f"words {hours}"))[1]
        assert error.retry_after_seconds == hours * 3600
        machine.time.pass_by(hours=hours)
        assert machine.breaker.state().value == "trial"
    scholar_site.instead = lambda asked: make_reply(status=429)
    error = cut_short(machine.source(), asking("a trial"))[1]
    assert isinstance(error, SourceBlocked)  # one 429 is enough in a trial
    assert len(scholar_site.requests) == 5


def test_a_trial_is_one_request_whoever_waits_for_the_gate(machine, scholar_site, bad_pages):
    scholar_site.instead = lambda asked: bad_pages["captcha"]
    cut_short(machine.source(), asking())
    machine.time.pass_by(hours=6)
    pages = machine.source()._pages
    refused = Answer(url=scholar_site.url, status=200, content=bad_pages["captcha"])
    with pages.visit() as one, pages.visit() as other:
        one.admit()
        with pytest.raises(SourceBlocked):
            one.inspect(refused)
        with pytest.raises(SourceBlocked, match="left alone"):
            other.admit()
    assert machine.budget.used() == 2


def test_a_good_page_of_the_cache_comes_while_the_breaker_is_open(machine, scholar_site, bad_pages):
    first = list(machine.source().harvest(asking(limit=10)))
    scholar_site.instead = lambda asked: bad_pages["captcha"]
    cut_short(machine.source(), asking("other"))
    (again,) = machine.source().harvest(asking(limit=10))
    assert again.records == first[0].records
