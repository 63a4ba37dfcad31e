"""What a review keeps: identified records, decisions, notes; through merges, splits, kills and second thoughts."""

import pytest
from sqlalchemy import select, update

from paper_reader.errors import ModelUnavailable, QueryError, ReviewNotFound, UsageError
from paper_reader.harvest import begin_search, collect_each
from paper_reader.identifiers import identifiers_of
from paper_reader.ingest import ingest
from paper_reader.reviews.export import written
from paper_reader.reviews.service import Reviewer
from paper_reader.store import dialect
from paper_reader.store.tables import records
from paper_reader.types import Outcome, Pick, SourceQuery, SourceRecord, Stage, Verdict

FIRST, FULL = Stage
QUERY = SourceQuery(source="arxiv", text="diet", limit=50)


@pytest.fixture
def review(store, reviewer):
    return reviewer.create("ageing", "diet and lifespan", reasons=["another animal"])


@pytest.fixture
def identify(store, review, make_record):
    """Puts papers of ours into the review, as one source found them."""

    def make(*numbers, source="arxiv"):
        search = begin_search(store, review.id, SourceQuery(source=source, text="diet"))
        ingest(store, [make_record(source, one) for one in numbers], search_id=search.search_id)
        return [store.papers.get(store.papers.find(identifiers_of(f"10.5555/study.{one}")[0])) for one in numbers]

    return make


@pytest.fixture
def decide(reviewer, review):
    def make(paper, verdict, stage=FIRST, reason=None):
        reviewer.decide(review, [paper], Verdict(verdict), stage=stage, reason=reason, reviewer="ada")

    return make


def verdict(reviewer, review, paper, stage=FIRST):
    return reviewer.papers(review)[paper.id].verdict(stage)


def test_names_are_one_word_and_taken_once(store, reviewer, review):
    with pytest.raises(UsageError, match="already"):
        reviewer.create("ageing", "")
    with pytest.raises(UsageError, match="one word"):
        reviewer.create("caloric restriction", "")
    with pytest.raises(ReviewNotFound, match="review list"):
        store.reviews.get("none")


def test_the_same_search_made_again_is_counted_once(store, reviewer, review, own_source):
    source = own_source("arxiv", range(10), page=5)
    for _ in range(2):
        collect_each(store, [(QUERY, lambda: source)], review_id=review.id)
    column = reviewer.report(review, review.created_at).flow.databases
    assert (column.identified, column.duplicates, column.to_screen) == ({"arxiv": 10}, 0, 10)


def test_a_harvest_finished_before_is_made_anew_for_a_review(store, reviewer, review, own_source):
    source = own_source("arxiv", range(10))
    collect_each(store, [(QUERY, lambda: source)])
    assert reviewer.papers(review) == {}
    (run,) = collect_each(store, [(QUERY, lambda: source)], review_id=review.id)
    assert (run.unchanged, len(reviewer.papers(review))) == (10, 10)


def test_a_source_that_cannot_be_asked_does_not_stop_the_others(store, review, own_source):
    def refused():
        raise UsageError("scholar is off. Switch it on")

    asked = [(SourceQuery(source="scholar", text="diet"), refused), (QUERY, lambda: own_source("arxiv", range(3)))]
    runs = collect_each(store, asked, review_id=review.id)
    assert [run.outcome for run in runs] == [Outcome.FAILED, Outcome.DONE]
    assert "scholar is off" in runs[0].messages[0]


def test_a_decision_survives_the_merge_of_its_paper(store, reviewer, review, identify, decide, make_record):
    kept, given_up = identify(1, 2)
    decide(kept, "exclude", reason="another animal")
    decide(given_up, "include")
    reviewer.note(review, given_up, "see the table", reviewer="ada")
    both = identifiers_of("10.5555/study.1", "10.5555/study.2")
    one = make_record("arxiv", 2)
    fused = SourceRecord(source="arxiv", key=one.key, fetched_at=one.fetched_at, title=one.title, identifiers=both)
    ingest(store, [fused])
    standing = reviewer.papers(review)
    assert list(standing) == [store.papers.get(given_up.id).id], "two papers have become one"
    (paper,) = standing.values()
    assert (paper.verdict(FIRST), paper.disagreeing) == (Verdict.INCLUDE, {FIRST})
    assert [note.text for note in paper.notes] == ["see the table"]
    report = reviewer.report(review, review.created_at)
    assert (report.flow.databases.duplicates, report.flow.databases.screened) == (1, 1)
    assert "decided differently" in report.notes[0]
    decide(store.papers.get(kept.id), "exclude")
    (paper,) = reviewer.papers(review).values()
    assert (paper.verdict(FIRST), paper.disagreeing) == (Verdict.EXCLUDE, frozenset())


def test_a_decision_stays_with_the_record_that_was_shown_when_its_paper_is_split(
    store, reviewer, review, identify, decide
):
    (paper,) = identify(1)
    identify(1, source="openalex")
    (elsewhere,) = identify(9)
    decide(paper, "include")
    shown = paper.provenance["title"].split(":")[0]
    other = ({"arxiv", "openalex"} - {shown}).pop()
    move_record(store, other, elsewhere.id)
    assert verdict(reviewer, review, paper) is Verdict.INCLUDE
    assert verdict(reviewer, review, elsewhere) is None
    move_record(store, other, paper.id)
    move_record(store, shown, elsewhere.id)
    assert verdict(reviewer, review, paper) is None, "what was not shown is looked at again"
    assert verdict(reviewer, review, elsewhere) is Verdict.INCLUDE


def move_record(store, source, paper_id):
    """What splitting a paper does to a record."""
    with dialect.writing(store._engine) as connection:
        here = (records.c.source == source) & (records.c.key == f"{source}-1")
        connection.execute(update(records).where(here).values(paper_id=paper_id))
        assert connection.execute(select(records.c.paper_id).where(here)).scalar_one() == paper_id


def test_a_number_is_a_reason_of_the_list_and_no_other(reviewer, review, identify, decide):
    (paper,) = identify(1)
    decide(paper, "exclude", reason="1")
    assert reviewer.papers(review)[paper.id].decisions[FIRST].reason == "another animal"
    with pytest.raises(UsageError, match="no reason 2"):
        decide(paper, "exclude", reason="2")


def test_undo_brings_back_what_stood_before(reviewer, review, identify, decide):
    (paper,) = identify(1)
    assert reviewer.undo(review) is None
    decide(paper, "maybe")
    decide(paper, "exclude")
    taken, decision = reviewer.undo(review)
    assert (taken.id, decision.verdict) == (paper.id, Verdict.EXCLUDE)
    assert verdict(reviewer, review, paper) is Verdict.MAYBE
    assert reviewer.undo(review, reviewer="bob") is None, "nobody takes back what another one decided"
    assert reviewer.undo(review, reviewer="ada", stage=FULL) is None
    reviewer.undo(review, reviewer="ada")
    assert verdict(reviewer, review, paper) is None


def test_decisions_that_cannot_be_are_refused_and_nothing_is_kept(
    store, reviewer, review, identify, decide, make_record
):
    (paper, second) = identify(1, 2)
    ingest(store, [make_record("arxiv", 7)])
    stranger = store.papers.get(store.papers.find(identifiers_of("10.5555/study.7")[0]))
    for refused, said in [
        ((stranger, "include"), "not in the review"),
        ((paper, "not-retrieved"), "full-text stage only"),
        ((paper, "include", FULL), "has not passed"),
        ((paper, "include", FIRST, "because"), "goes with an exclusion"),
    ]:
        with pytest.raises(UsageError, match=said):
            decide(*refused)
    decide(paper, "include")
    with pytest.raises(UsageError, match="needs its reason"):
        decide(paper, "exclude", FULL)
    with pytest.raises(UsageError, match="has not passed"):
        reviewer.decide(review, [paper, second], Verdict.MAYBE, stage=FULL, reason=None, reviewer="ada")
    with pytest.raises(QueryError, match="empty"):
        reviewer.note(review, paper, " ", reviewer="ada")
    assert verdict(reviewer, review, paper, FULL) is None
    decide(paper, "exclude", FULL, "wrong  outcome")
    assert store.reviews.get("ageing").reasons == ("another animal", "wrong outcome")


def test_papers_of_the_library_are_added_once_and_counted_apart(store, reviewer, review, identify, make_record):
    (known,) = identify(1)
    ingest(store, [make_record("import", 5)])
    fresh = store.papers.get(store.papers.find(identifiers_of("10.5555/study.5")[0]))
    added = reviewer.add(review, [known, fresh], source="citation searching", query="c", description="c")
    flow = reviewer.report(review, review.created_at).flow
    assert (added, flow.databases.identified, flow.others.identified) == (1, {"arxiv": 1}, {"citation searching": 1})


def test_without_a_model_the_order_is_that_of_identification(store, review, identify):
    def no_model():
        raise ModelUnavailable("the model is gone")

    class Orderless:
        def choose(self, *given):
            no_model()

    first, _ = identify(3, 4)
    step = Reviewer(store, Orderless).step(store.reviews.get("ageing"), FIRST)
    assert (step.candidate.paper.id, step.candidate.pick) == (first.id, Pick.WAITING)
    assert "the model is gone" in step.notes[0]


def test_seeds_lead_the_order(store, reviewer, identify, review, make_record):
    papers = identify(*range(40))
    seed = papers[6]
    reviewer.create("flies", "x", seeds=[seed])
    other = store.reviews.get("flies")
    search = begin_search(store, other.id, QUERY)
    ingest(store, [make_record("arxiv", one) for one in range(40)], search_id=search.search_id)
    assert reviewer.step(other, FIRST).candidate.paper.id == seed.id


def test_a_deleted_review_leaves_nothing_but_the_papers(store, reviewer, review, identify, decide):
    (paper,) = identify(1)
    decide(paper, "include")
    reviewer.note(review, paper, "good", reviewer="ada")
    store.reviews.add_seeds(review.id, [paper])
    store.reviews.delete(review.id)
    assert store.reviews.list() == []
    assert store.papers.count() == 1
    assert reviewer.papers(reviewer.create("ageing", "")) == {}


def test_cells_are_never_formulas(store, reviewer, review, identify, decide, tmp_path):
    from io import BytesIO

    from openpyxl import load_workbook

    from paper_reader.exporting import with_records

    (paper,) = identify(1)
    decide(paper, "exclude", reason="=1+1")
    papers, standing = list(with_records(store, [[paper]])), reviewer.papers(review)
    searches = store.reviews.searches(review.id)
    table = "".join(written("csv", review, papers, standing, searches))
    assert ",'=1+1," in table
    sheet = load_workbook(BytesIO(written("xlsx", review, papers, standing, searches))).active
    head, row = list(sheet.iter_rows())
    reason = row[[cell.value for cell in head].index("title_abstract_reason")]
    assert (reason.value, reason.data_type) == ("=1+1", "s")
    with pytest.raises(UsageError, match="xlsx"):
        written("psychic", review, papers, standing, searches)
