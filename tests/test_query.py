"""The query language: trees, and errors that name the place."""

from __future__ import annotations

import datetime as dt
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Kind, Outcome, ParticipationStatus, Role
from index.fields import BY_KEY, FIELDS, FieldType, field_named
from index.query import LONGEST, QueryError, parse
from index.tree import And, Any, Dates, Node, Not, Or, Phrase, Prefix, Range, Starts, Word
from index.values import covering, diary_key


def bare(node: Node) -> object:
    """A tree in short: words as strings, the rest as tuples."""
    match node:
        case Word(text=text, field=field):
            return text if field == "text" else (field, text)
        case Phrase(words=words, exact=exact, slop=slop):
            return (
                "exact" if exact else "phrase",
                *(word.text for word in words),
                *([slop] if slop != 1 else []),
            )
        case And(nodes=nodes):
            return ("and", *map(bare, nodes))
        case Or(nodes=nodes):
            return ("or", *map(bare, nodes))
        case Not(node=child):
            return ("not", bare(child))
        case _:
            return node


TREES: list[tuple[str, str, object]] = [
    ("word", "Verkosto", "verkosto"),
    ("words are all wanted", "verkostojen kehittäminen", ("and", "verkostojen", "kehittäminen")),
    ("AND said", "a AND b", ("and", "a", "b")),
    ("OR binds looser", "a b OR c", ("or", ("and", "a", "b"), "c")),
    ("group", "a (b OR c)", ("and", "a", ("or", "b", "c"))),
    ("NOT", "a NOT b", ("and", "a", ("not", "b"))),
    ("minus", "a -b", ("and", "a", ("not", "b"))),
    ("minus before a group", "-(a b)", ("not", ("and", "a", "b"))),
    ("small or is a word", "a or b", ("and", "a", "or", "b")),
    ("phrase", '"yksi kaksi"', ("phrase", "yksi", "kaksi")),
    ("Finnish quotation marks", "”yksi kaksi”", ("phrase", "yksi", "kaksi")),
    ("phrase with a distance", '"yksi kaksi"~3', ("phrase", "yksi", "kaksi", 3)),
    ("exact", '="Yksi kaksi"', ("exact", "yksi", "kaksi")),
    ("exact word", "=kunnan", ("exact", "kunnan")),
    ("quoted word", '"yksi"', "yksi"),
    ("hyphenated", "USO-verkosto", ("phrase", "uso", "verkosto")),
    ("abbreviation in a case", "EU:n STM:lle", ("and", "eu:n", "stm:lle")),
    ("clock", "17:30", ("phrase", "17", "30")),
    ("address", "https://esimerkki.fi", ("phrase", "https", "esimerkki", "fi")),
    ("grouped digits", "9 000 euroa", ("and", "9000", "euroa")),
    ("prefix", "verkosto*", Prefix("verkosto")),
    ("hyphenated prefix", "USO-verk*", Prefix("uso-verk")),
    ("lone signs are passed over", "a – b", ("and", "a", "b")),
    ("section", "§ 12", Range("section", 12, 12)),
    ("section, number first", "12 §", Range("section", 12, 12)),
    ("section field", "§:10..20", Range("section", 10, 20)),
    (
        "diary number",
        "TUUDno-2021-379",
        ("or", ("phrase", "tuudno", "2021", "379"), Any("diary", ("tuudno-2021-379",))),
    ),
    ("name", "kunta:Tuusula", Any("municipality", ("tuusula",))),
    ("Swedish field name", "kommun:Helsingfors", Any("municipality", ("helsingfors",))),
    ("quoted name", 'kunta:"Mänttä-Vilppula"', Any("municipality", ("mänttä-vilppula",))),
    (
        "several names",
        "kunta:(Tuusula OR Oulu)",
        ("or", Any("municipality", ("tuusula",)), Any("municipality", ("oulu",))),
    ),
    ("not in a place", "-kunta:Oulu", ("not", Any("municipality", ("oulu",)))),
    ("words of a body", 'toimielin:"hyte ltk*"', ("and", Any("organ", ("hyte",)), Starts("organ", "ltk"))),
    ("diary field, star", "dnro:TUUDno-2021*", Starts("diary", "tuudno-2021")),
    ("diary field, dashes and spaces", 'dnro:"TUUDno 2021–379"', Any("diary", ("tuudno-2021-379",))),
    ("outcome", "päätös:hylätty", Any("outcome", ("rejected",))),
    ("outcome of two kinds", "päätös:hyväksytty", Any("outcome", ("approved_as_proposed", "approved"))),
    ("outcome in Swedish", "beslut:bordlagd", Any("outcome", ("tabled",))),
    ("outcome in English", "outcome:approved_as_proposed", Any("outcome", ("approved_as_proposed",))),
    ("outcome of two words", 'päätös:"merkitty tiedoksi"', Any("outcome", ("noted",))),
    ("person either way", 'henkilö:"Malli Maija"', Any("person", ("malli maija", "maija malli"))),
    ("season", "kausi:2025–2026", Any("season", ("2025-2026",))),
    ("short season", "kausi:2025-26", Any("season", ("2025-2026",))),
    ("title", "otsikko:verkosto", ("title", "verkosto")),
    ("title prefix", "otsikko:verk*", Prefix("verk", "title")),
    ("fee", "maksu:9000", Range("fee", 900000, 900000)),
    ("fee above", "maksu:>5000", Range("fee", 500001, None)),
    ("fee from", "maksu:>=5000", Range("fee", 500000, None)),
    ("fee, grouped digits", "maksu:<=5 000", Range("fee", None, 500000)),
    ("fee with cents", "avgift:0,70..1,5", Range("fee", 70, 150)),
    ("fee between grouped digits", "maksu:5 000..9 000", Range("fee", 500000, 900000)),
    ("fee from grouped digits", "maksu:5 000.. a", ("and", Range("fee", 500000, None), "a")),
    ("fee to grouped digits", "maksu:500..9 000 a", ("and", Range("fee", 50000, 900000), "a")),
    ("fee, grouped digits and cents", "maksu:>5 000,50", Range("fee", 500051, None)),
    ("dots that are no range", "verkosto ... jatko", ("and", "verkosto", "jatko")),
    ("letters and dots apart", "pa\u0308a\u0308to\u0308s:hyla\u0308tty", Any("outcome", ("rejected",))),
    ("a mark before a field that nobody sees", "\ufeffkunta:Oulu", Any("municipality", ("oulu",))),
    ("invisible signs in a field", "kun\u00adta:\u200bOulu", Any("municipality", ("oulu",))),
    ("an invisible sign in a word", "ver\u200bkosto", "verkosto"),
    ("a tilde that is no distance", "noin ~ 5000", ("and", "noin", "5000")),
    ("star after a number", 'lähde:"kh 20*"', ("and", Any("source", ("kh",)), Starts("source", "20"))),
    ("amount with a sign", "summa:9000€", Range("amount", 900000, 900000)),
]  # fmt: skip


@pytest.mark.parametrize(("query", "expected"), [case[1:] for case in TREES], ids=[case[0] for case in TREES])
def test_trees(query: str, expected: object) -> None:
    assert bare(parse(query)) == expected


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


DATES = [
    ("2021", "2021-01-01", "2021-12-31"),
    ("2021-03", "2021-03-01", "2021-03-31"),
    ("3/2021", "2021-03-01", "2021-03-31"),
    ("2.3.2021", "2021-03-02", "2021-03-02"),
    ("2021-03-02", "2021-03-02", "2021-03-02"),
    ("2020-02", "2020-02-01", "2020-02-29"),
    ("2020..2024", "2020-01-01", "2024-12-31"),
    ("1.2.2020..2020-02-15", "2020-02-01", "2020-02-15"),
    ("2020..", "2020-01-01", None),
    ("..2020", None, "2020-12-31"),
    (">2020", "2021-01-01", None),
    (">=2020", "2020-01-01", None),
    ("<2021-03", None, "2021-02-28"),
    ("<=2021-03", None, "2021-03-31"),
]


@pytest.mark.parametrize(("value", "low", "high"), DATES)
def test_dates(value: str, low: str | None, high: str | None) -> None:
    assert parse(f"pvm:{value}") == Dates(day(low) if low else None, day(high) if high else None)


ERRORS = [
    ("unclosed quote", 'kunta:Tuusula "verkosto', 'query: unclosed quote at character 15: add the closing "'),
    ("unclosed quote of a value", 'kunta:"Oulu', 'query: unclosed quote at character 7: add the closing "'),
    (
        "unknown field",
        "a kuntaa:Tuusula",
        'query: unknown field "kuntaa" at character 3: did you mean kunta or maakunta?',
    ),
    ("empty group", "a ()", "query: empty group at character 3: write a word between ( and )"),
    ("unclosed group", "(a (b)", "query: unclosed group at character 1: add the closing )"),
    ("closing without opening", "a)", "query: unexpected ) at character 2: remove it, or add the opening ("),
    (
        "no such day",
        "pvm:31.2.2021",
        'query: no such date "31.2.2021" at character 5: '
        "write 2021, 2021-03, 2.3.2021, 2021-03-02 or a range such as 2020..2024",
    ),
    (
        "backwards",
        "pvm:2024..2020",
        'query: a range that runs backwards "2024..2020" at character 5: write 2020..2024',
    ),
    (
        "misspelt value",
        "päätös:hylatty",
        'query: unknown value "hylatty" of päätös at character 8: did you mean hylätty or hylättiin?',
    ),
    ("no value", "kunta:", "query: no value for kunta at character 7: write for instance kunta:Tuusula"),
    (
        "dangling OR",
        "a OR",
        "query: OR without words on both sides at character 3: write words on both sides of OR",
    ),
    ("NOT of nothing", "a NOT", "query: NOT without a word after it at character 3: write a word after NOT"),
    (
        "nothing",
        "  ",
        "query: nothing to search for at character 1: write a word, or a field such as kunta:Tuusula",
    ),
    (
        "short prefix",
        "v*",
        "query: too little before the star at character 1: write at least 2 letters: verkosto*",
    ),
    (
        "star within",
        "ver*sto",
        "query: a star inside a word at character 4: write it at the word's end: verkosto*",
    ),
    (
        "AND in a field's group",
        "kunta:(Oulu AND Turku)",
        "query: AND in a field's group at character 13: "
        "write values with OR between them, as in kunta:(a OR b)",
    ),
    (
        "OR without a value after it",
        "kunta:(Oulu OR)",
        "query: OR without values on both sides at character 13: "
        "write values with OR between them, as in kunta:(a OR b)",
    ),
    (
        "range with spaces",
        "pvm:2020 .. 2024",
        "query: a range that begins with a space at character 10: write it without: pvm:2020..2024",
    ),
    (
        "a distance of five digits",
        '"a b"~99999',
        "query: a distance of 99999 words at character 6: write ~1 to ~100",
    ),
    (
        "a distance without a number",
        '"a b"~x',
        "query: a distance without a number at character 6: write ~1 to ~100",
    ),
    (
        "a distance apart from its phrase",
        '"a b" ~3',
        'query: a distance without a phrase before it at character 7: write "yksi kaksi"~3',
    ),
    (
        "a distance of a word",
        "silta~2",
        'query: a distance without a phrase before it at character 6: write "yksi kaksi"~3',
    ),
    (
        "a star in a phrase",
        '"kaupunki osall*"',
        "query: a star in quotes at character 16: write it at the end of a word without quotes: verkosto*",
    ),
    (
        "a star before a name",
        "kunta:*salmi",
        'query: a star inside "*salmi" at character 7: write it at the end: verkosto*',
    ),
    (
        "a star before a word of a name",
        "toimielin:*hallitus",
        'query: a star inside "*hallitus" at character 11: write it at the end: verkosto*',
    ),
    (
        "a star inside a diary number",
        "dnro:TUU*-2021-1",
        'query: a star inside "tuu*-2021-1" at character 6: write it at the end: verkosto*',
    ),
    (
        "a star inside a word of a title",
        "otsikko:ver*sto",
        'query: a star inside "ver*sto" at character 9: write it at the end: verkosto*',
    ),
    (
        "a star in a phrase of a title",
        'otsikko:"verkoston arv*"',
        'query: a star inside "verkoston arv*" at character 9: write it at the end: verkosto*',
    ),
    (
        "bytes that are not UTF-8",
        "verkosto\udcff",
        "query: bytes that are not UTF-8 at character 9: write it anew in UTF-8",
    ),
    (
        "thousands with a dot",
        "maksu:5.000",
        'query: not an amount of money "5.000" at character 7: '
        "write euros such as 9000, 0,70, >5000 or 1000..9000",
    ),
]


@pytest.mark.parametrize(
    ("query", "message"), [case[1:] for case in ERRORS], ids=[case[0] for case in ERRORS]
)
def test_errors_name_the_place(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "query",
    [
        "pvm:", "pvm:2021-13", "pvm:2021-00", "pvm:eilen", "pvm:..", "pvm:0000", "pvm:99999",
        "pvm:2021-02-30",
        "§:x", "§:20..10", "kausi:tänä", "dnro:*", "OR a", "AND", "a AND", "a AND OR b", "-", "-)",
        "a OR OR b",
        '""', '"a b"~0', '"a b"~999', "kunta:()", "kunta:(a", "kunta:((a))", "laji:xyz", "toimielin:---", "*",
        "**", "kunta:(NOT Oulu)", "kunta:(-Oulu)", "kunta:(OR Oulu)", "kunta:(Oulu OR OR Turku)",
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_an_error(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert str(caught.value).startswith("query: ")
    assert "\n" not in str(caught.value)


def test_options_are_the_same_as_fields() -> None:
    assert parse("verkosto", {"municipality": "Tuusula", "date": "2021"}) == parse(
        "verkosto kunta:Tuusula pvm:2021"
    )
    assert parse("", {"municipality": ["Tuusula", "Oulu"]}) == parse("kunta:(Tuusula OR Oulu)")


def test_an_error_in_an_option_names_the_option() -> None:
    with pytest.raises(QueryError, match='query: not a date "eilen" in option date: write 2021') as caught:
        parse("verkosto", {"date": "eilen"})
    assert caught.value.option == "date"


def problem_with(text: str) -> QueryError | None:
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize("character", ['"', "(", "-", "§", "1", "[", "*", ":", "a:", "NOT ", "(a ", "\u00ad"])
def test_long_queries_are_read_or_refused(character: str) -> None:
    at_most = problem_with(character * (LONGEST // len(character)))
    assert at_most is None or str(at_most).startswith("query: ")
    too_long = problem_with(character * 1_000_000)
    assert too_long is not None
    assert "at most 4000" in str(too_long)


ALPHABET = st.sampled_from(
    [*'ab*-"=()§:~1 .', "kunta:", "pvm:", "OR ", "NOT ", "AND ", "maksu:", "2021", ".."]
)


@given(st.lists(ALPHABET, max_size=25).map("".join))
def test_any_text_gives_a_tree_or_an_error_with_a_place(text: str) -> None:
    problem = problem_with(text)
    assert problem is None or (problem.position is not None and 0 <= problem.position <= len(text))


@given(
    st.dates(dt.date(1995, 1, 1), dt.date(2030, 12, 31)), st.dates(dt.date(1995, 1, 1), dt.date(2030, 12, 31))
)
def test_covering_covers_each_day_once(one: dt.date, other: dt.date) -> None:
    low, high = sorted((one, other))
    days = [low + dt.timedelta(days=n) for n in range((high - low).days + 1)]
    terms = covering(low, high)
    for each in days[:400] + days[-400:]:
        text = each.isoformat()
        assert len({text[:4], text[:7], text} & set(terms)) == 1
    outside = [low - dt.timedelta(days=1), high + dt.timedelta(days=1)]
    assert not any({text[:4], text[:7], text} & set(terms) for text in (each.isoformat() for each in outside))


def test_the_end_of_time_is_covered() -> None:
    assert covering(dt.date(9999, 12, 30), dt.date.max) == ["9999-12-30", "9999-12-31"]


# Fields


@pytest.mark.parametrize("example", [example for field in FIELDS for example in field.examples])
def test_every_example_of_a_field_is_read(example: str) -> None:
    parse(example)


def test_no_name_means_two_fields() -> None:
    for one, other in combinations(FIELDS, 2):
        assert not set(one.all_names()) & set(other.all_names())


def test_each_field_has_names_in_three_languages() -> None:
    assert all(field.names[language] for field in FIELDS for language in ("fi", "sv", "en"))
    assert all(field_named(name) is field for field in FIELDS for name in (field.key, *field.all_names()))


@pytest.mark.parametrize(
    ("key", "values"),
    [("outcome", Outcome), ("role", Role), ("kind", Kind), ("status", ParticipationStatus)],
)
def test_every_value_of_a_choice_can_be_asked_for(key: str, values: type[Outcome]) -> None:
    field = BY_KEY[key]
    assert field.type is FieldType.CHOICE
    assert {each.value for each in values} == {
        value for choices in field.choices.values() for value in choices
    }
    for value in values:
        node = parse(f'{key}:"{value.value}"')
        assert isinstance(node, Any)
        assert value.value in node.values


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("TUUDno-2021-379", "tuudno 2021-379"),
        ("2204/00.04.01/2024", "2204 / 00.04.01 / 2024"),
        ("D/33/2023", "d/33/2023"),
    ],
)
def test_spellings_of_a_diary_number(one: str, other: str) -> None:
    assert diary_key(one) == diary_key(other)
