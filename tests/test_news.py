"""What is newly known since a day, against what was known before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.database import Library
from corpus.records import (
    Decision,
    Item,
    Outcome,
    Participation,
    ParticipationStatus,
    Person,
    Role,
)
from index.reports.news import Kind, news
from tests.index_items import item, store

JOINED, DECLINED, LEFT, PROPOSED, PARTICIPATED, MENTIONED = (
    ParticipationStatus.JOINED,
    ParticipationStatus.DECLINED,
    ParticipationStatus.LEFT,
    ParticipationStatus.PROPOSED,
    ParticipationStatus.PARTICIPATED,
    ParticipationStatus.MENTIONED,
)
SINCE = dt.date(2025, 3, 1)
BEFORE, AFTER = "2025-02-28T23:59:59+00:00", "2025-03-01T00:00:00+00:00"


def says(
    status: ParticipationStatus,
    section: int = 1,
    *,
    day: str = "2024-10-28",
    of: str = "Harjula",
    contact: str | tuple[str | None, str] = (),  # type: ignore[assignment]
    text: str = "Hyväksyttiin.",
    network: str = "USO",
    season: str | None = "2025-2026",
    words: str = "",
) -> Item:
    """A § of Harjula's board."""
    people = ()
    if contact:
        name, title = contact if isinstance(contact, tuple) else (contact, "sihteeri")
        people = (Person(name=name, title=title, role=Role.CONTACT),)  # type: ignore[assignment]
    part = Participation(municipality=of, network=network, season=season, status=status, contacts=people)
    return item(
        f"harjula/kh/{day}/{section}",
        f"{status} {section} {day} {text} {contact} {words}",
        municipality="Harjula",
        organ="Kunnanhallitus",
        meeting_date=dt.date.fromisoformat(day),
        section=section,
        participations=(part,),
        decision=Decision(outcome=Outcome.APPROVED, text=text, effective_text=text),
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path, create=True) as library:
        yield library


def known(library: Library, at: str, *items: Item) -> None:
    """Store items as if it were that time."""
    for each in items:
        store(library, each, name=f"{each.id.replace('/', '-')}.txt")
        with library.writing() as connection:
            connection.execute(
                "UPDATE documents SET first_seen = ? WHERE id = (SELECT max(id) FROM documents)", (at,)
            )


def told(library: Library, network: str | None = None) -> list[str]:
    return [f"{one.kind.value} {one.network} {one.season}" for one in news(library, SINCE, network)]


KINDS = [
    (JOINED, ["new-join USO 2025-2026"]),
    (DECLINED, ["refusal USO 2025-2026"]),
    (LEFT, ["leaving USO 2025-2026"]),
    (PROPOSED, ["proposal USO 2025-2026"]),
    (PARTICIPATED, []),
    (MENTIONED, []),
]


@pytest.mark.parametrize(("status", "expected"), KINDS)
def test_each_status(library: Library, status: ParticipationStatus, expected: list[str]) -> None:
    known(library, AFTER, says(status))
    assert told(library) == expected


@pytest.mark.parametrize(("since", "number"), [(dt.date.min, 1), (dt.date.max, 0)])
def test_days_at_the_end_of_the_calendar(library: Library, since: dt.date, number: int) -> None:
    known(library, AFTER, says(JOINED))
    assert len(news(library, since)) == number


def test_what_a_row_says(library: Library) -> None:
    known(library, AFTER, says(JOINED))
    (one,) = news(library, SINCE)
    assert (one.municipality, one.item_id) == ("Harjula", "harjula/kh/2024-10-28/1")
    assert (one.known, one.meeting_date) == (SINCE, dt.date(2024, 10, 28))
    assert (one.before, one.after, one.language) == (None, None, "fi")
    assert one.uri is not None
    assert one.uri.endswith(one.document)


CASES = [
    ("known before", [says(JOINED)], [], []),
    ("known before by another item", [says(JOINED)], [says(JOINED, 2)], []),
    ("another season", [says(JOINED)], [says(JOINED, 2, season="2027-2028")], ["new-join USO 2027-2028"]),
    ("another network", [says(JOINED)], [says(JOINED, 2, network="EVE")], ["new-join EVE 2025-2026"]),
    ("two items say it", [], [says(JOINED), says(JOINED, 2)], ["new-join USO 2025-2026"]),
    ("of somebody else", [], [says(JOINED, of="Koivumaa")], []),
    ("joined, now left", [says(JOINED)], [says(LEFT, 2, day="2025-02-10")], ["leaving USO 2025-2026"]),
    ("proposed, now joined", [says(PROPOSED)], [says(JOINED, 2)], ["new-join USO 2025-2026"]),
    ("joined, its proposal comes later", [says(JOINED)], [says(PROPOSED, 2)], []),
    ("proposal and decision at once", [], [says(PROPOSED), says(JOINED, 2)], ["new-join USO 2025-2026"]),
    (
        "by kind",
        [],
        [
            says(PROPOSED, network="A"),
            says(LEFT, 2),
            says(JOINED, 3, network="B"),
            says(DECLINED, 4, network="C"),
        ],
        ["new-join B 2025-2026", "refusal C 2025-2026", "leaving USO 2025-2026", "proposal A 2025-2026"],
    ),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_only_what_is_new(
    library: Library, before: list[Item], after: list[Item], expected: list[str]
) -> None:
    known(library, BEFORE, *before)
    known(library, AFTER, *after)
    assert told(library) == expected


def test_by_network(library: Library) -> None:
    known(library, AFTER, says(JOINED), says(JOINED, 2, network="EVE"))
    assert told(library, "Uuden sukupolven organisaatiot") == ["new-join USO 2025-2026"]
    assert told(library, "TOK") == []


AMENDED = [
    ("another decision", says(JOINED, text="Hyväksyttiin muutettuna."), ["amended-decision USO 2025-2026"]),
    ("another decision and status", says(DECLINED, text="Hylättiin."),
     ["refusal USO 2025-2026", "amended-decision USO 2025-2026"]),
    ("only other words around it", says(JOINED, words="Oikaistu kirjoitusvirhe."), []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("version", "expected"), [case[1:] for case in AMENDED], ids=[case[0] for case in AMENDED]
)
def test_a_new_version(library: Library, version: Item, expected: list[str]) -> None:
    known(library, BEFORE, says(JOINED))
    known(library, AFTER, version)
    assert told(library) == expected
    for one in news(library, SINCE):
        if one.kind is Kind.AMENDED_DECISION:
            assert one.before == "approved: Hyväksyttiin."
            assert version.decision is not None
            assert one.after == f"approved: {version.decision.text}"


def test_a_version_replaced_before_that_day_was_not_known_then(library: Library) -> None:
    known(library, "2025-01-01T00:00:00+00:00", says(DECLINED, text="Hylättiin."))
    known(library, BEFORE, says(JOINED))
    known(library, AFTER, says(DECLINED, 2))
    assert told(library) == ["refusal USO 2025-2026"]


CONTACTS = [
    ("another name", "Eeva Ensimmäinen", "Tapio Toinen", True),
    ("the same", "Eeva Ensimmäinen", "Eeva Ensimmäinen", False),
    ("other capitals", "Eeva Ensimmäinen", "EEVA ENSIMMÄINEN", False),
    ("a name for the title known", (None, "sihteeri"), "Eeva Ensimmäinen", False),
    ("another title", (None, "sihteeri"), (None, "johtaja"), True),
    ("no contact now", "Eeva Ensimmäinen", (), False),
    ("no contact before", (), "Tapio Toinen", False),
]


@pytest.mark.parametrize(
    ("before", "after", "changed"), [case[1:] for case in CONTACTS], ids=[case[0] for case in CONTACTS]
)
def test_contacts(
    library: Library, before: str | tuple[str, str], after: str | tuple[str, str], changed: bool
) -> None:
    known(library, BEFORE, says(JOINED, contact=before))
    known(library, AFTER, says(JOINED, 2, day="2025-01-10", contact=after))
    assert told(library) == (["contact-changed USO 2025-2026"] if changed else [])


def test_a_contact_says_who_it_was(library: Library) -> None:
    known(library, BEFORE, says(JOINED, contact="Eeva Ensimmäinen"))
    known(library, AFTER, says(JOINED, 2, day="2025-01-10", contact="Tapio Toinen"))
    (one,) = news(library, SINCE)
    assert (one.before, one.after) == ("Eeva Ensimmäinen, sihteeri", "Tapio Toinen, sihteeri")
    assert one.item_id == "harjula/kh/2025-01-10/2"


def test_old_minutes_that_come_late_change_no_contact(library: Library) -> None:
    known(library, BEFORE, says(JOINED, contact="Eeva Ensimmäinen"))
    known(library, AFTER, says(JOINED, 2, day="2022-10-10", contact="Tapio Toinen", season="2023-2024"))
    assert told(library) == ["new-join USO 2023-2024"]


def test_nothing_new(library: Library) -> None:
    known(library, AFTER, says(JOINED))
    assert news(library, SINCE + dt.timedelta(days=1)) == ()
