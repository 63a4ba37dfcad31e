"""Scholar under faults: when it lets us ask again, a clean harvest gives what no faults would have given."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from paper_reader.harvest import collect_each
from paper_reader.sources.retrying import Limits
from paper_reader.store import open_store
from paper_reader.types import Outcome, SourceQuery

QUERY = SourceQuery(source="scholar", text="small questions", limit=20)
IMPATIENT = Limits(connect=2.0, read=0.1, answer=0.15, tries=2, tries_of_odd_answers=1, backoff=120.0)
PATIENT = replace(IMPATIENT, read=5.0, answer=9.0)
BAD = {Outcome.FAILED, Outcome.PARTIAL, Outcome.BLOCKED}


def held(store):
    changes = store.papers.changed_since(0, limit=999)
    papers = store.papers.get_many([change.paper_id for change in changes])
    return sorted((one.title, one.authors, one.year, one.citation_count, one.url) for one in papers)


@pytest.fixture
def quiet(scholar_site):
    """A client that hangs up on what drips is no error of the site."""
    scholar_site.server.handle_error = lambda *_: None
    return scholar_site


@pytest.mark.parametrize("count", [1, pytest.param(60, marks=[pytest.mark.slow, pytest.mark.timeout(900)])])
def test_after_any_faults_a_clean_harvest_gives_the_same(
    tmp_path, machine, quiet, make_reply, make_faults, schedules, count
):
    open_store(f"sqlite:///{tmp_path / 'empty.db'}").close()

    def harvested(name, seed=None):
        here = replace(machine, folder=tmp_path / f"machine-{name}")
        shutil.copy(tmp_path / "empty.db", tmp_path / f"{name}.db")
        with open_store(f"sqlite:///{tmp_path / f'{name}.db'}", clock=here.time.now) as store:
            outcomes = [round_of(store, here, 3 * seed + time) for time in range(3) if seed is not None]
            here.time.pass_by(days=8)  # whatever was refused or kept is over by then
            quiet.instead = lambda _: None
            outcomes.append(round_of(store, here, None))
            return held(store), outcomes

    def round_of(store, here, seed):
        if seed is not None:
            faults = make_faults(seed, lambda asked: make_reply(body=quiet.page(asked)), make_reply, now=here.time.now)
            quiet.instead = faults
        source = here.source(limits=PATIENT if seed is None else IMPATIENT)
        return collect_each(store, [(QUERY, lambda: source)], now=here.time.now)[0].outcome

    whole, _ = harvested("sound")
    assert len(whole) == 20
    troubled = 0
    for seed in schedules(count):
        found, outcomes = harvested(f"seed{seed}", seed)
        assert outcomes[-1] is Outcome.DONE, (seed, outcomes)
        assert found == whole, seed
        troubled += bool(BAD & set(outcomes))
    assert troubled or count < 10
