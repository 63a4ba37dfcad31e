import dataclasses
from datetime import date

import numpy as np
import pytest

from paper_reader.ranking.candidates import find_candidates
from paper_reader.ranking.notes import loose
from paper_reader.reading_lists import CohortCache, build_reading_list, phrasings_of, rank_topic
from paper_reader.types import (
    CitationCount,
    Curation,
    Identifier,
    Level,
    ReadingStatus,
    Role,
    Scheme,
    SearchFilter,
    Steering,
    Topic,
)

TOPIC = Topic(slug="graphs", title="graph networks", part="02", phrasings=("networks on graphs", "graph networks"))


def make(world, topic=None, **options):
    return build_reading_list(
        topic or world.topic, store=world.store, retriever=world.retriever, now=world.now, **{"size": 10, **options}
    )


def change(world, number, **facts):
    world.store.by_id[number] = dataclasses.replace(world.store.by_id[number], **facts)


def test_only_papers_on_the_topic_make_the_list(world):
    made = make(world, size=30)
    assert len(made.items) == 30
    assert all(item.paper.id <= 40 for item in made.items)


def test_a_library_without_the_topic_says_so_and_does_not_pad(world):
    made = make(world, world.absent)
    assert made.items == ()
    assert any("nothing on “coral reefs”" in note and "paper-reader collect" in note for note in made.notes)


def test_an_empty_library_says_what_to_do(world):
    made = build_reading_list(
        "graph networks", store=world.store, retriever=None, now=world.now, notes=("index behind",)
    )
    assert made.items == ()
    assert made.notes[0] == "index behind"
    assert "paper-reader collect" in made.notes[1]


def test_too_few_papers_are_said_to_be_few(world):
    made = make(world, size=60)
    assert len(made.items) == 40
    assert any(note.startswith("Only 40 of the 60") for note in made.notes)


def test_positions_count_through_and_levels_follow_one_another(world):
    items = make(world).items
    assert [item.position for item in items] == list(range(1, len(items) + 1))
    order = [list(Level).index(item.level) for item in items]
    assert order == sorted(order)
    assert all(item.reason for item in items)


def test_the_same_question_gives_the_same_list(world):
    assert make(world) == make(world)


def test_papers_that_are_dealt_with_are_left_out_and_counted(world):
    first = make(world).items[0].paper.id
    world.store.marks = {first: ReadingStatus.READ, 200: ReadingStatus.SKIPPED}
    made = make(world)
    assert first not in [item.paper.id for item in made.items]
    assert "1 paper that you have read, know or skipped is left out." in made.notes


def test_unknown_citations_are_said_to_be_unknown(world):
    assert any("Citation counts are known of none" in note for note in make(world).notes)


def test_citations_inside_the_topic_lift_a_paper(world):
    before = make(world, size=10)
    outsider = next(i for i in range(1, 41) if i not in [item.paper.id for item in before.items])
    change(world, outsider, year=2010)
    world.store.edges = [(citing, outsider) for citing in range(1, 41) if citing != outsider]
    others = [(a, b) for a in range(1, 41) for b in range(1, a) if (a * b) % 11 == 0 and b != outsider]
    world.store.edges += others
    found = next(item for item in make(world, size=10).items if item.paper.id == outsider)
    assert found.role is Role.FOUNDATION
    assert "cited by 39 of the 39 papers" in found.reason.lower()


def test_what_two_candidates_cite_comes_in_without_the_topics_words(world):
    vector = world.retriever.by_id[1] * 0.6
    vector[23] += 0.8  # a corner of its own, leaning towards the topic
    world.retriever.by_id[500] = (vector / np.linalg.norm(vector)).astype(np.float32)
    world.store.by_id[500] = dataclasses.replace(world.store.by_id[1], id=500, title="A much older idea", year=1998)
    world.store.edges = [(1, 500), (2, 500), (3, 500)]

    def ids(found):
        return {paper.id for paper in found.papers}

    def candidates():
        return find_candidates(
            [world.topic],
            retriever=world.retriever,
            papers=world.store,
            citations=world.store,
            only=SearchFilter(),
        )

    assert 500 in ids(candidates())
    world.store.edges = [(1, 500)]
    assert 500 not in ids(candidates())
    # Cited by everybody everywhere: a tool of all trades, not this topic's foundation.
    world.store.edges = [(citing, 500) for citing in [1, 2, *range(41, 241)]]
    assert 500 not in ids(candidates())


def test_years_hold_for_cited_papers_too(world):
    world.store.edges = [(n, 5) for n in range(6, 20)]
    made = make(world, size=40, limits=SearchFilter(year_from=2016))
    cited = [
        item.paper.year
        for item in made.items
        if item.signals["relevance"].detail.endswith("(by citations on the topic)")
    ]
    assert all(year >= 2016 for year in cited)


def test_a_catalogued_paper_is_on_its_topic_whatever_its_words(world):
    curation = Curation(topics=("graphs",), why="Where it began.", kind="foundation", level="start-here")
    change(world, 100, curation=curation, title="Nothing in common", year=1990)
    found = {item.paper.id: item for item in make(world, TOPIC).items}
    assert found[100].role is Role.FOUNDATION
    assert found[100].level is Level.START_HERE
    assert found[100].reason.startswith("Where it began.")
    assert make(world, TOPIC).topic_slug == "graphs"


def test_what_the_catalogue_needs_is_read_first(world):
    for number, needs in ((3, ("base2020",)), (4, ())):
        curation = Curation(topics=("graphs",), why="…", kind="core", level="core", needs=needs)
        change(world, number, curation=curation, year=2020 - number)
    change(world, 3, year=2021)
    world.store.names = {Identifier(Scheme.STARTER, "base2020"): 4}
    items = {item.paper.id: item for item in make(world, TOPIC, size=40).items}
    assert items[4].position < items[3].position
    assert f"Read “{items[4].paper.title}” first" in items[3].reason


def test_cohorts_are_read_once_and_again_after_a_change(world):
    cache = CohortCache()
    for _ in range(3):
        make(world, cohorts=cache)
    assert world.store.columns_read == 1
    world.store.change += 1
    make(world, cohorts=cache)
    assert world.store.columns_read == 2


def test_counts_of_other_topics_make_the_cohort(world):
    for number in range(1, 241):
        counts = (CitationCount(number, "scholar", date(2026, 1, 1)),)
        change(world, number, citation_counts=counts, year=2018)
    _, ranked = rank_topic(world.topic, store=world.store, retriever=world.retriever, now=world.now)
    values = dict(zip((p.id for p in ranked.view.papers), ranked.columns["citation_percentile"].values, strict=True))
    # 40 papers of 240 with the fewest citations: all in the lowest fifth of their year.
    assert max(values.values()) == pytest.approx(40 / 240, abs=0.05)


def test_phrasings_begin_with_the_title_and_are_not_repeated():
    assert phrasings_of(TOPIC) == ["graph networks", "networks on graphs"]
    assert phrasings_of("free text") == ["free text"]


def test_a_library_on_one_subject_alone_is_all_on_it(world):
    for number in range(41, 241):
        del world.store.by_id[number], world.retriever.by_id[number], world.retriever.titles[number]
    world.retriever.titles = dict.fromkeys(world.retriever.titles, "No word in common")
    assert len(make(world, size=40).items) == 40


def test_what_a_topic_builds_on_comes_before_it_and_nothing_else_does(world):
    topic = dataclasses.replace(TOPIC, prerequisites=("vectors",))
    for number, own in ((3, "graphs"), (4, "vectors"), (5, "freelancing")):
        curation = Curation(topics=(own, "graphs"), why="…", kind="foundation", level="core")
        change(world, number, curation=curation, year=2000 + number)
    items = make(world, topic, depths={"graphs": 4, "vectors": 2, "freelancing": 0}).items
    places = {item.paper.id: item.position for item in items if item.paper.curation}
    assert sorted(places, key=places.__getitem__) == [4, 3, 5]


def test_limits_that_leave_nothing_are_named(world):
    made = make(world, limits=SearchFilter(year_from=1900, year_to=1950))
    assert made.items == ()
    (note,) = made.notes
    assert "has papers on “graph networks”, but none within the limits (years 1900-1950)" in note
    absent = make(world, world.absent, limits=SearchFilter(year_from=1900, year_to=1950))
    assert "nothing on “coral reefs”" in absent.notes[0]


def test_a_list_that_limits_make_short_does_not_blame_the_library(world):
    made = make(world, size=30, limits=SearchFilter(year_from=2013, year_to=2013))
    assert 0 < len(made.items) < 30
    assert f"Only {len(made.items)} of the 30 papers asked for lie within the limits (year 2013)." in made.notes
    assert not any("on other subjects" in note or "recent advances are missing" in note for note in made.notes)


def test_a_topic_that_is_hardly_there_says_so_and_is_not_filled_with_what_shares_a_word(world):
    topic = Topic(slug="reefs", title="coral reefs", part="02", phrasings=("reefs of coral", "networks of polyps"))
    rare = world.retriever.queries["coral reefs"]
    world.retriever.queries |= dict.fromkeys(topic.phrasings, rare)
    aside = np.roll(rare, 1)
    for number, share in ((300, 1.0), (301, 0.9), (302, 0.8), (310, 0.5), (311, 0.48)):  # the last two stand out only
        world.store.by_id[number] = dataclasses.replace(world.store.by_id[41], id=number, title=f"Growth {number}")
        world.retriever.by_id[number] = (share * rare + np.sqrt(1 - share**2) * aside).astype(np.float32)
    made = make(world, topic, size=20)
    assert {item.paper.id for item in made.items} == {300, 301, 302}
    (note,) = [note for note in made.notes if "has little on" in note]
    assert "“coral reefs”: 3 of the 3 ways to say it" in note
    assert not any("has little on" in note for note in make(world, TOPIC, size=20).notes)


@pytest.mark.parametrize("words", ["the", "what is that", "!!!"])
def test_words_that_name_no_topic_give_no_list(world, words):
    made = make(world, words)
    assert made.items == ()
    assert any("name no topic" in note for note in made.notes)


def test_a_list_of_one_level_is_numbered_anew(world):
    made = make(world, steering=Steering(level=Level.CORE), size=5)
    assert [item.position for item in made.items] == [1, 2, 3, 4, 5]
    assert {item.level for item in made.items} == {Level.CORE}


def test_recent_work_alone_is_of_the_last_years(world):
    for number in (1, 2, 3):
        change(world, number, year=2025)
    made = make(world, steering=Steering(recent=True))
    assert {item.paper.id for item in made.items} == {1, 2, 3}
    assert any("recent work alone" in note for note in made.notes)


def test_a_list_of_what_is_only_near_the_topic_says_so(paper):
    near = [paper(number, "Teaching at school") for number in range(4)]
    named = [paper(9, "Mentors of students", abstract="How mentoring works.")]
    note = loose("Mentoring", [*near, *named], None)
    assert note.startswith("Only 1 of these 5 papers names “Mentoring”")
    assert "paper-reader collect" in note
    assert loose("Mentoring", named, None) == ""
    assert loose("Mentoring", near, None).startswith("None of these 4 papers name")


def test_what_much_of_the_topic_cites_and_the_library_lacks_is_named(world):
    world.store.reference_totals = dict.fromkeys(range(1, 41), 5)
    world.store.outside = [(Identifier(Scheme.ARXIV, "2006.11239"), 12), (Identifier(Scheme.DOI, "10.1/x"), 1)]
    (note,) = [one for one in make(world).notes if "not in this library" in one]
    assert "2006.11239 (by 12)" in note
    assert "10.1/x" not in note
    assert note.endswith("paper-reader collect 2006.11239")
    world.store.outside = []
    assert not [one for one in make(world).notes if "not in this library" in one]
