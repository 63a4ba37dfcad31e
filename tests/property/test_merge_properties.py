from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from paper_reader.merge import Neighbourhood, compare, compute_paper, member_of, settle
from paper_reader.merge.corrections import NO_CORRECTIONS, joined, pair, parted
from paper_reader.merge.paper import of_many
from paper_reader.store.paper_rows import from_row, to_row
from paper_reader.store.payload import decode_record, encode_record, payload_hash
from paper_reader.types import CitationCount, CorrectionKind, Curation, Identifier, Scheme, SourceRecord

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


_NEAR_TITLES = st.sampled_from(
    [
        "On the Shape of Things We Measure",
        "On the Shapes of Things We Measure",
        "On the Shape of Things We Measure: A Study with Rulers",
        "Ruler: On the Shape of Things We Measure",
        "On the Shape of Things We Measure, Part I",
        "On the Shape of Things We Measure, Part II",
        "Measuring the shape of things",
        "Erratum: On the Shape of Things We Measure",
    ]
)
_ABSTRACTS = st.none() | st.sampled_from(
    [
        "We measure the shape of many things with rulers and tapes and say how well each of them does it",
        "We measure the shape of many things with rulers and say how well each one of them does it, too",
        "Objects have forms that follow from first principles, as is derived here without any instrument",
    ]
)


@st.composite
def _alike_records(draw):
    """Records that may well be of one paper, or nearly are."""
    return SourceRecord(
        source=draw(st.sampled_from(["arxiv", "import", "scholar"])),
        key=draw(st.sampled_from("abcdefgh")),
        fetched_at=datetime(2026, 1, 1, tzinfo=UTC),
        title=draw(_NEAR_TITLES),
        abstract=draw(_ABSTRACTS),
        authors=draw(
            st.sampled_from([("Ada Lovelace", "Alan Turing"), ("A. Lovelace", "A. Turing"), ("Ada Lovelace",), ()])
        ),
        year=draw(st.none() | st.integers(2018, 2022)),
        identifiers=tuple(draw(st.lists(st.sampled_from(_SHARED), max_size=2))),
    )


_SHARED = [
    Identifier(Scheme.ARXIV, "1901.00001"),
    Identifier(Scheme.ARXIV, "1901.00002"),
    Identifier(Scheme.DOI, "10.1000/x"),
    Identifier(Scheme.DOI, "10.1000/y"),
    Identifier(Scheme.SEMANTIC_SCHOLAR, "CorpusID:1"),
]


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


def _papers(batches, corrections=NO_CORRECTIONS):
    """The groups of record names after batches came one after the other, each seeing what was stored before."""
    stored = {}  # name -> (order, paper, member, earlier)
    for batch in batches:
        around = Neighbourhood(corrections)
        for name, (order, paper, member, earlier) in stored.items():
            if name not in {member_of(one).record_name for one in batch}:
                around.know(member, order=order, paper_id=paper, earlier=earlier)
        for place, one in enumerate(batch):
            was = stored.get((one.source, one.key))
            around.arrive(
                member_of(one),
                order=was[0] if was else len(stored) + place,
                paper_id=was[1] if was else None,
                earlier=was[3] if was else (),
            )
        made = settle(around, around.groups(), next_paper_id=1 + max((one[1] for one in stored.values()), default=0))
        for name, paper in made.paper_of.items():
            held = around.held[name]
            decision = made.decisions.get(name)
            earlier = tuple(one.record for one in decision.evidence) if decision else held.earlier
            stored[name] = (held.order, paper, held.member, earlier)
    papers = {}
    for name, (_, paper, _, _) in stored.items():
        papers.setdefault(paper, set()).add(name)
    return sorted(sorted(names) for names in papers.values())


@given(st.lists(_alike_records(), min_size=1, max_size=7).map(_distinct), st.randoms(use_true_random=False))
def test_records_end_in_the_same_papers_whatever_the_order_and_the_batches(records, random):
    shuffled = list(records)
    random.shuffle(shuffled)
    at_once = _papers([records])
    assert _papers([[one] for one in records]) == at_once
    assert _papers([[one] for one in shuffled]) == at_once
    half = len(shuffled) // 2
    assert _papers([shuffled[:half], shuffled[half:]]) == at_once


@given(st.lists(_alike_records(), min_size=1, max_size=6).map(_distinct))
def test_bringing_records_in_twice_changes_nothing(records):
    assert _papers([records, records]) == _papers([records])


@given(st.lists(_alike_records(), min_size=1, max_size=7).map(_distinct))
def test_papers_with_two_arxiv_ids_have_a_record_with_both(records):
    by_name = {(one.source, one.key): member_of(one) for one in records}
    for group in _papers([records]):
        with_ids = [ids for name in group if (ids := by_name[name].arxiv_ids)]
        assert len(set().union(*with_ids)) <= 1 or any(len(ids) > 1 for ids in with_ids)


_NAMES = st.tuples(st.sampled_from(["arxiv", "import", "scholar"]), st.sampled_from("abcdefgh"))
_SAID = st.lists(st.tuples(st.booleans(), st.lists(_NAMES, min_size=2, max_size=4, unique=True)), max_size=3)


def _corrections(said):
    corrections = NO_CORRECTIONS
    for together, names in said:
        corrections = joined(corrections, names) if together else parted(corrections, [names[:1], names[1:]])
    return corrections


@given(st.lists(_alike_records(), min_size=1, max_size=7).map(_distinct), _SAID, st.randoms(use_true_random=False))
def test_no_order_of_arrival_undoes_what_the_reader_said(records, said, random):
    corrections = _corrections(said)
    shuffled = list(records)
    random.shuffle(shuffled)
    at_once = _papers([records], corrections)
    assert _papers([[one] for one in shuffled], corrections) == at_once
    assert _papers([records, shuffled], corrections) == at_once
    paper_of = {name: place for place, names in enumerate(at_once) for name in names}
    for (one, other), kind in corrections.items():
        if kind is CorrectionKind.APART and one in paper_of and other in paper_of:
            assert paper_of[one] != paper_of[other]
    if said and said[-1][0]:  # the last word stands, whatever was said before
        assert len({paper_of[name] for name in said[-1][1] if name in paper_of and said[-1][1][0] in paper_of}) <= 1


@given(_SAID)
def test_the_last_word_on_two_records_stands(said):
    corrections = _corrections(said)
    for (one, other), kind in corrections.items():
        assert one < other
        assert kind in CorrectionKind
    if said:
        together, names = said[-1]
        kinds = {corrections.get(pair(names[0], other)) for other in names[1:]}
        assert (CorrectionKind.APART not in kinds) if together else kinds == {CorrectionKind.APART}
