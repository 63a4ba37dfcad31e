"""Whatever a paper's page is made of, marks in it leave clean markup: a second cleaning finds nothing to change."""

from __future__ import annotations

import re
from html import unescape

import nh3
from hypothesis import given, settings
from hypothesis import strategies as st

from api.pages.views.marking import Wanted, marked
from paper_reader.reader.sanitising import HTML_TAGS, MATH_ATTRIBUTES, MATH_TAGS, sanitised

FRAGMENTS = [
    "word ",
    "x",
    " ",
    "\n",
    "$",
    "$y$",
    "5 &lt; 6",
    "&amp;",
    "&amp;lt;script&amp;gt;",
    "é&nbsp;",
    "<br>",
    "<p>",
    "</p>",
    "<em>",
    "</em>",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    '<a href="https://a.example/?q=%22%3E">',
    '<a href="#r1" title="a>b">',
    '<a href="javascript:alert(1)">',
    "</a>",
    "<table> <tr> <td>",
    "<tr>",
    "<td>",
    " <th>",
    "</td> ",
    "</table>",
    "<caption>",
    "<ul> <li>",
    "</li> <li>",
    "</ul>",
    "<pre>\n",
    "</pre>",
    "<code>",
    "</code>",
    '<span class="footnote">',
    '<span class="label">',
    "</span>",
    "<blockquote>",
    '<math alttext="a&quot;>b"><mi>x</mi><mo>&lt;</mo>',
    "</math>",
    "<math><mtext><p>",
    "<mglyph>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea>",
    "</textarea>",
    "<template>",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<p onclick='x()' class=\"key\">",
    "<math><annotation-xml encoding='text/html'><b>",
    "</b",
    "<",
    ">",
    '"',
    "'",
]
AGAIN = nh3.Cleaner(
    tags=set(HTML_TAGS | MATH_TAGS | {"mark"}),
    attributes={
        "a": {"href", "rel", "class", "title"},
        "mark": {"class"},
        **{tag: {"class"} for tag in ("div", "span", "p")},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
        **{tag: set(MATH_ATTRIBUTES) for tag in MATH_TAGS},
    },
    url_schemes={"http", "https"},
    link_rel=None,
)


def letters_of(markup: str) -> str:
    """The letters outside of formulas and footnotes; a fair guess at the plain text."""
    without = re.sub(r"<math.*?</math>", "", markup, flags=re.DOTALL)
    return unescape(re.sub(r'<(?:"[^"]*"|[^">])*>', "", without))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=14), st.data())
def test_marks_leave_clean_markup(parts: list[str], data: st.DataObject) -> None:
    html = re.sub(r"<pre>\n+", "<pre>", sanitised("".join(parts)))  # a browser drops that line's end anyway
    text = letters_of(html)
    places = st.integers(0, max(len(text), 1))
    wanted = []
    for kind, href in (("key", ""), ("highlight", ""), ("term", "/papers/7")):
        start, end = sorted((data.draw(places), data.draw(places)))
        wanted.append(Wanted(start, end, kind, href, 'He said "<b>" & more' if href else ""))
    made = marked(html, text, wanted)
    if made is None:
        return
    assert re.sub(r"</?mark[^>]*>|<a class=[^>]*\"[^>]*>", "", made).count("<script") == 0
    assert not re.search(r"<[^>]*\son\w+=|javascript:", re.sub(r'"[^"]*"', '""', made))
    assert AGAIN.clean(html) == html
    assert AGAIN.clean(made) == str(made)
