"""The learning roadmap: eleven parts, their topics, what comes before what, and finding a topic by what people type.

    load_roadmap -> Roadmap        the packaged `roadmap.toml` with the user's file on top
    find_topic, find_part          by slug, title, alias or phrasing, in any spelling
    narrowed                       the one side of a topic that a phrasing names
    learning_order, topic_depth    what the prerequisites say about order

Reading files is in `loading` alone; everything else is pure.
"""

from paper_reader.roadmap.loading import load_roadmap
from paper_reader.roadmap.names import find_part, find_topic, narrowed
from paper_reader.roadmap.order import learning_order, topic_depth

__all__ = ["find_part", "find_topic", "learning_order", "load_roadmap", "narrowed", "topic_depth"]
