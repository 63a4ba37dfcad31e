"""Pictures of a topic: the lineage of its must-reads, and a map of its papers. Pure layout; drawing is the doors'.

`lineage` says who builds on whom, `layers`, `crossings` and `spacing` where each card stands. `topic_map` puts a map
together: `meaning` places papers by their vectors, `bubbles` keeps circles apart, `labels` finds room for words.
The same papers give the same picture, in whichever order they come.
"""

from paper_reader.pictures.lineage import draw_lineage, spread_lineage
from paper_reader.pictures.topic_map import draw_map, framed

__all__ = ["draw_lineage", "draw_map", "framed", "spread_lineage"]
