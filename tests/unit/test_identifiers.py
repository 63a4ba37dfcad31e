import pytest

from paper_reader.identifiers import (
    arxiv_id_of_doi,
    identifiers_of,
    normalise_doi,
    parse_arxiv_id,
    parse_identifier,
)
from paper_reader.types import Identifier, Scheme


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1706.03762", ("1706.03762", None)),
        ("1706.03762v5", ("1706.03762", 5)),
        ("0704.0001", ("0704.0001", None)),
        ("2401.12345v12", ("2401.12345", 12)),
        ("arXiv:1706.03762", ("1706.03762", None)),
        ("ARXIV: 1706.03762v1", ("1706.03762", 1)),
        ("arXiv:1706.03762v5 [cs.CL] 6 Dec 2017", ("1706.03762", 5)),
        ("https://arxiv.org/abs/1706.03762v5", ("1706.03762", 5)),
        ("http://export.arxiv.org/abs/1706.03762", ("1706.03762", None)),
        ("https://arxiv.org/pdf/1706.03762v5.pdf", ("1706.03762", 5)),
        ("https://arxiv.org/pdf/1706.03762", ("1706.03762", None)),
        ("https://www.arxiv.org/html/2401.12345v2#S3", ("2401.12345", 2)),
        ("https://arxiv.org/abs/1706.03762?context=cs", ("1706.03762", None)),
        ("arxiv.org/abs/1706.03762", ("1706.03762", None)),
        ("solv-int/9701001v1", ("solv-int/9701001", 1)),
        ("hep-th/9901001", ("hep-th/9901001", None)),
        ("cmp-lg/9404002", ("cmp-lg/9404002", None)),
        ("math.GT/0309136v2", ("math/0309136", 2)),
        ("http://arxiv.org/abs/cond-mat.dis-nn/0101001", ("cond-mat/0101001", None)),
        ("https://arxiv.org/pdf/cs/0701001v1.pdf", ("cs/0701001", 1)),
        ("oai:arXiv.org:cs/0701001", ("cs/0701001", None)),
        ("10.48550/arXiv.1706.03762", ("1706.03762", None)),
        ("https://doi.org/10.48550/arXiv.1706.03762", ("1706.03762", None)),
    ],
)
def test_arxiv_ids_in_all_their_forms(text, expected):
    assert parse_arxiv_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1713.03762",
        "1706.037",
        "1706.0376299",
        "papers/0701001",
        "hep-th/9913001",
        "1706.03762v0",
        "v5",
        "17.06",
        "see 1706.03762",
        "https://example.org/abs/1706.03762",
    ],
)
def test_what_is_no_arxiv_id(text):
    assert parse_arxiv_id(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://doi.org/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("http://dx.doi.org/10.1000/ABC", "10.1000/abc"),
        ("doi:10.1000/ABC.", "10.1000/abc"),
        ("DOI: 10.1000/abc,", "10.1000/abc"),
        ("10.1016/S0140-6736(05)17713-X", "10.1016/s0140-6736(05)17713-x"),
        ("10.1016/0004-3702(89)90049)", "10.1016/0004-3702(89)90049"),
        ("10.1002/(SICI)1097-0258(19980815)17:15", "10.1002/(sici)1097-0258(19980815)17:15"),
        ("https://doi.org/10.1000%2Fabc", "10.1000/abc"),
        ("10.1101/2020.01.30.927871v2", "10.1101/2020.01.30.927871"),
        ("https://www.biorxiv.org/content/10.1101/2020.01.30.927871v1.full", "10.1101/2020.01.30.927871"),
        ("10.48550/arXiv.1706.03762v5", "10.48550/arxiv.1706.03762"),
        ("10.6084/m9.figshare.123456.v3", "10.6084/m9.figshare.123456"),
        ("10.1000/abcv2", "10.1000/abcv2"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701?casa_token=x", "10.1145/3292500.3330701"),
        ("https://onlinelibrary.wiley.com/doi/10.1111/j.1467/full", "10.1111/j.1467"),
    ],
)
def test_dois_in_all_their_forms(text, expected):
    assert normalise_doi(text) == expected


@pytest.mark.parametrize("text", ["", "10.1000", "11.1000/abc", "10.10/abc", "doi:", "https://doi.org/", "a 10.1000/x"])
def test_what_is_no_doi(text):
    assert normalise_doi(text) is None


def test_arxivs_own_doi_is_both():
    assert arxiv_id_of_doi("10.48550/arxiv.1706.03762") == "1706.03762"
    assert arxiv_id_of_doi("10.1000/arxiv.1706.03762") is None
    assert identifiers_of("https://doi.org/10.48550/arXiv.1706.03762") == (
        Identifier(Scheme.ARXIV, "1706.03762"),
        Identifier(Scheme.DOI, "10.48550/arxiv.1706.03762"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("arxiv:1706.03762", "arxiv:1706.03762"),
        ("doi:10.1000/x", "doi:10.1000/x"),
        ("10.1002/(SICI)1097-0258(19980815)17:15", "doi:10.1002/(sici)1097-0258(19980815)17:15"),
        ("https://openalex.org/W2741809807", "openalex:W2741809807"),
        ("w2741809807", "openalex:W2741809807"),
        ("openalex:W1", "openalex:W1"),
        ("pmid: 0123", "pmid:123"),
        ("https://pubmed.ncbi.nlm.nih.gov/123/", "pmid:123"),
        ("CorpusID:13756489", "s2:CorpusID:13756489"),
        (
            "https://www.semanticscholar.org/paper/Some-Title/204E3073870FAE3D05BCBC2F6A8E263D9B72E776",
            "s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        ),
        ("mag:2741809807", "openalex:W2741809807"),
        (
            "s2:https://www.semanticscholar.org/paper/204e3073870fae3d05bcbc2f6a8e263d9b72e776",
            "s2:204e3073870fae3d05bcbc2f6a8e263d9b72e776",
        ),
        ("PMC0123", "pmcid:PMC123"),
        ("pmcid:123", "pmcid:PMC123"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC123/", "pmcid:PMC123"),
        ("https://www.ncbi.nlm.nih.gov/pmc/articles/PMC123", "pmcid:PMC123"),
        ("scholar:3387547533016043281", "scholar:3387547533016043281"),
        ("scholar:EQ8shYj8Ai8J", "scholar:3387547533016043281"),
        ("https://scholar.google.com/scholar?cites=3387547533016043281&hl=en", "scholar:3387547533016043281"),
        ("https://scholar.google.de/scholar?hl=en&cluster=3387547533016043281", "scholar:3387547533016043281"),
        ("acl:P19-1001", "acl:P19-1001"),
        ("https://aclanthology.org/2020.ACL-main.1.pdf", "acl:2020.acl-main.1"),
        ("https://www.aclweb.org/anthology/p19-1001/", "acl:P19-1001"),
        ("dblp:conf/nips/VaswaniSPUJGKP17", "dblp:conf/nips/VaswaniSPUJGKP17"),
        ("https://dblp.org/rec/journals/corr/abs-1706-03762.html", "dblp:journals/corr/abs-1706-03762"),
        ("external:P19-1001", "external:P19-1001"),
        ("external:arxiv:1706.03762", "external:arxiv:1706.03762"),
        ("starter:vaswani2017attention", "starter:vaswani2017attention"),
    ],
)
def test_identifiers_of_every_scheme(text, expected):
    assert str(parse_identifier(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "acl:my-1",
        "P19-1001",
        "3387547533016043281",
        "scholar:words",
        "mag:x",
        "dblp:x",
        "our:P19-1001",
        "attention is all you need",
        "external:",
        "pmid:x",
        "doi:nothing",
        "https://scholar.google.com/scholar?q=words",
    ],
)
def test_what_is_no_identifier(text):
    assert parse_identifier(text) is None


@pytest.mark.parametrize(
    ("cut", "whole"), [("1704.0476", "1704.04760"), ("arXiv:1501.0100v2", "1501.01000"), ("1412.6980", "1412.6980")]
)
def test_a_zero_that_a_spreadsheet_cut_is_put_back(cut: str, whole: str) -> None:
    parsed = parse_arxiv_id(cut)
    assert parsed is not None
    assert parsed[0] == whole
