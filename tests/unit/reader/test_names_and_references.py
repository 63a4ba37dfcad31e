"""Names that other papers coined, and references that are papers of the library."""

from datetime import UTC, datetime

import pytest

from paper_reader.reader.linking import link_references
from paper_reader.reader.terms import LEAST_USES, Coiner, link_terms, names_used
from paper_reader.types import (
    Block,
    BlockKind,
    Document,
    DocumentReference,
    DocumentSource,
    Identifier,
    Paper,
    Scheme,
    Section,
    SectionRole,
)

BERT = Paper(
    id=1, title="BERT: pre-training of bidirectional transformers", abstract="encoder representations", year=2018
)
ADAM = Paper(id=2, title="Adam: a method for stochastic optimization", year=2014)
UNET = Paper(id=3, title="U-Net: convolutional networks for segmentation", year=2015)
MANY = LEAST_USES
COINERS = {"bert": Coiner("BERT", MANY, BERT), "adam": Coiner("Adam", MANY, ADAM), "unet": Coiner("U-Net", 3, UNET)}
MINE = Paper(id=9, title="Reading cells", abstract="We read cells.", year=2021)


def links(*texts, coiners=COINERS, paper=MINE, cited=(), kind=BlockKind.PARAGRAPH):
    blocks = tuple(Block(f"p{number}", kind, text, "") for number, text in enumerate(texts, 1))
    section = Section("s", "1", "Method", 1, SectionRole.METHOD, blocks)
    document = Document(
        DocumentSource.FILE, "x", datetime(2026, 1, 1, tzinfo=UTC), paper.title if paper else "T", (section,), (), ()
    )
    found = link_terms(names_used(document), coiners, paper, document.title, cited)
    return [(one.span.anchor, one.span.text, one.paper_id) for one in found]


def test_the_first_use_of_each_name_is_linked():
    assert links("We train BERT with Adam.", "BERT again, and a U-net.") == [
        ("p1", "BERT", 1),
        ("p1", "Adam", 2),
        ("p2", "U-net", 3),
    ]


def test_a_name_with_an_ending_or_in_the_plural_is_the_name():
    assert links("A BERT-based model.") == [("p1", "BERT", 1)]
    assert links("Many BERTs were trained.") == [("p1", "BERT", 1)]


def test_everyday_words_need_a_capital_in_mid_sentence_and_many_users():
    assert links("Adam is old. As adam is.") == []
    assert links("We use Adam here.", coiners={"adam": Coiner("Adam", MANY - 1, ADAM)}) == []
    assert links("We use Adam here.", coiners={"adam": Coiner("Adam", 2, ADAM)}, cited={2}) == [("p1", "Adam", 2)]
    assert links("We use Adam here.", coiners={"adam": Coiner("ADAM", MANY, ADAM)}) == []


def test_an_abbreviation_that_stands_for_something_else_is_not_linked():
    assert links("Binary entity recognition trees (BERT) grow.", "BERT is ours.") == []
    assert links("BERT is used.", "Here basic error rate tables (BERT) are meant.") == []
    assert links("Bidirectional encoder representations (BERT) help.") == [("p1", "BERT", 1)]
    few = {"bert": Coiner("BERT", MANY - 1, BERT)}
    assert links("BERT is used.", coiners=few) == []
    assert links("BERT is used.", coiners=few, cited={1}) == [("p1", "BERT", 1)]


def test_a_paper_never_links_to_itself_nor_to_a_name_of_its_own_nor_to_a_later_one():
    assert links("We call it U-Net.", paper=UNET) == []
    own = Paper(id=10, title="U-Net: our own", year=2020)
    assert links("Our U-Net.", paper=own) == []
    early = Paper(id=11, title="Early", year=2010)
    assert links("Our U-Net.", paper=early) == []
    assert links("Our U-Net.", paper=None) == [("p1", "U-Net", 3)]


def test_formulas_addresses_and_code_are_no_text():
    assert links("See $BERT + U-Net$ at https://x.org/U-Net here.") == []
    assert links("U-Net()", kind=BlockKind.CODE) == []


def reference(number, **said):
    return DocumentReference(f"ref-{number}", f"[{number}]", "as printed", **said)


LONG = "A title that is long enough to be told"


def linked(*references, titles=None, years=None):
    names = {Identifier(Scheme.ARXIV, "1706.03762"): 1, Identifier(Scheme.DOI, "10.1/x"): 2}
    titles = titles or {LONG: [3]}
    return dict(
        link_references(references, names.get, lambda title: titles.get(title, []), lambda one: (years or {}).get(one))
    )


def test_references_are_found_by_identifier_then_by_title():
    found = linked(
        reference(1, arxiv_id="1706.03762", title=LONG),
        reference(2, doi="10.1/x"),
        reference(3, title=LONG),
        reference(4, arxiv_id="9999.99999", title="nowhere to be found at all"),
        reference(5),
    )
    assert found == {"ref-1": 1, "ref-2": 2, "ref-3": 3}


@pytest.mark.parametrize(("year", "is_same"), [(2019, True), (2021, True), (None, True), (2015, False)])
def test_a_title_of_another_time_is_another_paper(year, is_same):
    assert (linked(reference(1, title=LONG, year=year), years={3: 2019}) == {"ref-1": 3}) is is_same


def test_short_titles_and_titles_of_several_papers_are_not_believed():
    assert linked(reference(1, title="Deep learning"), titles={"Deep learning": [3]}) == {}
    assert linked(reference(1, title=LONG), titles={LONG: [3, 4]}) == {}
