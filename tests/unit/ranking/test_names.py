from paper_reader.ranking.names import coined_names


def names(papers):
    return {papers[row].id: (found.name, found.mentions) for row, found in coined_names(papers).items()}


def test_a_name_belongs_to_the_first_paper_that_puts_it_forward(paper):
    papers = [
        paper(1, "BERT: Pre-training of Deep Transformers", year=2018),
        paper(2, "Fine-tuning BERT for tables", year=2019),
        paper(3, "Probing", abstract="We look inside BERT and find syntax.", year=2020),
        paper(4, "Nothing of the sort", abstract="A bert is a town here.", year=2020),
    ]
    assert names(papers)[1] == ("BERT", 2)
    assert 2 not in names(papers)


def test_a_word_in_use_before_is_no_name(paper):
    earlier = [paper(n, f"On attention, {n}", abstract="We use attention.", year=2012) for n in range(1, 6)]
    claimant = paper(9, "Attention: a new mechanism", year=2017)
    later = [paper(20 + n, "More", abstract="Attention again.", year=2019) for n in range(30)]
    assert 9 not in names([*earlier, claimant, *later])


def test_an_abbreviation_of_the_titles_words_is_a_name(paper):
    papers = [
        paper(1, "Generative Adversarial Networks", abstract="We call them (GANs).", year=2014),
        paper(2, "Faces", abstract="We train GANs on faces.", year=2016),
        paper(3, "Birds", abstract="A GAN makes birds.", year=2016),
    ]
    assert names(papers)[1] == ("GAN", 2)


def test_an_abbreviation_belongs_to_the_first_with_its_words_not_to_the_first_who_shortens(paper):
    papers = [
        paper(1, "Deep Graph Convolutional Networks", year=2016),
        paper(2, "Graph Convolutional Networks for Sentences", abstract="We use them (GCNs).", year=2017),
        paper(3, "More", abstract="A GCN again.", year=2018),
    ]
    assert names(papers)[1] == ("GCN", 2)
    assert 2 not in names(papers)


def test_a_field_is_not_coined_by_the_first_title_that_has_it(paper):
    papers = [
        paper(1, "A Unified Architecture for Natural Language Processing", year=2008),
        paper(2, "Natural Language Processing at Scale", abstract="Natural language processing (NLP).", year=2015),
        paper(3, "More", abstract="More NLP.", year=2018),
    ]
    assert 1 not in names(papers)


def test_an_everyday_word_before_a_colon_is_no_name(paper):
    papers = [paper(1, "Position: agents need care", year=2020)]
    papers += [paper(n, "Robots", abstract="The position of the arm.", year=2022) for n in range(2, 8)]
    assert names(papers) == {}


def test_a_proper_name_before_a_colon_is_one(paper):
    papers = [
        paper(1, "Adam: a method for optimization", year=2014),
        paper(2, "Training", abstract="We train with Adam.", year=2016),
    ]
    assert names(papers)[1] == ("Adam", 1)


def test_a_name_that_only_the_abstract_says(paper):
    papers = [
        paper(1, "Unified, real-time object detection", abstract="We present YOLO, a new approach.", year=2015),
        paper(2, "Faster", abstract="We improve on YOLO.", year=2017),
    ]
    assert names(papers)[1] == ("YOLO", 1)


def test_an_abbreviation_of_words_in_use_before_is_no_name(paper):
    before = [paper(n, f"Old {n}", abstract="A language model speaks.", year=2010) for n in range(5)]
    claimant = paper(9, "Adapting Language Models", abstract="Language models (LMs) adapt.", year=2020)
    later = [paper(20 + n, "New", abstract="An LM.", year=2022) for n in range(9)]
    assert 9 not in names([*before, claimant, *later])


def test_an_abbreviation_of_two_phrases_is_nobodys(paper):
    papers = [
        paper(1, "Random Forests", abstract="Random forests (RF) grow.", year=2001),
        paper(2, "Receptive Fields", abstract="Receptive fields (RF) see.", year=2005),
        paper(3, "More", abstract="An RF.", year=2010),
    ]
    assert names(papers) == {}


def test_an_abbreviation_of_other_words_is_none(paper):
    papers = [
        paper(1, "Learning to see", abstract="A convolutional neural network (CNN) sees.", year=2014),
        paper(2, "More", abstract="A CNN.", year=2016),
    ]
    assert names(papers) == {}


def test_a_name_that_two_papers_coin_in_one_year_is_nobodys(paper):
    papers = [
        paper(1, "STAR: a parser", year=2015),
        paper(2, "STAR: a telescope", year=2015),
        paper(3, "Using STAR", year=2018),
    ]
    assert 1 not in names(papers)
    assert 2 not in names(papers)


def test_names_of_several_words_and_with_hyphens(paper):
    papers = [
        paper(1, "Faster R-CNN: towards real time", year=2015),
        paper(2, "U-Net: convolutional networks for biomedicine", year=2015),
        paper(3, "A", abstract="We build on Faster R-CNN and U-Net.", year=2018),
        paper(4, "B", abstract="R-CNN is not the same as Faster things.", year=2018),
    ]
    found = names(papers)
    assert found[1] == ("Faster R-CNN", 1)
    assert found[2] == ("U-Net", 1)


def test_papers_without_a_year_coin_nothing(paper):
    assert names([paper(1, "BERT: a model"), paper(2, "BERT again", year=2020)]).get(1) is None
