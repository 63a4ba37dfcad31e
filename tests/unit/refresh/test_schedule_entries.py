"""What the system's schedulers are told, in a home of its own; nothing of this machine is touched."""

import plistlib
import shutil
import subprocess
import sys

import pytest

from paper_reader.errors import UsageError
from paper_reader.scheduling import read_times
from paper_reader.scheduling.entries import cron_lines, crontab_with, crontab_without
from paper_reader.scheduling.installing import Schedule, usual_kind

COMMAND = ["/opt/py thon/bin/python", "-m", "paper_reader", "refresh", "--quiet"]
ENVIRONMENT = {"PAPER_READER_DATA_DIR": '/home/ada/100% "mine" $HOME'}
OTHERS = "MAILTO=ada\n5 4 * * * backup\n"


class System:
    """Programs of a system that does what it is told, and one crontab."""

    def __init__(self, crontab=None):
        self.called = []
        self.crontab = crontab

    def __call__(self, *command, given=None):
        self.called.append(" ".join(command))
        if command == ("crontab", "-l"):
            return (0, self.crontab) if self.crontab is not None else (1, "no crontab for ada")
        if command == ("crontab", "-"):
            self.crontab = given
        return 0, ""


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return tmp_path


def files(home):
    return {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}


def test_systemd_gets_a_timer_and_its_service(home):
    system = System()
    schedule = Schedule("systemd", home, system)
    change = schedule.install(read_times("weekdays 06:30 Europe/Berlin"), COMMAND, ENVIRONMENT)
    folder = home / ".config/systemd/user"
    timer = (folder / "paper-reader-refresh.timer").read_text()
    assert "OnCalendar=Mon,Tue,Wed,Thu,Fri *-*-* 06:30:00 Europe/Berlin\n" in timer
    assert "Persistent=true" in timer
    service = (folder / "paper-reader-refresh.service").read_text()
    assert 'Environment="PAPER_READER_DATA_DIR=/home/ada/100%% \\"mine\\" $HOME"\n' in service
    assert 'ExecStart="/opt/py thon/bin/python" "-m" "paper_reader" "refresh" "--quiet"\n' in service
    assert "systemctl --user enable paper-reader-refresh.timer" in change.commands
    assert schedule.installed().keys() == {
        str(folder / "paper-reader-refresh.service"),
        str(folder / "paper-reader-refresh.timer"),
    }


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_understands_its_calendar(home):
    Schedule("systemd", home, System()).install(read_times("mon,thu 18:05 Europe/Berlin"), ["/bin/true"], {})
    timer = (home / ".config/systemd/user/paper-reader-refresh.timer").read_text()
    calendar = next(line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCalendar="))
    done = subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Mon,Thu *-*-* 18:05:00 Europe/Berlin" in done.stdout


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not here")
def test_systemd_finds_nothing_wrong_with_its_files(home):
    command = [sys.executable, "-m", "paper_reader", "refresh", "--quiet"]
    Schedule("systemd", home, System()).install(read_times("weekdays 06:30 Europe/Berlin"), command, ENVIRONMENT)
    units = sorted((home / ".config/systemd/user").iterdir())
    runtime = {"XDG_RUNTIME_DIR": str(home), "HOME": str(home)}  # a manager of one's own wants one
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *units], env=runtime, capture_output=True, text=True, check=False
    )
    if "Failed to initialize manager" in done.stderr:
        pytest.skip("systemd-analyze does not work here")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_installing_twice_changes_nothing_and_removing_takes_exactly_ours(home, kind):
    schedule = Schedule(kind, home, System())
    other = schedule._folder / "other.timer"
    other.parent.mkdir(parents=True)
    other.write_text("theirs")
    before = files(home)
    assert schedule.install(read_times("daily 06:30"), COMMAND, ENVIRONMENT).changed
    assert not schedule.install(read_times("daily 06:30"), COMMAND, ENVIRONMENT).changed
    assert schedule.install(read_times("daily 07:30"), COMMAND, ENVIRONMENT).changed
    assert schedule.remove().changed
    assert files(home) == before
    assert not schedule.remove().changed


@pytest.mark.parametrize("kind", ["systemd", "launchd"])
def test_a_dry_run_writes_and_runs_nothing(home, kind):
    system = System()
    change = Schedule(kind, home, system, dry_run=True).install(read_times("daily 06:30"), COMMAND, ENVIRONMENT)
    assert change.files
    assert change.commands
    assert not files(home)
    assert not system.called


def test_a_file_of_that_name_that_is_not_ours_is_left_alone(home):
    path = home / ".config/systemd/user/paper-reader-refresh.timer"
    path.parent.mkdir(parents=True)
    path.write_text("[Timer]\nOnCalendar=hourly\n")
    for act in (lambda one: one.install(read_times("daily 06:30"), COMMAND, {}), Schedule.remove):
        with pytest.raises(UsageError, match="left alone"):
            act(Schedule("systemd", home, System()))
    assert files(home) == {".config/systemd/user/paper-reader-refresh.timer"}


def test_what_the_scheduler_refuses_is_told(home):
    schedule = Schedule("systemd", home, lambda *command, given=None: (1, "no bus"))
    change = schedule.install(read_times("daily 06:30"), COMMAND, {})
    assert "no bus" in change.problems[0]
    assert schedule.installed()


@pytest.mark.parametrize("crontab", [None, "", OTHERS])
def test_cron_gets_a_line_between_marks_and_gives_it_back(home, crontab):
    system = System(crontab)
    schedule = Schedule("cron", home, system)
    schedule.install(read_times("weekdays 06:30"), COMMAND, ENVIRONMENT)
    line = system.crontab.splitlines()[-2]
    assert line.startswith("30 6 * * 1,2,3,4,5 env 'PAPER_READER_DATA_DIR=/home/ada/100\\% ")
    assert line.endswith(" '/opt/py thon/bin/python' -m paper_reader refresh --quiet")
    assert line in schedule.installed()["crontab"]
    assert not schedule.install(read_times("weekdays 06:30"), COMMAND, ENVIRONMENT).changed
    schedule.install(read_times("sun 07:00"), COMMAND, ENVIRONMENT)
    assert system.crontab.count("paper_reader refresh") == 1
    assert "0 7 * * 0 " in system.crontab
    schedule.remove()
    assert system.crontab == (crontab or "")


def test_lines_of_others_around_ours_stay():
    ours = cron_lines(read_times("daily 06:30"), ["refresh"], {})
    text = crontab_with(OTHERS, ours) + "1 1 * * * after\n"
    assert crontab_without(text) == OTHERS + "1 1 * * * after\n"


def test_launchd_gets_an_agent(home):
    Schedule("launchd", home, System()).install(read_times("mon,sun 06:30"), COMMAND, ENVIRONMENT)
    agent = plistlib.loads((home / "Library/LaunchAgents/org.paper-reader.refresh.plist").read_bytes())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["EnvironmentVariables"] == ENVIRONMENT
    assert {(at["Weekday"], at["Hour"], at["Minute"]) for at in agent["StartCalendarInterval"]} == {
        (1, 6, 30),
        (0, 6, 30),
    }


@pytest.mark.parametrize("kind", ["cron", "launchd"])
def test_a_time_zone_that_a_scheduler_cannot_have_is_refused(home, kind):
    with pytest.raises(UsageError, match="time of this machine"):
        Schedule(kind, home, System()).install(read_times("daily 06:30 Europe/Berlin"), COMMAND, {})


def test_the_scheduler_of_the_system_is_found():
    assert usual_kind("darwin") == "launchd"
    assert usual_kind("linux", lambda name: "/bin/x" if name == "systemctl" else None) == "systemd"
    assert usual_kind("linux", lambda name: "/bin/x" if name == "crontab" else None) == "cron"
    with pytest.raises(UsageError, match="serve --refresh"):
        usual_kind("linux", lambda _: None)
