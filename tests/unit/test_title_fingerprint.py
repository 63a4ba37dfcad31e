import pytest

from paper_reader.identifiers import title_fingerprint
from paper_reader.titles import title_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Pre-training {BERT}, Part II", "Pretraining BERT: part II"),
        ("Erd\\H{o}s--R\\'enyi graphs", "Erdős–Rényi graphs"),
        ('Schr\\"{o}dinger', "Schrödinger"),
        ("$\\alpha$-divergence", "α-Divergence"),
        ("$\\varepsilon$-greedy", "ε-greedy"),
        ("On $\\ell_1$ norms", "On ℓ1 Norms"),
        ("Sorting in O(n²)", "Sorting in $O(n^2)$"),
        ("\\textit{Drosophila} and \\emph{us}", "Drosophila and us"),
        ("<i>E. coli</i> in H<sub>2</sub>O", "E. coli in H2O"),
        ("Cats &amp; Dogs", "Cats and dogs"),
        ("Straße", "STRASSE"),
        ("Gödel, Escher", "Godel Escher"),
        ("10,000 Papers", "10000 papers"),
        ("The  Title\n of it.", "the title of it"),
        ("“Quoted” title’s", '"Quoted" title\'s'),
        ("ﬁnite ﬂows", "finite flows"),
    ],
)
def test_spellings_of_one_title(one, other):
    assert title_fingerprint(one) == title_fingerprint(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Theory, Part I", "Theory, Part II"),
        ("GPT-3.5", "GPT-35"),
        ("Theory 1 2", "Theory 12"),
        ("Programming in C", "Programming in C++"),
        ("Programming in C", "Programming in C#"),
        ("Erratum: A paper", "A paper"),
        ("Reply to A paper", "A paper"),
        ("深度学习", "机器学习"),
    ],
)
def test_titles_that_stay_apart(one, other):
    assert title_fingerprint(one) != title_fingerprint(other)


def test_a_title_without_letters_has_no_key():
    assert title_fingerprint("???") == ""
    assert title_key("") == 0
    assert title_key("a") != title_key("b") != 0


def test_a_plain_title_takes_the_same_way_as_a_careful_one():
    plain = "Attention Is All You Need: A (Long) Title, With 7 Parts"
    assert title_fingerprint(plain) == title_fingerprint(plain + "—") == "attentionisallyouneedalongtitlewith7parts"
