from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from paper_reader.merge import Placer, compare, compute_paper, member_of
from paper_reader.merge.paper import of_many
from paper_reader.store.paper_rows import from_row, to_row
from paper_reader.store.payload import decode_record, encode_record, payload_hash
from paper_reader.types import CitationCount, Curation, Identifier, Scheme, SourceRecord

_SOURCES = st.sampled_from(["arxiv", "arxiv-oai", "arxiv-snapshot", "import", "starter", "scholar", "openalex", "else"])
_TITLES = st.sampled_from(
    [
        "On the Shape of Things We Measure",
        "On the shape of things we measure.",
        "The Form of Things",
        "Editorial",
        "…",
        "Cut …",
    ]
)
_PEOPLE = st.lists(
    st.sampled_from(["Ada Lovelace", "A. Lovelace", "Lovelace, Ada", "Alan Turing", "Grace Hopper", "et al."]),
    max_size=3,
)
_IDENTIFIERS = st.lists(
    st.sampled_from(
        [
            Identifier(Scheme.ARXIV, "1901.00001"),
            Identifier(Scheme.ARXIV, "1901.00002"),
            Identifier(Scheme.DOI, "10.1000/x"),
            Identifier(Scheme.DOI, "10.48550/arxiv.1901.00001"),
            Identifier(Scheme.EXTERNAL, "a"),
            Identifier(Scheme.EXTERNAL, "b"),
        ]
    ),
    max_size=4,
)
_DATES = st.none() | st.dates(date(2015, 1, 1), date(2026, 1, 1))
_TEXTS = st.none() | st.sampled_from(["", "Short.", "A somewhat longer one, which goes on.", "Cut in the mid…"])
_CURATIONS = st.none() | st.just(Curation(topics=("t",), why="Because.", kind="core", level="core", needs=("n",)))


@st.composite
def _records(draw):
    count = draw(_DATES.map(lambda day: CitationCount(3, "s", day)) | st.none())
    return SourceRecord(
        source=draw(_SOURCES),
        key=draw(st.sampled_from("abcdef")),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        title=draw(_TITLES),
        abstract=draw(_TEXTS),
        authors=tuple(draw(_PEOPLE)),
        year=draw(st.none() | st.integers(2015, 2026)),
        published=draw(_DATES),
        updated=draw(_DATES),
        venue=draw(st.none() | st.sampled_from(["", "arXiv", "CoRR", "NeurIPS 2020", "Nature"])),
        categories=tuple(draw(st.lists(st.sampled_from(["cs.LG", "stat.ML", "q-bio"]), max_size=3))),
        identifiers=tuple(draw(_IDENTIFIERS)),
        url=draw(st.none() | st.sampled_from(["", "https://example.org/x"])),
        citation=count,
        references=tuple(draw(_IDENTIFIERS)),
        curation=draw(_CURATIONS),
        extra=draw(st.dictionaries(st.sampled_from(["comment", "version"]), st.text(max_size=5), max_size=2)),
    )


def _distinct(records):
    return list({(one.source, one.key): one for one in records}.values())


@given(st.lists(_records(), min_size=1, max_size=5).map(_distinct), st.randoms(use_true_random=False))
def test_a_paper_depends_on_the_set_of_its_records_alone(records, random):
    shuffled = [*records, *records[:2]]
    random.shuffle(shuffled)
    assert compute_paper(1, shuffled) == compute_paper(1, records)


@given(_records())
def test_the_short_way_gives_what_the_general_one_gives(record):
    assert compute_paper(1, [record], change_number=5) == of_many(1, [record], change_number=5)


@given(st.lists(_records(), min_size=1, max_size=4))
def test_every_known_field_says_where_it_came_from(records):
    paper = compute_paper(1, records)
    names = {f"{one.source}:{one.key}" for one in records}
    for field in ("title", "abstract", "authors", "year", "published", "venue", "categories", "arxiv_id", "doi", "url"):
        assert bool(getattr(paper, field)) == (field in paper.provenance)
    assert set(paper.provenance.values()) <= names


@given(st.lists(_records(), min_size=1, max_size=3))
def test_a_paper_survives_its_row(records):
    paper = compute_paper(7, records, change_number=9)
    assert from_row(to_row(paper)) == paper


@given(_records())
def test_a_record_survives_its_payload(record):
    record = replace(
        record,
        identifiers=tuple(dict.fromkeys(record.identifiers)),
        references=tuple(dict.fromkeys(record.references)),
    )
    payload = encode_record(record, member_of(record).identifiers)
    back = decode_record(payload, source=record.source, key=record.key, fetched_at=record.fetched_at)
    assert back == record
    later = replace(record, fetched_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert payload_hash(encode_record(later, member_of(later).identifiers)) == payload_hash(payload)


@given(_records(), _records())
def test_comparing_is_symmetric(one, other):
    assert compare(member_of(one), member_of(other)).verdict is compare(member_of(other), member_of(one)).verdict


@given(st.lists(_records(), min_size=1, max_size=6).map(_distinct))
def test_placing_twice_changes_nothing(records):
    members = [member_of(one) for one in records]
    placer = Placer([], next_paper_id=1)
    placed = [placer.place(one).paper_id for one in members]
    homes = [placer.survivor(one) for one in placed]
    again = Placer(zip(homes, members, strict=True), next_paper_id=100)
    for home, member in zip(homes, members, strict=True):
        assert again.survivor(again.place(member, own_paper=home).paper_id) == again.survivor(home)
    for home in set(homes):
        hanging = [name for at, member in zip(homes, members, strict=True) if at == home for name in member.identifiers]
        assert len({name for name in hanging if name.startswith("arxiv:")}) <= 2
