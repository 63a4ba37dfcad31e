import pytest

from paper_reader.merge.known_by import NameKind, is_name_like, name_key, names_of

HEAD, WORD_HEAD, COINED = NameKind.HEAD, NameKind.WORD_HEAD, NameKind.COINED
WORD_COINED, TITLE_END = NameKind.WORD_COINED, NameKind.TITLE_END


@pytest.mark.parametrize(
    ("title", "abstract", "wanted"),
    [
        ("Q-Net: Networks for Cells", None, {"qnet": HEAD}),
        ("Swift R-NET – Boxes at Once", None, {"swiftrnet": HEAD}),
        ("FooBERT (and what it tells)", None, {"foobert": HEAD}),
        ("Madam: A Method of Steps", "Here we introduce Madam, an algorithm for steps.", {"madam": HEAD}),
        ("Dropping: a simple way", "We leave units out.", {"dropping": WORD_HEAD}),
        ("Neural search: a survey", "We survey search.", {}),
        ("How cells age: clocks", None, {}),
        ("Learning on Large Graphs", "We present GraphFOO, a general framework.", {"graphfoo": COINED}),
        ("Models Learn", "Specifically, we train GOT-3, a model of some size.", {"got3": COINED}),
        ("Seeing Data", 'We show a technique called "x-FOO" that visualises.', {"xfoo": COINED}),
        ("Memory", "a method called slow foo memory (SFM). It works.", {"sfm": COINED}),
        ("All You Need", "We propose a new architecture, the Transfoo, based on sums.", {"transfoo": WORD_COINED}),
        ("Folding proteins with BetaFold", None, {"betafold": TITLE_END}),
        ("Folding proteins with care", None, {}),
        ("On CNNs", "We propose LSTM networks for speech.", {}),
        ("Plain", "We present results. It is called attention by some, named so by all.", {}),
        ("Plain", "We present a method called", {}),
        ("", "", {}),
    ],
)
def test_names_that_a_paper_puts_forward(title, abstract, wanted):
    assert names_of(title, abstract) == wanted


def test_the_plainest_way_counts():
    names = names_of("FooNet: Folding with FooNet", "We propose FooNet, a network.")
    assert names == {"foonet": HEAD}


@pytest.mark.parametrize("spelling", ["U-Net", "unet", "u net", "UNET", "U–Net"])
def test_spellings_of_one_name(spelling):
    assert name_key(spelling) == "unet"


def test_versions_stay_apart():
    assert name_key("GPT-3") == name_key("gpt 3") != name_key("GPT-3.5")


@pytest.mark.parametrize("word", ["BERT", "word2vec", "U-Net", "t-SNE", "ResNet", "R-CNN"])
def test_what_looks_like_a_name(word):
    assert is_name_like(word)


@pytest.mark.parametrize("word", ["Deep", "Three-Way", "fusion", "", "A", "3D", "-"])
def test_what_does_not(word):
    assert not is_name_like(word)
