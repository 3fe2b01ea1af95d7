"""One diary number written alone: read, normalised, and its other spellings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.diary_numbers import normalise, parse, prefixes

PARSED = [
    ("class", "2204/00.04.01/2024", "2204/00.04.01/2024", None, 2204, "00.04.01", 2024),
    ("class of four levels", "579/10.03.00.01/2021", "579/10.03.00.01/2021", None, 579, "10.03.00.01", 2021),
    ("class of two levels", "47/00.02/2016", "47/00.02/2016", None, 47, "00.02", 2016),
    ("class with spaces", "47/00 02 01/2016", "47/00.02.01/2016", None, 47, "00.02.01", 2016),
    ("no class", "730/2017", "730/2017", None, 730, None, 2017),
    ("class of one number", "1234/101/2005", "1234/101/2005", None, 1234, "101", 2005),
    (
        "prefix with colon",
        "TRE:4252/04.04.00/2018",
        "TRE:4252/04.04.00/2018",
        "TRE",
        4252,
        "04.04.00",
        2018,
    ),
    ("prefix with slash", "VD/1545/00.04.00/2017", "VD/1545/00.04.00/2017", "VD", 1545, "00.04.00", 2017),
    ("body with slash", "KH/2204/00.04.01/2024", "2204/00.04.01/2024", None, 2204, "00.04.01", 2024),
    ("CaseM", "TUUDno-2021-379", "TUUDno-2021-379", "TUUDno", 379, None, 2021),
    ("CaseM in mixed case", "PuuDno-2019-83", "PuuDno-2019-83", "PuuDno", 83, None, 2019),
    ("CaseM, umlauts", "JyväskyläDno-2025-1438", "JyväskyläDno-2025-1438", "JyväskyläDno", 1438, None, 2025),
    ("CaseM, DNO in capitals", "MLIDNO-2017-206", "MLIDno-2017-206", "MLIDno", 206, None, 2017),
    ("Helsinki", "HEL 2024-009117", "HEL 2024-009117", "HEL", 9117, None, 2024),
    ("Helsinki with class", "HEL 2024-009117 T 00 00 03", "HEL 2024-009117", "HEL", 9117, "00.00.03", 2024),
    ("Helsinki with hyphen", "HEL-2021-009631", "HEL 2021-009631", "HEL", 9631, None, 2021),
    ("Ahjo, other", "HOP 2023-004512 T 00 04 01", "HOP 2023-004512", "HOP", 4512, "00.04.01", 2023),
    ("Turku", "6681-2009 (041)", "6681-2009", None, 6681, "041", 2009),
    ("Turku, two classes", "13710-2021 (00 01 02, 06 00 00)", "13710-2021", None, 13710, "00.01.02", 2021),
    (
        "no-break and thin spaces",
        "2204\u00a0/\u202f00.04.01\u2009/ 2024",
        "2204/00.04.01/2024",
        None,
        2204,
        "00.04.01",
        2024,
    ),
    ("soft hyphen", "TUU\u00adDno-2021-\u00ad379", "TUUDno-2021-379", "TUUDno", 379, None, 2021),
    ("no-break hyphens", "TUUDno‑2021‑379", "TUUDno-2021-379", "TUUDno", 379, None, 2021),
    ("cut by a line break", "2204/00.04.01/\n2024", "2204/00.04.01/2024", None, 2204, "00.04.01", 2024),
]


@pytest.mark.parametrize(
    ("written", "key", "prefix", "number", "task_class", "year"),
    [case[1:] for case in PARSED],
    ids=[case[0] for case in PARSED],
)
def test_parse(
    written: str, key: str, prefix: str | None, number: int, task_class: str | None, year: int
) -> None:
    found = parse(written)
    assert found is not None
    assert found.written == written
    assert (found.key, found.prefix, found.number, found.task_class, found.year) == (
        key,
        prefix,
        number,
        task_class,
        year,
    )


@pytest.mark.parametrize(
    "written",
    [
        "VN/6566/2022",
        "VN/6566/03.02.01/2022",
        "UUDELY/1234/2015",
        "PSAVI/12/04.08/2020",
        "KHO:2019/2020",
        "ABC/123/2020",
        "HOP 2023-004512",
        "VNK 2023-004512 T 00 04 01",
        "0/00",
        "0/2017",
        "730/1017",
        "297-426-8-168",
        "1234567-8",
        "2014/24/EU",
        "1.2.2021",
        "2204/00.04.01",
        "",
        "Dnro 730/2017",
    ],
)
def test_not_one_municipal_number(written: str) -> None:
    assert parse(written) is None


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("2204/00.04.01/2024", "2204/00.04.01/2024"),
        (" 2204 / 00.04.01 / 2024 ", "2204/00.04.01/2024"),
        ("KH 2204/00.04.01/2024", "2204/00.04.01/2024"),
        ("Dno 2204/00.04.01/2024", "2204/00.04.01/2024"),
        ("Dno:2204/00.04.01/2024", "2204/00.04.01/2024"),
        ("Asia nro 5024-2017 (010)", "5024-2017"),
        ("Asianumero: KH 2204/00.04.01/2024.", "2204/00.04.01/2024"),
        ("Ärendenummer 730/2017", "730/2017"),
        ("HEL-2021-009631", "HEL 2021-009631"),
        ("hel 2021-9631", "HEL 2021-009631"),
        ("HEL 2021-009631 T 02 08 01 00", "HEL 2021-009631"),
        ("HOP 2023-004512 T 00 04 01", "HOP 2023-004512"),
        ("hop-2023-4512", "HOP 2023-004512"),
        ("ouka/1472/02.02.02/2017", "OUKA/1472/02.02.02/2017"),
        ("tre:4252/04.04.00/2018", "TRE:4252/04.04.00/2018"),
        ("TUUDNO-2021-379", "TUUDno-2021-379"),
        ("VN 6566/03.02.01/2022", "VN 6566/03.02.01/2022"),
        ("no  number", "no number"),
    ],
)
def test_normalise(typed: str, key: str) -> None:
    assert normalise(typed) == key


@pytest.mark.parametrize("key", [case[2] for case in PARSED])
def test_a_key_is_its_own_key(key: str) -> None:
    assert normalise(key) == key


def test_no_prefix_means_two_things() -> None:
    known = prefixes()
    assert not known.organs & known.state
    assert not known.organs & known.municipal
    assert not known.state & known.municipal
    assert not any(known.is_state(word) or known.is_organ(word) for word in known.municipal)


@given(st.text(max_size=80))
def test_any_text_is_survived(text: str) -> None:
    parse(text)
    assert isinstance(normalise(text), str)


@given(
    st.integers(1, 999_999),
    st.lists(st.integers(0, 99), min_size=2, max_size=4),
    st.integers(1950, 2099),
    st.sampled_from(["", " ", "\u00a0", "\u2009"]),
    st.sampled_from(["", "KH ", "Dnro ", "Asianumero: "]),
)
def test_spellings_of_one_number_meet(
    number: int, levels: list[int], year: int, gap: str, label: str
) -> None:
    task_class = ".".join(f"{level:02d}" for level in levels)
    written = f"{label}{number}{gap}/{gap}{task_class}{gap}/{gap}{year}"
    assert normalise(written) == f"{number}/{task_class}/{year}"
