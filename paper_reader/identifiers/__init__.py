"""Reading and normalising the names of papers. Pure, and normalising twice changes nothing.

Owns the forms in which arXiv ids (`arxiv_ids`), DOIs (`dois`) and the ids of the citation services (`service_ids`) are
met in the wild, and tells which of them a text is (`reading`). Titles are compared through `paper_reader.titles`, whose
`title_fingerprint` is given here too.
"""

from paper_reader.identifiers.arxiv_ids import arxiv_id_of_doi, parse_arxiv_id
from paper_reader.identifiers.dois import normalise_doi
from paper_reader.identifiers.reading import identifier_keys, identifiers_of, parse_identifier, parse_key
from paper_reader.identifiers.service_ids import scholar_cluster
from paper_reader.titles import title_fingerprint

__all__ = [
    "arxiv_id_of_doi",
    "identifier_keys",
    "identifiers_of",
    "normalise_doi",
    "parse_arxiv_id",
    "parse_identifier",
    "parse_key",
    "scholar_cluster",
    "title_fingerprint",
]
