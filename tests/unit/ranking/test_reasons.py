from datetime import date

from paper_reader.ranking.reasons import reason, short_title
from paper_reader.types import Curation, Prerequisite, ReadingStatus, Role, Signal

KNOWN = {
    "relevance": Signal(value=0.9, detail="fits"),
    "in_topic_citations": Signal(value=0.7, detail="cited by 14 of the 30 papers on this topic that could cite it"),
    "citation_percentile": Signal(
        value=0.98, detail="900 citations, more than 98 % of papers of 2015", source="scholar", as_of=date(2026, 1, 2)
    ),
}
UNKNOWN = {"relevance": Signal(value=0.9, detail="fits"), "citation_percentile": Signal(value=None)}


def test_figures_come_with_source_and_date(paper):
    text = reason(paper(1), Role.CORE, KNOWN, [], None)
    assert text == (
        "Cited by 14 of the 30 papers on this topic that could cite it; "
        "900 citations, more than 98 % of papers of 2015 [scholar, 2026-01-02]."
    )


def before(title, position=None):
    return Prerequisite(paper_id=2, title=title, position=position, why="this paper cites it")


def test_the_catalogues_own_sentence_comes_first(paper):
    curation = Curation(topics=("t",), why="Explains the idea on one page.", kind="core", level="core")
    text = reason(paper(1, curation=curation), Role.CORE, UNKNOWN, [before("Before", 1)], None)
    assert text == "Explains the idea on one page. Read “Before” first."


def test_an_unknown_count_is_said_and_never_called_low(paper):
    text = reason(paper(1), Role.CORE, UNKNOWN, [], None)
    assert "not known" in text
    assert "0" not in text


def test_recent_work_says_that_citations_cannot_judge_it_yet(paper):
    assert "too new" in reason(paper(1), Role.RECENT, UNKNOWN, [], None)


def test_weak_figures_are_not_boasted_of(paper):
    weak = UNKNOWN | {"in_topic_citations": Signal(value=0.1, detail="cited by 1 of the 90 papers")}
    assert "cited by 1" not in reason(paper(1), Role.CORE, weak, [], None).lower()


def test_the_readers_marks_are_heeded(paper):
    assert reason(paper(1), Role.CORE, UNKNOWN, [], ReadingStatus.READING).endswith("You are reading it.")


def test_long_titles_are_cut_at_a_word():
    assert short_title("word " * 30).endswith("word …")
    assert short_title("Short") == "Short"


def test_what_is_needed_and_not_on_the_list_is_said_to_be_missing(paper):
    text = reason(paper(1), Role.CORE, KNOWN, [before("Inside", 3), before("Outside")], None)
    assert "Read “Inside” first." in text
    assert "Builds on “Outside”, which is not on this list." in text
