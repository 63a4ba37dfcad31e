"""The library's papers enriched: what services know hangs to them with source and date, whatever happens on the way."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from paper_reader.enriching.coverage import coverage_of, notices_of
from paper_reader.enriching.enriching import Terms, all_by_use, enrich, plan
from paper_reader.ingest import ingest
from paper_reader.store import open_store
from paper_reader.types import Identifier, LookupOutcome, Outcome, ReadingStatus, Scheme, SourceQuery, SourceRecord

ALL = ("semantic-scholar", "openalex", "crossref")


def own(world, number, *names, title=None, **more):
    """A record of an import, for one of the world's works."""
    work = world.works[number]
    return SourceRecord(
        source="import", key=f"lib:{number}", fetched_at=more.pop("now"), title=title or work.title,
        authors=work.authors, year=work.year, identifiers=names, **more,
    )  # fmt: skip


@pytest.fixture
def now(store):
    return store._clock()


@pytest.fixture
def library(store, world, now):
    """Four papers: one by its arXiv id, one by DOI, one by its title alone, one that no service knows."""
    nobody = SourceRecord(
        source="import", key="lib:9", fetched_at=now, title="Nobody has ever heard of this study", authors=("Nemo",),
        identifiers=(Identifier(Scheme.DOI, "10.5555/nobody"),),
    )  # fmt: skip
    records = [
        own(world, 1, Identifier(Scheme.ARXIV, "2101.00001"), now=now),
        own(world, 2, Identifier(Scheme.DOI, "10.5555/ropes.2"), now=now),
        own(world, 3, now=now),
        nobody,
    ]
    ingest(store, records)
    return [store.papers.find_title(record.title)[0] for record in records]


@pytest.fixture
def run(store, services, world, now):
    """Enrich the library's papers; whatever is not said is as usual."""
    made = services(world)

    def enriching(ids, *, names=ALL, days=30, budget=100, limit=None, titles=True, at=now, progress=None):
        terms = Terms(older_than=timedelta(days=days), budget=budget, limit=limit, titles=titles)
        more = {"progress": progress} if progress else {}
        chosen = [made[name] for name in names]
        return enrich(store, chosen, ids, terms, description="these", now=lambda: at, **more)

    return enriching


def counts_of(store, paper_id):
    return {one.source: one.count for one in store.papers.get(paper_id).citation_counts}


def by_service(report):
    return {one.service: one for one in report.services}


def test_counts_references_and_identifiers_come_to_the_papers(run, library, store):
    knots, ropes, braids, nobody = library
    report = run(library)
    assert report.outcome is Outcome.DONE
    assert counts_of(store, knots) == {"semantic-scholar": 41, "openalex": 40, "crossref": 42}
    assert counts_of(store, braids) == {"semantic-scholar": 8, "openalex": 3}  # by title; Crossref has no preprints
    assert counts_of(store, nobody) == {}
    assert {one.observed_on for one in store.papers.get(knots).citation_counts} == {date(2026, 11, 22)}
    assert store.papers.get(knots).doi == "10.5555/knots.1"  # it came with an arXiv id alone
    assert store.papers.get(braids).arxiv_id == "1801.00003"
    assert set(store.citations.edges_among(library)) == {(knots, ropes), (knots, braids)}
    assert store.papers.count() == 4  # nothing came in that was not asked for


def test_the_report_says_what_was_asked_and_found(run, library, store):
    found = by_service(run(library))
    assert {name: (one.asked, one.found, one.not_found, one.left) for name, one in found.items()} == {
        "semantic-scholar": (4, 3, 1, 0),
        "openalex": (4, 3, 1, 0),
        "crossref": (4, 2, 2, 0),
    }
    last = store.runs.list(1)[0]
    assert (last.kind, last.outcome) == ("enrich", Outcome.DONE)
    assert last.merged > 0
    assert last.created == 0


def test_an_answer_holds_for_a_while_and_a_miss_too(run, library, world, now):
    run(library)
    asked = len(world.asked)
    again = run(library, at=now + timedelta(days=29))
    assert len(world.asked) == asked
    assert {one.fresh for one in again.services} == {4}
    run(library, days=0, at=now + timedelta(days=1))
    assert len(world.asked) > asked


def test_a_later_count_stands_beside_the_earlier_one(world, library, services, tmp_path, now):
    store_path = f"sqlite:///{tmp_path / 'library.db'}"
    made = services(world)["crossref"]
    terms = Terms(older_than=timedelta(days=30), budget=100)
    for month, cited in ((0, 90), (2, 100), (4, 100)):
        world.works[2].cited = cited
        moment = now + timedelta(days=30 * month)
        made._transport.now = lambda moment=moment: moment
        with open_store(store_path, clock=lambda moment=moment: moment) as store:
            enrich(store, [made], library, terms, description="these", now=lambda moment=moment: moment)
            history = store.citations.history(library[1])
    assert [one.count for one in history] == [92, 102, 102]
    assert [one.observed_on for one in history] == [date(2026, 11, 22), date(2027, 1, 21), date(2027, 3, 22)]
    assert {one.source for one in history} == {"crossref"}


def test_one_service_down_stops_none_of_the_others(run, library, store, world, make_reply):
    world.troubles["s2"] = [make_reply(503)] * 99
    report = run(library)
    assert report.outcome is Outcome.PARTIAL
    found = by_service(report)
    assert found["semantic-scholar"].outcome is Outcome.FAILED
    assert found["semantic-scholar"].left == 4
    assert found["openalex"].outcome is found["crossref"].outcome is Outcome.DONE
    assert "semantic-scholar" not in counts_of(store, library[0])
    assert counts_of(store, library[0])["openalex"] == 20  # of the preprint: nobody told of the article's DOI
    assert "4 papers were not asked for" in " ".join(report.messages)
    world.troubles["s2"] = []
    assert by_service(run(library))["semantic-scholar"].found == 3  # nothing was noted of what was not answered


def test_a_service_that_wants_a_pause_says_until_when(run, library, world, make_reply, now):
    world.troubles["oa"] = [make_reply(429, b"", {"Retry-After": "7200"})]
    openalex = by_service(run(library))["openalex"]
    assert openalex.outcome is Outcome.BLOCKED
    assert openalex.retry_at == now + timedelta(hours=2)


def test_with_every_service_refusing_the_run_is_refused(run, library, world, make_reply):
    for name in world.troubles:
        world.troubles[name] = [make_reply(403, b"{}")] * 9
    assert run(library).outcome is Outcome.BLOCKED


def test_a_wrong_key_ends_one_service_and_is_not_shown(store, services, world, library, make_reply, now):
    world.troubles["oa"] = [make_reply(401, b'{"error": "Invalid API key sesame"}')]
    made = services(world, openalex="sesame")
    terms = Terms(older_than=timedelta(days=30), budget=100)
    report = enrich(store, [made["openalex"], made["crossref"]], library, terms, description="these", now=lambda: now)
    assert report.outcome is Outcome.PARTIAL
    assert "openalex_key" in " ".join(report.messages)
    assert "sesame" not in repr(report)
    assert "sesame" not in repr(store.runs.list(1))


def test_a_budget_ends_a_run_that_goes_on_later(run, library, world):
    first = by_service(run(library, names=("openalex",), budget=1))["openalex"]
    assert (first.outcome, first.requests, first.found, first.left) == (Outcome.PARTIAL, 1, 2, 2)
    second = by_service(run(library, names=("openalex",)))["openalex"]
    assert (second.outcome, second.found, second.not_found) == (Outcome.DONE, 1, 1)
    asked = [asked.query["filter"] for _, asked in world.asked]
    assert len([one for one in asked if "doi:" in one]) == 1  # what was answered before is not asked again


def test_a_limit_is_of_papers(run, library):
    found = by_service(run(library, limit=2))
    assert {one.asked for one in found.values()} == {2}
    assert {one.outcome for one in found.values()} == {Outcome.DONE}
    assert {one.left for one in found.values()} == {2}


def test_without_titles_one_way_is_not_gone(run, library, store, world):
    found = by_service(run(library, titles=False, names=("openalex",)))["openalex"]
    assert (found.found, found.not_found) == (2, 1)
    assert all("search" not in asked.raw for _, asked in world.asked)
    assert store.lookups.of_paper(library[2]) == {}  # it could not be asked, which is no miss


def test_an_answer_about_another_paper_is_not_believed(run, store, world, now):
    wrong = own(
        world, 2, Identifier(Scheme.DOI, "10.5555/ropes.2"), title="Soup, salad and the art of cooking", now=now
    )
    ingest(store, [SourceRecord(**{name: getattr(wrong, name) for name in wrong.__slots__} | {"authors": ("Xi Yan",)})])
    (paper_id,) = store.papers.find_title("Soup, salad and the art of cooking")
    report = run([paper_id])
    assert counts_of(store, paper_id) == {}
    assert {one.not_found for one in report.services} == {1}
    assert store.papers.count() == 1


def test_a_paper_of_the_same_title_by_other_people_is_not_believed(run, store, world, now):
    ingest(store, [SourceRecord(**{
        name: getattr(own(world, 3, now=now), name) for name in SourceRecord.__slots__
    } | {"authors": ("Somebody Else", "Quite Different")})])  # fmt: skip
    (paper_id,) = store.papers.find_title(world.works[3].title)
    run([paper_id])
    assert counts_of(store, paper_id) == {}
    assert store.lookups.of_paper(paper_id)["openalex"].outcome is LookupOutcome.NOT_FOUND


def test_titles_that_say_nothing_are_not_asked_for(run, store, world, now):
    ingest(store, [SourceRecord(source="import", key="e", fetched_at=now, title="Editorial", authors=("Ada Müller",))])
    (paper_id,) = store.papers.find_title("Editorial")
    report = run([paper_id])
    assert world.asked == []
    assert {one.not_found for one in report.services} == {1}


def test_one_odd_name_does_not_spoil_the_request_of_the_others(run, store, world, now, make_work, make_reply):
    world.add(*(make_work(n, f"Weaving by machine, volume {n}", doi=f"10.5555/w.{n}") for n in range(10, 20)))
    ingest(store, [own(world, n, Identifier(Scheme.DOI, f"10.5555/w.{n}"), now=now) for n in range(10, 20)])
    ids = [store.papers.find_title(f"Weaving by machine, volume {n}")[0] for n in range(10, 20)]
    plain = world.oa

    def picky(asked):
        return (400, {"error": "Invalid query"}) if "10.5555/w.13" in asked.query["filter"] else plain(asked)

    world.oa = picky
    found = by_service(run(ids, names=("openalex",), titles=False))["openalex"]
    assert (found.found, found.not_found) == (9, 1)


def test_a_service_that_refuses_everything_is_told_and_nothing_is_noted(run, library, world, store):
    world.oa = lambda asked: (400, {"error": "Invalid query"})
    assert by_service(run(library, names=("openalex",)))["openalex"].outcome is Outcome.FAILED
    assert store.lookups.of_service("openalex", since=store._clock() - timedelta(days=1)) == {}


def test_a_stop_by_hand_keeps_what_came_and_closes_the_run(run, library, store):
    class Impatient:
        """Presses Ctrl-C when the second service begins."""

        stages = 0

        def begin(self, stage, total, unit):
            self.stages += 1
            if self.stages == 2:
                raise KeyboardInterrupt

        def advance(self, count=1): ...
        def note(self, message): ...
        def end(self): ...

    with pytest.raises(KeyboardInterrupt):
        run(library, progress=Impatient())
    last = store.runs.list(1)[0]
    assert last.outcome is Outcome.PARTIAL
    assert "semantic-scholar" in counts_of(store, library[0])
    assert by_service(run(library))["semantic-scholar"].fresh == 4


class Dead(BaseException):
    """What a kill is to the code that it hits."""


class Mortal:
    """A service whose process dies when the answer of some request has just come: nothing of it is stored."""

    def __init__(self, service, deaths):
        self.service, self.deaths = service, deaths
        self.name, self.ways = service.name, service.ways

    @contextmanager
    def asking(self, progress):
        with self.service.asking(progress) as asking:
            self.inner = asking
            yield self

    @property
    def requests(self):
        return self.inner.requests

    def by_names(self, way, names):
        return self.alive(self.inner.by_names(way, names))

    def by_title(self, title):
        return self.alive(self.inner.by_title(title))

    def alive(self, answers):
        self.deaths["left"] -= 1
        if self.deaths["left"] == 0:
            raise Dead
        return answers


@pytest.mark.parametrize("request_number", [1, 5])
def test_a_run_that_dies_anywhere_loses_nothing_and_repeats_little(
    run, services, library, store, world, now, request_number
):
    deaths = {"left": request_number}
    mortal = [Mortal(service, deaths) for service in services(world).values()]
    terms = Terms(older_than=timedelta(days=30), budget=100)
    with pytest.raises(Dead):
        enrich(store, mortal, library, terms, description="these", now=lambda: now)
    assert store.runs.list(1)[0].outcome is Outcome.FAILED
    asked = len(world.asked)
    assert run(library).outcome is Outcome.DONE
    assert set(counts_of(store, library[0])) == set(ALL)
    assert set(counts_of(store, library[2])) == {"semantic-scholar", "openalex"}
    assert store.papers.count() == 4
    assert len(world.asked) - asked <= 16
    assert sorted(one.count for one in store.citations.history(library[1])) == [90, 91, 92]  # none counted twice


def test_a_dry_run_asks_nothing_and_knows_what_it_would_take(store, services, world, library, now):
    terms = Terms(older_than=timedelta(days=30), budget=100)
    made = services(world)
    planned = {
        one.service: one for one in plan(store, list(made.values()), library, terms, description="", now=now).services
    }
    assert world.asked == []
    assert {name: (one.due, one.requests, one.titles) for name, one in planned.items()} == {
        "openalex": (4, 1, 1),
        "semantic-scholar": (4, 1, 1),
        "crossref": (4, 1, 2),
    }
    tight = plan(store, [made["crossref"]], library, Terms(older_than=timedelta(0), budget=2), description="", now=now)
    assert not tight.services[0].within_budget


def test_coverage_tells_unknown_from_none(run, library, store):
    run(library, names=("openalex",))
    knots, ropes, _, nobody = library

    def known(paper_id):
        records = [one.record for one in store.records.of_paper(paper_id)]
        return {one.source: one for one in coverage_of(records, store.lookups.of_paper(paper_id))}

    assert known(knots)["openalex"].references is None  # the preprint's list is empty, which says nothing
    assert known(knots)["openalex"].count == 20
    assert known(ropes)["openalex"].observed_on == date(2026, 11, 22)
    assert known(nobody)["openalex"].outcome is LookupOutcome.NOT_FOUND
    assert known(nobody)["openalex"].count is None
    assert known(knots)["crossref"].asked_at is None
    run(library)
    assert known(knots)["semantic-scholar"].references == 2
    assert known(knots)["crossref"].references == 1


def test_notices_against_a_paper(run, store, world, now):
    ingest(store, [own(world, 4, Identifier(Scheme.DOI, "10.5555/untie.4"), now=now)])
    (paper_id,) = store.papers.find_title(world.works[4].title)
    run([paper_id])
    notices = notices_of([one.record for one in store.records.of_paper(paper_id)])
    assert [(one.kind, one.source, one.doi, one.on) for one in notices] == [
        ("retraction", "crossref", "10.5555/untie.4.r", date(2022, 3, 1)),
        ("retraction", "openalex", None, None),
    ]
    assert all(one.withdraws for one in notices)


def test_all_papers_come_by_their_use(library, store, run):
    run(library)  # now knots cites ropes and braids
    knots, ropes, braids, nobody = library
    assert all_by_use(store, now=store._clock()) == [ropes, braids, knots, nobody]
    store.reading.set_status(nobody, ReadingStatus.TO_READ)
    store.reading.set_status(ropes, ReadingStatus.SKIPPED)
    assert all_by_use(store, now=store._clock()) == [nobody, braids, knots, ropes]


def test_a_search_and_a_look_up_make_one_record(services, world, store, run):
    made = services(world)
    for name in ALL:
        for page in made[name].harvest(SourceQuery(source=name, text="Knots in long molecules")):
            ingest(store, page.records)
    papers = store.papers.find_title("Knots in long molecules")
    assert len(papers) == 1
    before = {(one.record.source, one.record.key) for one in store.records.of_paper(papers[0])}
    run(papers)
    assert {(one.record.source, one.record.key) for one in store.records.of_paper(papers[0])} == before
