"""A review of 500 records from three sources, from the first search to the last decision."""

from paper_reader.harvest import collect_each
from paper_reader.reviews.words import outcome_of
from paper_reader.types import Outcome, SourceQuery, Stage, Verdict

FULL = Stage.FULL_TEXT
# 500 records are 400 papers: 20 are in all three sources, 60 in two.
ARXIV, OPENALEX, SCHOLAR = range(200), range(140, 320), [*range(180, 200), *range(300, 400)]


def queries(*sources):
    return [(SourceQuery(source=one.name, text="diet and lifespan", limit=200), lambda one=one: one) for one in sources]


def is_about_mice(paper):
    return "mice" in paper.title


def test_a_review_of_500_records(store, reviewer, own_source):
    review = reviewer.create("ageing", "how long mice live on less food")
    sources = [
        own_source("arxiv", ARXIV),
        own_source("openalex", OPENALEX),
        own_source("scholar", SCHOLAR, blocked_after=1),
    ]
    runs = collect_each(store, queries(*sources), review_id=review.id)
    assert [(run.outcome, run.read) for run in runs] == [
        (Outcome.DONE, 200),
        (Outcome.DONE, 180),
        (Outcome.BLOCKED, 50),
    ]
    sources[2].blocked_after = None
    (again,) = collect_each(store, queries(sources[2]), review_id=review.id)
    assert (again.outcome, again.read) == (Outcome.DONE, 70), "it goes on after the first page"

    found = reviewer.report(review, review.created_at)
    assert found.flow.databases.identified == {"arxiv": 200, "openalex": 180, "scholar": 120}
    assert (found.flow.databases.duplicates, found.flow.databases.to_screen) == (100, 400)
    assert [len(one.search.runs) for one in found.searches] == [1, 1, 2]
    assert [(one.papers, one.only_here) for one in found.searches] == [(200, 140), (180, 100), (120, 80)]

    shown = screen_some(reviewer, review, 60)
    assert sum(map(is_about_mice, shown)) >= 45, "80 of 400 papers are on mice"
    finish(store, reviewer, review)
    assess(store, reviewer, review)

    report = reviewer.report(review, review.created_at)
    column = report.flow.databases
    assert (column.screened, column.excluded, column.to_screen) == (400, 320, 0)
    assert column.excluded_reasons == {"another animal": 320}
    assert (column.sought, column.not_retrieved, column.assessed) == (80, 16, 64)
    assert column.full_text_reasons == {"a review": 16, "not a trial": 32}
    assert (column.full_text_excluded, column.included, report.flow.included) == (48, 16, 16)
    outcomes = [outcome_of(one) for one in reviewer.papers(review).values()]
    assert (outcomes.count("included"), outcomes.count("excluded")) == (16, 368)
    assert reviewer.step(review, Stage.TITLE_ABSTRACT).candidate is None
    assert reviewer.step(review, FULL).candidate is None
    assert store.reviews.get("ageing").reasons == ("another animal", "a review", "not a trial")


def screen_some(reviewer, review, count):
    """Look at what is shown and decide."""
    shown = []
    for _ in range(count):
        paper = reviewer.step(review, Stage.TITLE_ABSTRACT).candidate.paper
        decide(reviewer, review, [paper], about_mice=is_about_mice(paper))
        shown.append(paper)
    assert len({paper.id for paper in shown}) == count
    return shown


def decide(reviewer, review, papers, *, about_mice):
    verdict, reason = (Verdict.INCLUDE, None) if about_mice else (Verdict.EXCLUDE, "another animal")
    reviewer.decide(review, papers, verdict, stage=Stage.TITLE_ABSTRACT, reason=reason, reviewer="ada")


def finish(store, reviewer, review):
    """Decide all that is left."""
    left = store.papers.get_many([one for one, standing in reviewer.papers(review).items() if not standing.decisions])
    for about_mice in (True, False):
        decide(reviewer, review, [one for one in left if is_about_mice(one) is about_mice], about_mice=about_mice)


def assess(store, reviewer, review):
    """Read the full texts."""
    passed = [one for one, standing in reviewer.papers(review).items() if outcome_of(standing) == "to-assess"]
    for kind, verdict, reason in [
        ("a trial", Verdict.INCLUDE, None),
        ("a survey", Verdict.EXCLUDE, "a review"),
        ("a protocol", Verdict.NOT_RETRIEVED, None),
        ("a model", Verdict.EXCLUDE, "not a trial"),
        ("a theory", Verdict.EXCLUDE, "not a trial"),
    ]:
        papers = [one for one in store.papers.get_many(passed) if one.title.endswith(f": {kind}")]
        reviewer.decide(review, papers, verdict, stage=FULL, reason=reason, reviewer="bob")
