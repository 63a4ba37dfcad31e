"""The account of a review as a drawing, as Markdown and as a page: the same numbers, and nothing that is obeyed."""

from xml.etree import ElementTree

import pytest

from paper_reader.reviews.diagram import flow_svg
from paper_reader.reviews.documents import html, markdown
from paper_reader.reviews.figures import progress_of, search_figures
from paper_reader.reviews.forms import report_form
from paper_reader.reviews.prisma import flow
from paper_reader.reviews.standing import standings
from paper_reader.types import Channel, Review, ReviewReport, Stage

EVIL = "<script>alert(1)</script> & \x1b[2J | *wrong*"


@pytest.fixture
def report(row, search, decision, began):
    searches = [search(1), search(2, "by hand", Channel.OTHER)]
    found = [row(1, 1, 1), row(1, 2, 1), row(1, 3, 2), row(2, 4, 3)]
    decided = [(1, decision(1, "include")), (2, decision(3, "exclude", reason=EVIL))]
    papers = list(standings(found, decided).values())
    return ReviewReport(
        review=Review(id=1, name="ageing", question=EVIL, created_at=began),
        flow=flow(searches, papers),
        searches=search_figures(searches, papers),
        stages={stage: progress_of(papers, stage) for stage in Stage},
        reviewers=("ada",),
        first_decision_at=began,
        last_decision_at=began,
        generated_at=began,
    )


def texts_of(svg):
    return [node.text.replace("\u00a0", " ").strip() for node in ElementTree.fromstring(svg).iter() if node.text]  # noqa: S314


def test_the_drawing_is_sound_and_has_every_box(report):
    said = texts_of(flow_svg(report.flow, "Flow of ageing"))
    joined = " ".join(said)
    for box in (
        *("Records identified from databases and registers (n = 3)", "arxiv (n = 3)"),
        *("Duplicate records removed (n = 1)", "Records screened (n = 2)", "Records excluded (n = 1)"),
        *("Reports sought for retrieval (n = 1)", "Reports not retrieved (n = 0)", "Still to be assessed (n = 1)"),
        *("Reports assessed for eligibility (n = 0)", "Papers included in the review (n = 0)"),
        *("Records identified from other methods (n = 1)", "by hand (n = 1)", "Still to be screened (n = 1)"),
    ):
        assert box in joined
    assert "<script>alert(1)</script>" in joined.replace("\u2002", ""), "as text, not as markup"


def test_only_what_was_searched_has_a_column(report, search):
    alone = flow([search(1)], [])
    assert "other methods" not in flow_svg(alone, "x")
    assert "databases" not in flow_svg(flow([search(1, "by hand", Channel.OTHER)], []), "x")


def test_markdown_tells_the_numbers_and_escapes_what_is_foreign(report):
    text = markdown(report)
    assert "- Duplicate records removed: 1\n" in text
    assert r"\<script\>alert(1)\</script\> & \| \*wrong\*: 1" in text
    assert "| arxiv | arxiv “clocks” | 2026-03-01 | 2026-03-01 | 1 | 3 | 2 | 2 | 0 |" in text
    assert "decided by ada" in text
    assert "\x1b" not in text


def test_the_page_holds_the_drawing_and_no_foreign_markup(report):
    page = html(report)
    assert page.count("<svg") == 1
    assert "<script" not in page
    assert "\x1b" not in page
    assert "<td>arxiv “clocks”</td>" in page


def test_json_says_the_same(report):
    form = report_form(report)
    assert form["flow"]["databases"]["duplicates_removed"] == 1
    assert form["flow"]["databases"]["excluded_reasons"] == {EVIL: 1}
    assert form["stages"]["title-abstract"]["left"] == 1
    assert [one["records"] for one in form["searches"]] == [3, 1]
