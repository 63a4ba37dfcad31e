"""Pictures as plain dictionaries for JSON, beside `paper_reader.json_forms` and in its manner. Pure."""

from __future__ import annotations

from paper_reader.json_forms import Json
from paper_reader.types import Lineage, LineageNode, MapLabel, MapNode, Paper, TopicMap


def lineage_form(lineage: Lineage) -> dict[str, Json]:
    """Give a lineage: its papers in reading order, the links between them, and where each is drawn."""
    return {
        "topic": lineage.topic,
        "topic_slug": lineage.topic_slug,
        "generated_at": lineage.generated_at.isoformat(),
        "width": lineage.width,
        "height": lineage.height,
        "nodes": [_lineage_node(node) for node in lineage.nodes],
        "links": [
            {
                "earlier": link.earlier,
                "later": link.later,
                "kind": link.kind.value,
                "why": link.why,
                "points": [list(point) for point in link.points],
            }
            for link in lineage.links
        ],
        "bands": [{"level": band.level.value, "y": band.y, "height": band.height} for band in lineage.bands],
        "thinned": lineage.thinned,
        "notes": list(lineage.notes),
    }


def topic_map_form(drawn: TopicMap) -> dict[str, Json]:
    """Give a map: its papers with place, size and colour, what the colours mean, and the names that stand on it."""
    return {
        "topic": drawn.topic,
        "topic_slug": drawn.topic_slug,
        "generated_at": drawn.generated_at.isoformat(),
        "width": drawn.width,
        "height": drawn.height,
        "size_by": drawn.size_by,
        "nodes": [_map_node(node) for node in drawn.nodes],
        "ages": [
            {"name": band.name, "year_from": band.year_from, "year_to": band.year_to, "papers": band.papers}
            for band in drawn.ages
        ],
        "facets": [{"name": one.name, "papers": one.papers, "label": _label(one.label)} for one in drawn.facets],
        "notes": list(drawn.notes),
    }


def _lineage_node(node: LineageNode) -> dict[str, Json]:
    return {
        "position": node.position,
        "paper": _paper(node.paper),
        "level": node.level.value,
        "role": node.role.value,
        "builds_on": list(node.builds_on),
        "ancestors": list(node.ancestors),
        "surveys": node.surveys,
        "has_known_references": node.has_known_references,
        "layer": node.layer,
        "x": node.x,
        "y": node.y,
        "width": node.width,
        "height": node.height,
    }


def _map_node(node: MapNode) -> dict[str, Json]:
    return {
        "position": node.position,
        "paper": _paper(node.paper),
        "status": node.status.value if node.status else None,
        "influence": node.influence,
        "influence_in_words": node.influence_in_words,
        "age": node.age,
        "facet": node.facet,
        "x": node.x,
        "y": node.y,
        "radius": node.radius,
        "label": _label(node.label),
    }


def _paper(paper: Paper) -> dict[str, Json]:
    return {"id": paper.id, "title": paper.title, "authors": list(paper.authors), "year": paper.year}


def _label(label: MapLabel | None) -> dict[str, Json] | None:
    if label is None:
        return None
    return {"text": label.text, "x": label.x, "y": label.y, "width": label.width, "height": label.height}
