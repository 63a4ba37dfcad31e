"""The packaged roadmap, and what a file of the user's own may and may not do to it."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from paper_reader.errors import RoadmapError
from paper_reader.roadmap import find_part, find_topic, learning_order, load_roadmap, topic_depth
from paper_reader.types import Roadmap


@pytest.fixture(scope="module")
def roadmap() -> Roadmap:
    return load_roadmap()


@pytest.fixture
def own_file(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "my-roadmap.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refusal(path: Path) -> str:
    with pytest.raises(RoadmapError) as caught:
        load_roadmap(path)
    message = str(caught.value)
    assert message.startswith(str(path)), message
    return message


def test_eleven_parts_and_their_topics_are_there(roadmap: Roadmap) -> None:
    assert [part.number for part in roadmap.parts] == list(range(1, 12))
    assert len(roadmap.topics) >= 64
    assert min(len(part.topics) for part in roadmap.parts) >= 4
    assert {topic.part for topic in roadmap.topics} == {part.slug for part in roadmap.parts}


def test_every_topic_can_be_searched_for_and_explained(roadmap: Roadmap) -> None:
    for topic in roadmap.topics:
        assert 3 <= len(topic.phrasings) <= 6, topic.slug
        assert len(set(topic.phrasings)) == len(topic.phrasings), topic.slug
        assert all(len(phrasing.split()) >= 2 for phrasing in topic.phrasings), topic.slug
        assert 40 <= len(topic.description) <= 250, topic.slug
        assert topic.aliases, topic.slug
        assert topic.categories, topic.slug
        assert topic.level in ("start-here", "core", "advanced"), topic.slug


def test_prerequisites_are_never_of_a_higher_level(roadmap: Roadmap) -> None:
    rank = {"start-here": 0, "core": 1, "advanced": 2}
    levels = {topic.slug: rank[topic.level] for topic in roadmap.topics}
    too_hard = [
        (topic.slug, needed)
        for topic in roadmap.topics
        for needed in topic.prerequisites
        if levels[needed] > levels[topic.slug]
    ]
    assert too_hard == []


def test_learning_order_keeps_the_roadmap_where_it_can(roadmap: Roadmap) -> None:
    order = [topic.slug for topic in learning_order(roadmap)]
    assert order[:3] == ["what-is-machine-learning", "history-of-ai", "deep-learning-overview"]
    assert order.index("convolutional-networks") < order.index("graph-neural-networks")


def test_depth_counts_the_longest_chain(roadmap: Roadmap) -> None:
    assert topic_depth(roadmap, "what-is-machine-learning") == 0
    assert topic_depth(roadmap, "deep-learning-overview") == 1
    assert topic_depth(roadmap, "neural-network-training") == 2
    assert topic_depth(roadmap, "graph-neural-networks") == 4  # through convolutional networks
    with pytest.raises(KeyError):
        topic_depth(roadmap, "no-such-topic")


def test_own_file_adds_parts_and_topics(own_file) -> None:
    roadmap = load_roadmap(
        own_file(
            '[parts.worms]\ntitle = "Worms"\ndescription = "My animals."\n'
            '[topics.worm-tracking]\npart = "worms"\ntitle = "Worm tracking"\nprerequisites = ["computer-vision"]\n'
        )
    )
    assert roadmap.parts[-1].slug == "worms"
    assert roadmap.parts[-1].number == 12
    topic = find_topic(roadmap, "Worm Trackings")
    assert topic is not None
    assert topic.phrasings == ("Worm tracking",)  # a topic without phrasings is searched for by its title
    assert topic_depth(roadmap, "worm-tracking") == 1 + topic_depth(roadmap, "computer-vision")


def test_own_file_overrides_single_fields(own_file, roadmap: Roadmap) -> None:
    changed = find_topic(load_roadmap(own_file('[topics.fairness]\nlevel = "advanced"\n')), "fairness")
    original = find_topic(roadmap, "fairness")
    assert changed is not None
    assert original is not None
    assert (changed.level, original.level) == ("advanced", "core")
    assert (changed.title, changed.phrasings, changed.part) == (original.title, original.phrasings, original.part)


def test_own_file_moves_a_topic_to_another_part(own_file) -> None:
    roadmap = load_roadmap(own_file('[topics.fairness]\npart = "skills"\n'))
    part = find_part(roadmap, "skills")
    assert part is not None
    assert "fairness" in [topic.slug for topic in part.topics]
    assert [topic.slug for topic in roadmap.topics].count("fairness") == 1


def test_own_alias_wins_over_the_packaged_one(own_file) -> None:
    text = '[topics.transformer-design]\npart = "skills"\ntitle = "Power transformers"\naliases = ["transformers"]\n'
    topic = find_topic(load_roadmap(own_file(text)), "Transformer")
    assert topic is not None
    assert topic.slug == "transformer-design"


def test_a_file_saved_on_windows_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.toml"
    path.write_bytes(b'\xef\xbb\xbf[topics.fairness]\r\ntitle = "Fair play"\r\n')
    assert find_topic(load_roadmap(path), "fair play") is not None


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("[topics.fairness]\ntitel = 'x'\n", "line 2, [topics.fairness]", "`titel`"),
        ("\n[topics.fairness]\nlevel = 'hard'\n", "line 3, [topics.fairness]", "'hard'"),
        ("[topics.fairness]\nphrasings = 'x'\n", "line 2, [topics.fairness]", "array"),
        ("[topics.fairness]\nprerequisites = ['statistic']\n", "line 2, [topics.fairness]", "'statistic'"),
        ("[topics.fairness]\npart = 'fun'\n", "line 2, [topics.fairness]", "unknown part 'fun'"),
        ("[topics.new-one]\ntitle = 'New'\n", "line 1, [topics.new-one]", "part is missing"),
        ("[topics.new-one]\npart = 'skills'\n", "line 1, [topics.new-one]", "title is missing"),
        ("[parts.new-part]\ndescription = 'x'\n", "line 1, [parts.new-part]", "title is missing"),
        ("[topics.'New One']\npart = 'skills'\n", "line 1, [topics.New One]", "no slug"),
        ("\n[subjects.x]\n", "line 2", "'subjects'"),
        ("[topics.fairness]\ntitle = 'a'\n[topics.fairness]\n", "line 3", "'fairness' is there twice"),
        ("[topics.fairness\n", "line 1", "not sound TOML"),
        (
            "[topics.a]\npart='skills'\ntitle='A'\naliases=['both']\n[topics.b]\npart='skills'\ntitle='Both'\n",
            "line 5, [topics.b]",
            "'Both'",
        ),
        ("[topics.gnn-two]\npart='skills'\ntitle='Graph Neural Network'\n", "line 1, [topics.gnn-two]", "reads as"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(own_file, text: str, place: str, said: str) -> None:
    message = refusal(own_file(text))
    assert place in message
    assert said in message


def test_a_cycle_is_named_whole(own_file) -> None:
    text = (
        "# mine\n[topics.first-topic]\npart = 'skills'\ntitle = 'First'\nprerequisites = ['third-topic']\n"
        "[topics.second-topic]\npart = 'skills'\ntitle = 'Second'\nprerequisites = ['first-topic']\n"
        "[topics.third-topic]\npart = 'skills'\ntitle = 'Third'\nprerequisites = ['second-topic']\n"
    )
    message = refusal(own_file(text))
    assert "line 5" in message or "line 9" in message or "line 13" in message
    chain = message.partition("circle: ")[2].partition(".")[0].split(" needs ")
    assert len(chain) == 4
    assert chain[0] == chain[-1]
    needs = {"first-topic": "third-topic", "second-topic": "first-topic", "third-topic": "second-topic"}
    assert all(needs[one] == other for one, other in pairwise(chain))


def test_a_cycle_through_packaged_topics_is_blamed_on_the_own_file(own_file) -> None:
    message = refusal(own_file("[topics.what-is-machine-learning]\nprerequisites = ['graph-neural-networks']\n"))
    assert "line 2, [topics.what-is-machine-learning]" in message
    assert "graph-neural-networks" in message


def test_a_missing_file_is_an_error_and_not_an_empty_roadmap(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.toml")


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "roadmap.toml"
    path.write_bytes(b"[topics.\xff]")
    assert "not UTF-8" in refusal(path)
