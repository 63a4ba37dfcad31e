"""The signals, one small module each. `measure` computes all of them for a topic's candidates."""

from collections.abc import Callable

from paper_reader.ranking.signals.age_in_topic import age_in_topic
from paper_reader.ranking.signals.at_home import at_home
from paper_reader.ranking.signals.author_standing import author_standing
from paper_reader.ranking.signals.builds_on_topic import builds_on_topic
from paper_reader.ranking.signals.citation_percentile import citation_percentile
from paper_reader.ranking.signals.curated import curated
from paper_reader.ranking.signals.fame import fame
from paper_reader.ranking.signals.heart_of_topic import heart_of_topic
from paper_reader.ranking.signals.in_topic_citations import in_topic_citations
from paper_reader.ranking.signals.name_fame import name_fame
from paper_reader.ranking.signals.name_mentions import name_mentions
from paper_reader.ranking.signals.relevance import relevance
from paper_reader.ranking.signals.rescaled_pagerank import rescaled_pagerank
from paper_reader.ranking.signals.survey import survey
from paper_reader.ranking.signals.survey_share import survey_share
from paper_reader.ranking.signals.tested_by_time import tested_by_time
from paper_reader.ranking.signals.title_match import title_match
from paper_reader.ranking.signals.velocity import velocity
from paper_reader.ranking.signals.venue import venue
from paper_reader.ranking.topic_view import Column, TopicView

# In the order in which they are shown.
ALL: tuple[Callable[[TopicView], Column], ...] = (
    relevance,
    title_match,
    heart_of_topic,
    citation_percentile,
    fame,
    in_topic_citations,
    rescaled_pagerank,
    survey_share,
    at_home,
    builds_on_topic,
    name_mentions,
    name_fame,
    author_standing,
    velocity,
    venue,
    tested_by_time,
    age_in_topic,
    survey,
    curated,
)


def measure(view: TopicView) -> dict[str, Column]:
    """Every signal for every candidate, by name."""
    columns = [signal(view) for signal in ALL]
    return {column.name: column for column in columns}


__all__ = ["ALL", "measure"]
