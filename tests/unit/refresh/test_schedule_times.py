"""When a refresh is due: days of the week, time zones, and the two nights on which clocks change."""

import threading
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from paper_reader.errors import UsageError
from paper_reader.scheduling import last_due, next_due, read_times
from paper_reader.scheduling.clock import DueTimes, RefreshClock, was_missed

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("daily 06:30", "daily 06:30"),
        ("Weekdays 6:30", "mon,tue,wed,thu,fri 06:30"),
        ("weekends 23:59", "sat,sun 23:59"),
        ("thursday,MON 18:00 Europe/Berlin", "mon,thu 18:00 Europe/Berlin"),
        ("mon,tue,wed,thu,fri,sat,sun 0:00", "daily 00:00"),
    ],
)
def test_times_as_people_write_them(text, written):
    assert str(read_times(text)) == written
    assert read_times(written) == read_times(text)


@pytest.mark.parametrize(
    "text", ["", "06:30", "daily", "daily 24:00", "daily 06:60", "someday 06:30", "daily 06:30 Mars/Base", "mon, 06:30"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(UsageError):
        read_times(text)


def due(times, begin, zone, count):
    moments = []
    while len(moments) < count:
        begin = next_due(read_times(times), begin, zone)
        moments.append(begin.astimezone(zone))
    return moments


def test_a_daily_refresh_keeps_its_hour_when_the_clocks_change():
    begin = datetime(2026, 3, 27, 12, tzinfo=UTC)  # Berlin puts its clocks on in the night to the 29th
    moments = due("daily 06:30", begin, BERLIN, 3)
    assert [f"{moment:%d %H:%M %z}" for moment in moments] == ["28 06:30 +0100", "29 06:30 +0200", "30 06:30 +0200"]
    assert moments[1].astimezone(UTC) - moments[0].astimezone(UTC) == timedelta(hours=23)


def test_an_hour_that_is_skipped_comes_as_much_later():
    moments = due("daily 02:30", datetime(2026, 3, 28, 12, tzinfo=UTC), BERLIN, 2)
    assert [f"{moment:%d %H:%M}" for moment in moments] == ["29 03:30", "30 02:30"]


@pytest.mark.parametrize(("zone", "begin"), [(BERLIN, (2026, 10, 24)), (NEW_YORK, (2026, 10, 31))])
def test_an_hour_that_comes_twice_counts_once(zone, begin):
    moments = due("daily 01:30" if zone is NEW_YORK else "daily 02:30", datetime(*begin, 12, tzinfo=UTC), zone, 3)
    assert len({moment.date() for moment in moments}) == 3
    assert moments[0].fold == 0


@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kathmandu"), UTC])
@pytest.mark.parametrize("hour", [0, 1, 2, 3, 6])
def test_a_year_has_a_refresh_a_day(zone, hour):
    times = read_times(f"daily {hour}:30")
    moment, days = datetime(2026, 1, 1, 12, tzinfo=UTC), set()
    for _ in range(365):
        following = next_due(times, moment, zone)
        assert timedelta(hours=22) < following - moment <= timedelta(hours=26) or not days
        assert last_due(times, following, zone) == following
        assert last_due(times, following - timedelta(seconds=1), zone) <= moment or not days
        moment = following
        days.add(moment.astimezone(zone).date())
    assert len(days) == 365


def test_a_zone_of_its_own_goes_before_the_machines():
    moment = next_due(read_times("daily 06:30 America/New_York"), datetime(2026, 7, 1, tzinfo=UTC), BERLIN)
    assert moment == datetime(2026, 7, 1, 10, 30, tzinfo=UTC)


def test_jitter_delays_and_never_doubles():
    trigger = DueTimes(read_times("daily 06:30"), BERLIN, jitter=600, chance=lambda: 0.5)
    first = trigger.get_next_fire_time(None, datetime(2026, 7, 1, tzinfo=UTC))
    second = trigger.get_next_fire_time(first, first + timedelta(seconds=1))
    assert first == datetime(2026, 7, 1, 4, 35, tzinfo=UTC)
    assert second == datetime(2026, 7, 2, 4, 35, tzinfo=UTC)


def test_what_was_missed_while_nothing_ran_is_known():
    times, now = read_times("daily 06:30"), datetime(2026, 7, 3, 12, tzinfo=UTC)
    assert was_missed(times, datetime(2026, 7, 2, 12, tzinfo=UTC), now, BERLIN)
    assert not was_missed(times, datetime(2026, 7, 3, 6, tzinfo=UTC), now, BERLIN)
    assert not was_missed(times, None, now, BERLIN)


def test_the_clock_makes_up_for_a_missed_refresh_once():
    called, calls = threading.Event(), []

    def refresh():
        calls.append(1)
        called.set()

    missed = datetime.now(UTC) - timedelta(days=9)
    clock = RefreshClock(read_times("daily 06:30"), refresh, last_run=missed, zone=BERLIN, catch_up=0.0)
    clock.start()
    try:
        assert called.wait(5)
    finally:
        clock.stop()
    assert calls == [1]


class SetTime:
    """A machine's two clocks: one that people set, one that goes on."""

    def __init__(self, moment):
        self.moment, self.passed = moment, 0.0

    def __call__(self):
        return self.moment

    def steady(self):
        return self.passed

    def go_on(self, *, seconds=30.0, jump=timedelta()):
        self.passed += seconds
        self.moment += timedelta(seconds=seconds) + jump


def test_a_clock_that_is_set_back_and_forth_leaves_a_refresh_a_day():
    time, calls = SetTime(datetime.now(UTC) + timedelta(days=30)), []  # which is not due while the test runs
    clock = RefreshClock(
        read_times("daily 06:30"), lambda: calls.append(1), zone=ZoneInfo("UTC"), jitter=0, now=time, steady=time.steady
    )
    clock.start()
    try:
        for jump in (0, 0.2, -9, 2, -0.5, 9, -1.3):
            time.go_on(jump=timedelta(days=jump))
            clock.look()
            if jump < 0:
                assert timedelta() < clock.next_run - time.moment <= timedelta(days=1)
        time.go_on(jump=timedelta(seconds=-20))  # what a time server corrects
        before = clock.next_run
        clock.look()
        assert clock.next_run == before
    finally:
        clock.stop()
    assert calls == []


def test_what_became_due_in_sleep_runs_soon_after_waking():
    called = threading.Event()
    time = SetTime(datetime.now(UTC) - timedelta(hours=1))
    hour = f"{datetime.now(UTC) - timedelta(minutes=2):daily %H:%M}"
    clock = RefreshClock(read_times(hour), called.set, zone=ZoneInfo("UTC"), jitter=0, now=time, steady=time.steady)
    clock.start()
    try:
        time.go_on(jump=timedelta(hours=1))
        clock.look()
        assert called.wait(5)
    finally:
        clock.stop()


def test_a_moment_some_seconds_away_comes_by_the_real_clock():
    """APScheduler's own clock and waiting, a moment away."""
    called = threading.Event()
    clock = RefreshClock(read_times("daily 06:30"), called.set, zone=ZoneInfo("UTC"), jitter=0)
    clock._trigger = _Soon(datetime.now(UTC) + timedelta(seconds=0.4))
    begun = datetime.now(UTC)
    clock.start()
    try:
        assert called.wait(5)
    finally:
        clock.stop()
    assert datetime.now(UTC) - begun >= timedelta(seconds=0.4)


class _Soon(DueTimes):
    """Due at one moment, and then in a year."""

    __slots__ = ("_moment",)

    def __init__(self, moment):
        super().__init__(read_times("daily 06:30"), ZoneInfo("UTC"), jitter=0)
        self._moment = moment

    def get_next_fire_time(self, previous_fire_time, now):
        return self._moment if previous_fire_time is None else now + timedelta(days=365)
