from paper_reader.merge.coining import (
    Proposal,
    coiner,
    is_meant,
    is_printed_alike,
    later_uses,
    says_so,
    stems_in,
    telling_stems,
)
from paper_reader.merge.known_by import NameKind
from paper_reader.merge.mentions import mentions_in


def proposal(paper_id, time, kind=NameKind.HEAD):
    return Proposal(paper_id, time, kind)


USES = ["2018-10-10", "2019", "2019-01-02", "2020", "2020", "2021", "2021", "2022", "2022-05-01"]


def test_the_first_to_put_a_name_forward_coined_it():
    later = proposal(2, "2020", NameKind.COINED)
    assert coiner("bert", [later, proposal(1, "2018-10-10")], USES).paper_id == 1
    assert later_uses(proposal(1, "2018-10-10"), USES) == 8


def test_a_name_in_use_before_is_nobodys():
    assert coiner("bert", [proposal(1, "2018-10-10")], ["2001", "2007", *USES]) is None
    assert coiner("bert", [proposal(1, "2018-10-10")], ["2018-01-01", "2018-02-02", *USES]) is None


def test_two_of_one_time_leave_it_open_and_days_or_a_surer_way_decide():
    assert coiner("sam", [proposal(1, "2018"), proposal(2, "2018")], USES) is None
    assert coiner("sam", [proposal(1, "2018-11-01"), proposal(2, "2018-10-10")], USES).paper_id == 2
    assert coiner("sam", [proposal(1, "2018", NameKind.COINED), proposal(2, "2018")], USES).paper_id == 2


def test_an_abbreviation_that_many_bring_again_is_nobodys():
    rivals = [proposal(n, "2021") for n in (5, 6)]
    assert coiner("sam", [proposal(1, "2018-10-10"), *rivals], USES) is None


def test_a_name_taken_up_only_after_a_second_paper_gave_it_anew_is_nobodys():
    uses = ["2010", "2011", "2016", "2021", *["2023"] * 25]
    assert coiner("sam", [proposal(1, "2010"), proposal(2, "2023")], uses) is None
    assert coiner("sam", [proposal(1, "2010")], uses).paper_id == 1


def test_a_name_that_nobody_takes_up_for_years_was_not_the_one():
    assert coiner("claude", [proposal(1, "2015")], ["2015", "2023", "2024", "2024"]) is None


def test_what_only_uses_a_name_or_has_a_subject_before_the_colon_coins_nothing():
    for kind in (NameKind.TITLE_END, NameKind.WORD_HEAD):
        assert coiner("bert", [proposal(1, "2018-10-10", kind)], USES) is None


def test_the_papers_own_words_must_bear_it_out():
    adam = "We introduce Adam, an algorithm for first-order optimization."
    assert says_so("Adam", "Adam: A Method for Stochastic Optimization", adam)
    assert not says_so("Memory", "Memory: what we know", "Memory is limited.")
    assert not says_so("Agentic AI", "Agentic AI: A Comprehensive Survey", "We introduce Agentic AI, a field.")
    assert says_so("U-Net", "U-Net: Convolutional Networks", "")
    assert not says_so("MTL", "Learning with MTL", "We use MTL here.")


def test_users_must_mean_what_the_paper_is_about():
    anywhere = {"stocha": 0.02, "optimi": 0.1, "autono": 0.03, "signs": 0.003, "with": 0.9}
    users = [stems_in(text) for text in ("stochastic optimizers with Adam", "Adam for stochastic training", "Adam")]
    about = telling_stems("Adam", "Adam: A Method for Stochastic Optimization")
    assert is_meant(about, users, anywhere)
    assert not is_meant(telling_stems("Adam", "Adam: Deceiving Autonomous Cars with Signs"), users, anywhere)


def test_mentions_are_names_wherever_they_stand_and_however_they_are_spelled():
    found = mentions_in(
        "Fine-tuning BERT-based models with Faster R-CNN",
        "We use GANs, a U-Net and word2vec. Training runs with Adam, which the Authors like.",
    )
    assert {"bert", "rcnn", "fasterrcnn", "gan", "unet", "word2vec", "_adam"} <= found
    assert not {"training", "_training", "we", "models"} & found


def test_a_head_counts_as_a_use_of_its_own_name():
    assert "deepwalk" in mentions_in("DeepWalk: Online Learning of Social Representations", None)
    assert "_adam" in mentions_in("Adam: A Method for Stochastic Optimization", None)


def test_a_name_that_falls_silent_and_comes_back_means_something_else():
    assert coiner("claude", [proposal(1, "2015")], ["2015", "2015", *["2024"] * 20]) is None
    assert coiner("nao", [proposal(1, "2009")], ["2009", "2010", "2014", *["2018"] * 5]).paper_id == 1


def test_what_others_did_is_not_brought():
    for abstract in (
        "A recent breakthrough in combining them, called DQN, achieves the best agents.",
        "The proposed algorithm outperforms a famous genetic algorithm called DQN.",
        "Our main goal is to build a better agent than DQN.",
        "We introduce a metric, which we call V-DQN, for summaries.",
        "We present a case study comparing tables with DQN, and hybrids.",
    ):
        assert not says_so("DQN", "Planning for Atari", abstract), abstract
    for abstract in (
        "We propose a new agent, called DQN.",
        "The dataset, named DQN (Densely Queried Nodes), has fifty parts.",
        "This article presents the design of a robot called DQN that walks.",
        "Specifically, we train DQN, an autoregressive model.",
    ):
        assert says_so("DQN", "Planning for Atari", abstract), abstract


def test_those_who_use_a_name_print_it_so():
    assert is_printed_alike("U-Net", ["a UNet here", "the U-Net", "something else"])
    assert is_printed_alike("MS MARCO", ["on MS-MARCO", "on MSMARCO"])
    assert not is_printed_alike("FA*IR", ["FAIR data", "the FAIR lab", "FA*IR"])
    assert not is_printed_alike("SpeechLLM", ["a Speech LLM", "speech LLMs", "SpeechLLM"])


def test_a_description_with_an_abbreviation_in_it_is_no_name():
    assert "llm" in mentions_in("LLM-only baselines fail", None)
    assert "llmonly" not in mentions_in("LLM-only baselines fail", None)
