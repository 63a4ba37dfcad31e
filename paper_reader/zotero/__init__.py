"""Papers into a Zotero library through its web API: what an item is, what is there already, and the push itself."""

from paper_reader.zotero.push import push
from paper_reader.zotero.report import PushReport, PushRequest

__all__ = ["PushReport", "PushRequest", "push"]
