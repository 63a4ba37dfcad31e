from datetime import UTC, datetime

import pytest

from paper_reader.merge import compute_paper
from paper_reader.merge.entities import readable, without_entities
from paper_reader.types import SourceRecord


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Discovery &amp; Data Mining", "Discovery & Data Mining"),
        ("p &lt; 0.05 &#8211; &#x2265; 3&nbsp;times", "p < 0.05 – ≥ 3 times"),
        ("once: &amp;lt;", "once: &lt;"),
        ("AT&T; A &B; C & D; &notit; &amp &lt", "AT&T; A &B; C & D; &notit; &amp &lt"),
        (r"R\&D of $a & b$ and \alpha", r"R\&D of $a & b$ and \alpha"),
    ],
)
def test_only_real_entities_are_replaced_and_once(text, wanted):
    assert without_entities(text) == wanted


def _record(**fields):
    return SourceRecord(
        source="import", key=fields.pop("key", "a"), fetched_at=datetime(2026, 1, 1, tzinfo=UTC), **fields
    )


def test_papers_are_readable_and_records_stay():
    record = _record(title="A &amp; B", abstract="x &lt; y", authors=("M&uuml;ller, A.",), venue="D &amp; M")
    for records in ([record], [record, _record(key="b", title="A & B")]):
        paper = compute_paper(1, records)
        assert (paper.title, paper.abstract, paper.authors, paper.venue) == ("A & B", "x < y", ("Müller, A.",), "D & M")
    assert record.title == "A &amp; B"


def test_a_plain_record_is_not_copied():
    record = _record(title="Plain", abstract="x < y", authors=("A. B",))
    assert readable(record) is record
