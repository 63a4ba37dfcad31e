"""Words, categories and sets as people type them, and what arXiv is asked."""

import pytest

from paper_reader.errors import QueryError
from paper_reader.sources.arxiv_categories import canonical_category, category_clause, oai_set
from paper_reader.sources.arxiv_query import ids_in, searches_for


def clause(text):
    return f'(ti:"{text}" OR abs:"{text}")'


def words(*wanted, but):
    return f"(({' AND '.join(map(clause, wanted))}) ANDNOT {clause(but)})"


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        ("transformers", [clause("transformers")]),
        ('"graph neural networks"', [clause("graph neural networks")]),
        (
            "graph  neural\tnetworks",
            [clause("graph neural networks"), words("graph", "neural", "networks", but="graph neural networks")],
        ),
        (
            "the learning of machines",
            [clause("the learning of machines"), words("learning", "machines", but="the learning of machines")],
        ),
        ('"variational inference" GAN', [f"({clause('variational inference')} AND {clause('GAN')})"]),
        ("GAN OR VAE", [f"({clause('GAN')} OR {clause('VAE')})"]),
        ("LSTM NOT speech", [f"({clause('LSTM')} ANDNOT {clause('speech')})"]),
        ("(GAN OR VAE) AND speech", [f"(({clause('GAN')} OR {clause('VAE')}) AND {clause('speech')})"]),
        ("self-supervised", [clause("self-supervised")]),
        ("what? (really)", [clause("what really"), words("what", "really", but="what really")]),
        ("Gödel's", [clause("Gödel's")]),
        ("C++", [clause("C++")]),
        ("au:bengio AND ti:attention", ["(au:bengio AND ti:attention)"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_words_become_searches_in_title_and_abstract(text, searches):
    assert list(searches_for(text)) == searches


def test_categories_narrow_every_search():
    strict, loose = searches_for("deep nets", ("cs.lg", "stat"))
    assert strict == f"{clause('deep nets')} AND (cat:cs.LG OR cat:stat.*)"
    assert loose.endswith(" AND (cat:cs.LG OR cat:stat.*)")
    assert searches_for("", ("cs.LG",)) == ("cat:cs.LG",)


@pytest.mark.parametrize("text", ['""', "AND x", "x OR", "?!", "(a OR b"])
def test_texts_that_are_no_search(text):
    with pytest.raises(QueryError):
        searches_for(text)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("1706.03762", ("1706.03762",)),
        ("1706.03762v5 arXiv:1706.03762", ("1706.03762",)),
        ("solv-int/9701001v1, https://arxiv.org/abs/2104.12255v1", ("solv-int/9701001", "2104.12255")),
        ("attention 1706.03762", ()),
        ("", ()),
    ],
)
def test_a_text_of_ids_alone_is_a_list_of_ids(text, ids):
    assert ids_in(text) == ids


@pytest.mark.parametrize(
    ("typed", "category", "clause_", "oai"),
    [
        ("cs.LG", "cs.LG", "cat:cs.LG", "cs:cs:LG"),
        (" CS.lg ", "cs.LG", "cat:cs.LG", "cs:cs:LG"),
        ("cs", "cs", "cat:cs.*", "cs"),
        ("hep-th", "hep-th", "cat:hep-th", "physics:hep-th"),
        ("quant-ph", "quant-ph", "cat:quant-ph", "physics:quant-ph"),
        ("astro-ph", "astro-ph", "(cat:astro-ph.* OR cat:astro-ph)", "physics:astro-ph"),
        ("astro-ph.co", "astro-ph.CO", "cat:astro-ph.CO", "physics:astro-ph:CO"),
        ("cond-mat.Str-El", "cond-mat.str-el", "cat:cond-mat.str-el", "physics:cond-mat:str-el"),
        ("physics", "physics", "cat:physics.*", "physics"),
        ("physics.optics", "physics.optics", "cat:physics.optics", "physics:physics:optics"),
        ("q-bio.BM", "q-bio.BM", "cat:q-bio.BM", "q-bio:q-bio:BM"),
        ("stat.ML", "stat.ML", "cat:stat.ML", "stat:stat:ML"),
    ],
)
def test_categories_as_people_type_them(typed, category, clause_, oai):
    assert canonical_category(typed) == category
    assert category_clause((typed,)) == clause_
    assert oai_set(typed) == oai


def test_a_set_given_in_full_stays_as_it_is():
    assert oai_set("cs:cs:LG") == "cs:cs:LG"


@pytest.mark.parametrize("text", ["", "biology", "hep-th.XX", "cs.", "cs.LG.x", "c/s"])
def test_what_is_no_category(text):
    with pytest.raises(QueryError, match="category"):
        canonical_category(text)


def test_every_recorded_set_is_reached_by_its_category(recorded_sets):
    for spec in recorded_sets:
        group, archive, subject = [*spec.split(":"), "", ""][:3]
        if archive:
            typed = f"{archive}.{subject}" if subject else archive
            expected = group if not subject and archive == group else spec
            assert oai_set(typed) == expected
