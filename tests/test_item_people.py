"""People of a document's items taken together."""

from __future__ import annotations

from corpus.records import Item, Kind, Person, Role
from ingest.item_people import absences, with_full_names


def item(number: int, *people: Person) -> Item:
    return Item(
        id=f"kunta/elin/2024-01-01/{number}", kind=Kind.MINUTES, language="fi", people=people, text=""
    )


def test_a_surname_is_the_one_so_called_on_the_cover() -> None:
    cover = item(
        0, Person(name="Outi Harju", role=Role.MEMBER), Person(name="Pekka Haapala", role=Role.CHAIR)
    )
    matter = item(1, Person(name="Harju", role=Role.PROPOSER), Person(name="Koskela", role=Role.SECONDER))
    items = with_full_names((cover, matter))
    assert items[0] == cover
    assert [person.name for person in items[1].people] == ["Outi Harju", "Koskela"]


def test_a_surname_of_two_stays_a_surname() -> None:
    cover = item(0, Person(name="Outi Harju", role=Role.MEMBER), Person(name="Pekka Harju", role=Role.MEMBER))
    matter = item(1, Person(name="Harju", role=Role.PROPOSER))
    assert with_full_names((cover, matter))[1] == matter


def test_a_deputy_called_in_a_sentence() -> None:
    text = "Outi Harju on ilmoittanut olevansa estynyt, ja hänen tilalleen on kutsuttu Pekka Haapala."
    assert [(f.value.name, f.value.role, f.value.present) for f in absences(text)] == [
        ("Outi Harju", Role.MEMBER, False),
        ("Pekka Haapala", Role.DEPUTY, True),
    ]


def test_an_absence_told_in_passing() -> None:
    (found,) = absences("Outi Harjun oltua estynyt pöytäkirjan tarkastaa Pekka Haapala.")
    assert (found.value.name, found.value.role, found.value.present) == ("Outi Harju", Role.MEMBER, False)


def test_a_surname_that_lost_its_own_last_vowel() -> None:
    cover = item(0, Person(name="Outi Tammihovi", role=Role.MEMBER))
    matter = item(1, Person(name="Tammihov", role=Role.SECONDER))
    assert [person.name for person in with_full_names((cover, matter))[1].people] == ["Outi Tammihovi"]


def test_a_name_that_a_sentence_declines_is_that_of_the_cover() -> None:
    cover = item(0, Person(name="Outi Murto", role=Role.MEMBER, present=True))
    bare = item(1, Person(name="Murro", role=Role.SECONDER))
    full = item(2, Person(name="Outi Murro", role=Role.SECONDER))
    other = item(3, Person(name="Pekka Murro", role=Role.SECONDER))
    items = with_full_names((cover, bare, full, other.model_copy(update={"section": 3})))
    assert [person.name for i in items for person in i.people] == [
        "Outi Murto",
        "Outi Murto",
        "Outi Murto",
        "Pekka Murro",
    ]
