from datetime import date

from paper_reader.content import content_hash, embedding_text
from paper_reader.merge import compute_paper
from paper_reader.types import CitationCount, Curation, Identifier, Scheme

ABSTRACT = "We measure things. " * 20


def test_each_field_comes_from_the_record_that_knows_best(record):
    preprint = record(
        "Shapes", "1901.00001", source="arxiv", key="1901.00001", abstract=ABSTRACT, venue="arXiv", year=2019,
        published=date(2019, 1, 2), categories=("cs.LG", "stat.ML"), authors=("Ada Lovelace", "Alan Turing"),
    )  # fmt: skip
    listed = record(
        "Shapes", "10.1000/x", key="b", abstract=ABSTRACT[:100], venue="NeurIPS 2020", year=2020,
        authors=("A. Lovelace", "A. Turing"), citation=CitationCount(7, "somebody"), categories=("cs.AI",),
    )  # fmt: skip
    curated = record(
        "Shapes!", source="starter", key="shapes", authors=(), year=None,
        curation=Curation(topics=("t",), why="Because.", kind="core", level="core"),
    )  # fmt: skip
    paper = compute_paper(4, [listed, curated, preprint])
    assert paper.title == "Shapes!"
    assert paper.abstract == ABSTRACT
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert (paper.venue, paper.year) == ("NeurIPS 2020", 2020)
    assert paper.published == date(2019, 1, 2)
    assert paper.categories == ("cs.LG", "stat.ML", "cs.AI")
    assert (paper.arxiv_id, paper.doi) == ("1901.00001", "10.1000/x")
    assert paper.url == "https://arxiv.org/abs/1901.00001"
    assert paper.citation_count == 7
    assert paper.curation is curated.curation
    assert paper.sources == ("arxiv", "import", "starter")
    assert paper.provenance == {
        "title": "starter:shapes", "abstract": "arxiv:1901.00001", "authors": "arxiv:1901.00001",
        "venue": "import:b", "year": "import:b", "published": "arxiv:1901.00001",
        "categories": "arxiv:1901.00001", "url": "arxiv:1901.00001",
        "arxiv_id": "arxiv:1901.00001", "doi": "import:b", "curation": "starter:shapes",
    }  # fmt: skip
    assert paper.content_hash == content_hash(embedding_text("Shapes!", ABSTRACT, "Because."))


def test_unknown_stays_unknown(record):
    paper = compute_paper(1, [record("Shapes", authors=(), year=None)])
    assert (paper.year, paper.citation_count, paper.doi, paper.abstract, paper.url) == (None, None, None, None, None)
    assert set(paper.provenance) == {"title"}


def test_a_count_of_nought_is_a_count(record):
    assert compute_paper(1, [record(citation=CitationCount(0, "s"))]).citation_count == 0


def test_the_newest_count_is_the_best_known_and_each_source_counts_once(record):
    counts = [
        CitationCount(900, "old", date(2020, 1, 1)),
        CitationCount(100, "new", date(2026, 1, 1)),
        CitationCount(90, "new", date(2025, 1, 1)),
        CitationCount(5000, "undated"),
    ]
    paper = compute_paper(1, [record(citation=count) for count in counts])
    assert [count.count for count in paper.citation_counts] == [100, 900, 5000]


def test_a_publishers_doi_goes_before_arxivs_own(record):
    both = record("Shapes", "10.48550/arXiv.1901.00001", "10.1000/x")
    assert compute_paper(1, [both]).doi == "10.1000/x"
    apart = [record("Shapes", "10.48550/arXiv.1901.00001", source="arxiv"), record("Shapes", "10.1000/x")]
    assert compute_paper(1, apart).doi == "10.1000/x"


def test_all_external_ids_are_named(record):
    one, other = record(key="b"), record(key="a")
    named = [
        type(one)(**{**{f: getattr(r, f) for f in r.__dataclass_fields__},
                     "identifiers": (Identifier(Scheme.EXTERNAL, r.key),)})
        for r in (one, other)
    ]  # fmt: skip
    assert compute_paper(1, named).external_ids == ("a", "b")
