"""Nothing active leaves a paper's HTML: our own attacks, and what hypothesis makes of tags, attributes and bytes."""

import contextlib
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html

from paper_reader.errors import DocumentTooLarge, DocumentUnreadable
from paper_reader.reader.parsing_process import parse
from paper_reader.reader.raw_document import DocumentForm, RawDocument
from paper_reader.reader.sanitising import HTML_TAGS, MATH_ATTRIBUTES, MATH_TAGS, sanitised
from paper_reader.types.document import DocumentSource

ALLOWED = HTML_TAGS | MATH_TAGS
ATTRIBUTES = MATH_ATTRIBUTES | {"href", "rel", "class", "colspan", "rowspan", "start"}
ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img src="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="https://ok.example" onclick="alert(1)" target="_blank" style="position:fixed">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<object data=x><embed src=x></object>",
    "<form action=https://evil.example><input name=q><button>x</button></form>",
    "<style>*{display:none}</style><link rel=stylesheet href=https://evil.example>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    "<math><mtext></p><img src onerror=alert(1)></mtext></math>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>x</mi></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><maction actiontype=statusline xlink:href=javascript:alert(1)>x</maction></math>",
    '<math><semantics><mi>x</mi><annotation-xml encoding="text/html"><img src onerror=x></annotation-xml></semantics>',
    "<math><annotation-xml encoding='application/xhtml+xml'><script>alert(1)</script></annotation-xml></math>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<title><img src=x onerror=alert(1)></title>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<template><img src=x onerror=alert(1)></template>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<div id=main class='ltx_para evil'>x</div>",
    "<table background=https://evil.example><td background=x>1</td></table>",
    "<video src=x onerror=alert(1)><source src=x></video>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math alttext='\"><img src=x onerror=alert(1)>'><mi>x</mi></math>",
    "<a href='#bib.bib1' onmouseover=alert(1)>x</a>",
    "<a href='https://ok.example/\"onmouseover=alert(1)//'>x</a>",
]
HIDING_THE_REST = [  # what stands after these is no text of the page any more, for a browser neither
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<plaintext><img src=x onerror=alert(1)>",
]
PAGES = {
    "latexml": '<article class="ltx_document"><h1 class="ltx_title ltx_title_document">T {0}</h1>'
    '<section class="ltx_section" id="S1"><h2 class="ltx_title">Intro {0}</h2><div class="ltx_para"><p class="ltx_p">'
    'words {0} words</p></div><figure class="ltx_figure"><figcaption class="ltx_caption">Cap {0}</figcaption></figure>'
    '</section><section class="ltx_bibliography"><ul><li class="ltx_bibitem" id="bib.bib1"><span class="ltx_bibblock">'
    "A. B. {0}</span></li></ul></section></article>",
    "native": "<html><body><h1>T {0}</h1><h2>Intro {0}</h2><p>words {0} words<ul><li>item {0}</ul>"
    "<h2>References</h2><p>A. B. {0}</body></html>",
}


def read(page: bytes):
    raw = RawDocument(
        content=page, form=DocumentForm.HTML, source=DocumentSource.ARXIV_HTML,
        address="https://arxiv.org/html/2101.00001", fetched_at=datetime(2026, 11, 22, tzinfo=UTC),
    )  # fmt: skip
    return parse(raw)


def assert_harmless(markup: str) -> None:
    """Only listed tags and attributes, and only addresses of the two kinds; told by another parser."""
    if not markup.strip():
        return
    for node in lxml_html.fragment_fromstring(markup, create_parent="main").iterdescendants():
        assert isinstance(node.tag, str), f"a comment or an instruction in {markup!r}"
        assert node.tag in ALLOWED, markup
        assert set(node.attrib) <= ATTRIBUTES, markup
        href = node.get("href")
        assert href is None or re.fullmatch(r"https?://[^\s\"'<>\\]+|#[a-z0-9.-]+", href, re.IGNORECASE), markup
    assert sanitised(markup) == markup  # once clean, clean for good


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_out_harmless(kind, attack):
    document = read(PAGES[kind].replace("{0}", attack).encode())
    for section in document.sections:
        for block in section.blocks:
            assert_harmless(block.html)
            assert "\n" not in block.text
    assert document.sections, "the paper itself is still read"


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("attack", HIDING_THE_REST)
def test_attacks_that_hide_the_rest_come_out_harmless(kind, attack):
    with contextlib.suppress(DocumentUnreadable):
        for section in read(PAGES[kind].replace("{0}", attack).encode()).sections:
            for block in section.blocks:
                assert_harmless(block.html)


def test_links_say_whose_they_are_not():
    document = read(PAGES["native"].replace("{0}", '<a href="https://ok.example/?a=1&b=2">x</a>').encode())
    shown = document.sections[0].blocks[0].html
    assert '<a href="https://ok.example/?a=1&amp;b=2" rel="noopener noreferrer">x</a>' in shown


def test_outside_pictures_are_not_the_papers():
    page = PAGES["latexml"].replace("<figcaption", '<img src="{0}"><figcaption')
    addresses = {
        "https://evil.example/x.png": None,
        "//evil.example/x.png": None,
        "data:image/png;base64,AAAA": None,
        "javascript:alert(1)": None,
        "http://[::1": None,
        "2101.00001v1/x1.png": "https://arxiv.org/html/2101.00001v1/x1.png",
    }
    for address, wanted in addresses.items():
        figures = read(page.replace("{0}", address).encode()).figures
        assert [figure.image for figure in figures] == [wanted]


TAGS = sorted(
    ALLOWED | {"script", "style", "svg", "iframe", "img", "annotation", "semantics", "article", "section", "h2"}
)
CLASSES = [
    "ltx_document",
    "ltx_para",
    "ltx_note",
    "ltx_bibitem",
    "ltx_equation",
    "ltx_tabular",
    "ltx_tr",
    "ltx_section",
]
attributes = st.sampled_from(
    ["onclick=alert(1)", 'href="javascript:x"', "href=#x", "id=x", "name=x", "style=x", "src=x", "xlink:href=x"]
    + [f'class="{name}"' for name in CLASSES]
)
pieces = st.one_of(
    st.builds("<{} {}>".format, st.sampled_from(TAGS), attributes),
    st.builds("</{}>".format, st.sampled_from(TAGS)),
    st.sampled_from(ATTACKS),
    st.text(max_size=20),
)


def check(page: bytes) -> None:
    try:
        document = read(page)
    except (DocumentUnreadable, DocumentTooLarge):
        return
    anchors = [block.anchor for section in document.sections for block in section.blocks]
    anchors += [section.anchor for section in document.sections] + [one.anchor for one in document.references]
    assert len(set(anchors)) == len(anchors)
    for section in document.sections:
        for block in section.blocks:
            assert_harmless(block.html)
    assert document == read(page)


@settings(max_examples=25, deadline=None)
@given(st.lists(pieces, max_size=25))
def test_soups_of_tags_come_out_harmless(soup):
    check("".join(soup).encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.lists(pieces, max_size=60), st.sampled_from(["<article class=ltx_document><h1>x</h1>", "<h1>x</h1>", ""]))
def test_large_soups_of_tags_come_out_harmless(soup, start):
    check((start + "".join(soup)).encode("utf-8", "surrogatepass"))


@pytest.mark.slow
@settings(max_examples=1500, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"<h1>x</h1><p>", b"\xff\xfe", b"<meta charset=utf-7><p>"]))
def test_any_bytes_are_a_document_or_an_error_of_ours(content, start):
    check(start + content)
