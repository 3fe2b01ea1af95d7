"""Case systems' fields: CaseM's properties, Ahjo's decisions, and the pages made of them."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Kind
from ingest import readers
from ingest.pipeline import read_bytes
from ingest.platforms import About, Page, PageError, adapter_for, ahjo, casem_api
from ingest.platforms.cases import (
    CaseFile,
    CaseItem,
    CasePerson,
    EarlierHandling,
    Participant,
    case_html,
)
from tests.platform_pages import answers, page

API = "http://haapavaara.example/api/opennc/v1/Contents(901)/ExtendedProperties?$format=json"


def _example(platform: str, name: str) -> Page:
    return page(platform, name, answers(platform)[name]["url"])


def _properties(**values: str) -> Page:
    entries: list[dict[str, Any]] = [{"Name": name, "Text": text} for name, text in values.items()]
    return Page(API, body=json.dumps({"value": entries}).encode())


def test_an_item_in_fields() -> None:
    case = casem_api.case_item(_example("casem-api", "item.json"))
    site = "http://haapavaara.example/download/noname/%7B0a1b2c3d-0000-4000-8000-00000000ab"
    assert case == CaseItem(
        title="Kirjaston aukiolo",
        section=101,
        native_id="HAADno-2015-77",
        description="<p>Kirjasto on auki viitten&auml; p&auml;iv&auml;n&auml;.</p>",
        proposal="<p>Kunnanhallitus p&auml;&auml;tt&auml;&auml; pident&auml;&auml; aukioloa.</p>",
        decision="<p>Ehdotus hyv&auml;ksyttiin.</p>",
        presenters=(
            CasePerson("Marketta Ylituvala", "kunnanjohtaja", "marketta.ylituvala@haapavaara.example"),
        ),
        preparers=(
            CasePerson("Heikki Suolammi", "kirjastonjohtaja", "heikki.suolammi@haapavaara.example"),
            CasePerson("Minna Korpisalmi", "sihteeri"),
        ),
        handling=(("Esteellisyys", "Minna Korpisalmi"),),
        appeal="<p>Oikaisuvaatimusohje</p>",
        attachments=(
            CaseFile("Liite 1 Laskelma.pdf", site + "11%7D/3"),
            CaseFile("Liite 2 Kysely.pdf", site + "12%7D/4"),
        ),
        history=(
            EarlierHandling(
                "Kunnanvaltuusto",
                dt.date(2015, 6, 1),
                12,
                "<p>Aloite j&auml;tettiin.</p>",
                "<p>L&auml;hetet&auml;&auml;n valmisteluun.</p>",
                "<p>Hyv&auml;ksyttiin.</p>",
            ),
        ),
    )
    assert case.decided


def test_participants_with_times() -> None:
    assert casem_api.case_item(_example("casem-api", "cover.json")).participants == (
        Participant("Pekka Lehtoranta", "Puheenjohtaja", "16:00", "18:20", True, True),
        Participant("Sirpa Mäntysaari", None, "16:00", "17:05", True, True),
        Participant("Ville Rantakangas", None, None, None, False, True),
        Participant("Marketta Ylituvala", "kunnanjohtaja, esittelijä", "16:00", "18:20", True, False),
    )


PARTICIPANTS = [
    ("name and role", "A B;#chairman", (Participant("A B", "puheenjohtaja"),)),
    ("a number before the role", "A B;#1. vicechairman;#", (Participant("A B", "1. varapuheenjohtaja"),)),
    ("secretary", "A B;#secretary", (Participant("A B", "pöytäkirjanpitäjä"),)),
    ("no role", "A B;#;#!#C D;#", (Participant("A B"), Participant("C D"))),
    ("a role in Finnish", "A B;#Jäsen", (Participant("A B", "Jäsen"),)),
    (
        "came, never left",
        "A B;#;#2016-09-05 13:00:00;#;#member",
        (Participant("A B", None, "13:00", None, True, True),),
    ),
    ("a time that is none", "A B;#;#kello;#;#other", (Participant("A B", None, None, None, True, False),)),
    (
        "a zone after the time",
        "A B;#;#2016-09-05T13:00:00Z;#2016-09-05T9:05;#member;#",
        (Participant("A B", None, "13:00", "09:05", True, True),),
    ),
    ("rows without a name", ";#!#;#x;#!# ;#chairman", ()),
]


@pytest.mark.parametrize(("name", "text", "expected"), PARTICIPANTS, ids=[case[0] for case in PARTICIPANTS])
def test_participant_rows(name: str, text: str, expected: tuple[Participant, ...]) -> None:
    assert casem_api.case_item(_properties(Name="x", Participant_councilman=text)).participants == expected


PERSONS = [
    ("title and address", "A B;#johtaja;#;#A.B@k.fi;#", (CasePerson("A B", "johtaja", "a.b@k.fi"),)),
    ("name alone", "A B", (CasePerson("A B"),)),
    ("no title", "A B;#;#;#a@k.fi", (CasePerson("A B", None, "a@k.fi"),)),
    ("twice the same", "A B;#x;#;#;#!#A B;#x;#;#;#", (CasePerson("A B", "x"),)),
    ("nobody", ";#;#;#;#", ()),
]


@pytest.mark.parametrize(("name", "text", "expected"), PERSONS, ids=[case[0] for case in PERSONS])
def test_person_rows(name: str, text: str, expected: tuple[CasePerson, ...]) -> None:
    assert casem_api.case_item(_properties(Name="x", Presenters=text)).presenters == expected


@pytest.mark.parametrize(
    ("article", "section"), [("15", 15), ("0", None), ("", None), ("15 §", None), ("99999", None)]
)
def test_article(article: str, section: int | None) -> None:
    assert casem_api.case_item(_properties(Name="x", Article=article)).section == section


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[1, null]", "[" * 100_000, '{"Party": "x"}'])
def test_history_that_is_none(text: str) -> None:
    assert casem_api.case_item(_properties(Name="x", HistoryTopics=text)).history == ()


def test_empty_html_is_empty() -> None:
    case = casem_api.case_item(_properties(Name="x", Decision="<p>&nbsp;</p>\n", Votings="[]"))
    assert (case.decision, case.handling, case.decided) == ("", (), False)


def test_no_properties_no_case() -> None:
    with pytest.raises(PageError, match="no item"):
        casem_api.case_item(Page(API, body=b'{"value": []}'))


@given(st.text(alphabet="aä;#!@ 1:-T", max_size=120))
def test_any_rows(text: str) -> None:
    case = casem_api.case_item(_properties(Name="x", Participant_councilman=text, Draftsmans=text))
    names = [one.name for one in case.participants] + [one.name for one in case.preparers]
    assert all(names)


def test_the_page_made_of_an_item() -> None:
    item = _example("casem-api", "item.json")
    known = About(organ="Kunnanhallitus", date=dt.date(2015, 9, 7))
    (document,) = adapter_for("casem-api").documents(item, known)
    assert document.uri.endswith("#901")
    read = readers.read(document.html, document.name).text.splitlines()
    assert read[:3] == ["Kunnanhallitus, kokous 7.9.2015", "§ 101 Kirjaston aukiolo", "HAADno-2015-77"]
    order = ["Valmistelija", "Perustelut", "Ehdotus", "Esittelijä", "Esteellisyys", "Päätös", "Liitteet"]
    order += ["Muutoksenhaku", "Päätöshistoria", "Kunnanvaltuusto 1.6.2015 § 12"]
    places = [read.index(line) for line in order]
    assert places == sorted(places)
    assert read[read.index("Päätös") + 1] == "Ehdotus hyväksyttiin."
    assert read[-2:] == ["Päätös", "Hyväksyttiin."]


def test_the_page_made_of_an_item_reads_as_the_item() -> None:
    item = _example("casem-api", "item.json")
    known = About(organ="Kunnanhallitus", date=dt.date(2015, 9, 7))
    (document,) = adapter_for("casem-api").documents(item, known)
    (said,) = read_bytes(document.html, document.name, document.uri).items
    assert (said.organ, said.meeting_date, said.section) == ("Kunnanhallitus", dt.date(2015, 9, 7), 101)
    assert [number.written for number in said.diary_numbers] == ["HAADno-2015-77"]
    assert said.decision is not None
    assert said.decision.text == "Ehdotus hyväksyttiin."
    assert [(one.organ, one.section) for one in said.handlings] == [("Kunnanvaltuusto", 12)]


def test_an_earlier_decision_is_never_the_item_s_own() -> None:
    earlier = EarlierHandling(
        "Kunnanvaltuusto", dt.date(2015, 6, 1), None, "<p>a</p>", "", "<p>Hyväksyttiin.</p>"
    )
    case = CaseItem("Aloite", 7, proposal="<p>Kunnanhallitus päättää.</p>", history=(earlier,))
    html = case_html(case, "Kunnanhallitus", dt.date(2015, 9, 7))
    assert "Kunnanvaltuusto 1.6.2015, päätös" in readers.read(html, "x.html").text
    (said,) = read_bytes(html, "x.html", "http://k.example/x").items
    assert (said.section, said.decision) == (7, None)


def test_the_page_made_of_participants() -> None:
    case = CaseItem(
        "",
        participants=(
            Participant("A B", "puheenjohtaja", "16:00", "18:20", True, True),
            Participant("C D", None, "16:00", None, True, True),
            Participant("E F", "sihteeri", None, None, None, False),
            Participant("G H", None, None, None, False, True),
        ),
    )
    read = readers.read(case_html(case, "Kunnanhallitus", None), "cover.html").text
    rows = [line.split("\t") for line in read.splitlines()]
    assert rows[0] == ["Kunnanhallitus"]
    assert ["A B", "16:00-18:20", "puheenjohtaja"] in rows
    assert ["C D", "16:00-", "jäsen"] in rows
    assert rows.index(["Poissa"]) < next(place for place, row in enumerate(rows) if row[0] == "G H")


def test_fragments_cannot_break_the_page() -> None:
    case = CaseItem(
        "<b>&",
        decision="<p>alku</div></body><table><tr><td>loppu",
        description="<script>x</script><p>perustelu",
    )
    read = readers.read(case_html(case, "<i>", dt.date(2020, 1, 2)), "x.html").text
    assert "<i>, kokous 2.1.2020" in read
    assert "<b>&" in read
    places = [read.index(word) for word in ("perustelu", "Päätös", "alku", "loppu")]
    assert places == sorted(places)


def test_ahjo_decision_in_fields() -> None:
    case = ahjo.case_item(_example("ahjo", "decision.json"))
    assert (case.section, case.native_id) == (702, "HOP 2023-004512")
    assert case.presenters == (CasePerson("Matti Koskenranta", "kansliapäällikkö"),)
    assert "Päätösehdotus" in case.proposal
    assert "päätti osallistua" in case.decision


def test_ahjo_composition() -> None:
    assert ahjo.participants(_example("ahjo", "meeting.json")) == (
        Participant("Saara Virtala", "puheenjohtaja", member=True),
        Participant("Jouni Salokoski", "varajäsen", member=True, deputy_for="Päivi Uusiranta"),
        Participant("Matti Koskenranta", "esittelijä", member=False),
    )


def test_ahjo_decision_as_a_page() -> None:
    (document,) = adapter_for("ahjo").documents(_example("ahjo", "decision.json"), About())
    read = readers.read(document.html, document.name).text.splitlines()
    assert read[:4] == ["Helsingin kaupunki", "Pöytäkirja", "Kaupunginhallitus", "20.11.2023"]
    assert read.index("Päätös") < read.index("Esittelijä") < read.index("Päätösehdotus")
    assert document.name == "AAAA0002-0000-4000-8000-000000000002.html"


def test_ahjo_meeting_holds_its_items() -> None:
    documents = adapter_for("ahjo").documents(_example("ahjo", "meeting.json"), About())
    assert [document.name for document in documents] == ["AAAA0001-0000-4000-8000-000000000001.html"]
    assert "Pöytäkirja 18/2023" in readers.read(documents[0].html, "x.html").text


def test_ahjo_officeholder_takes_the_date_from_the_link() -> None:
    entry: dict[str, Any] = {"NativeId": "{B}", "Title": "x", "Section": "3", "Motion": ""}
    entry["Content"] = "<p>Päätös</p>"
    entry |= {"Organization": {"Name": "Toimialajohtaja", "Type": "Viranhaltija"}, "Meeting": None}
    decision = Page("https://h.example/ahjorest/v1/decisions/B", body=json.dumps(entry).encode())
    assert ahjo.links(decision).about.kind is Kind.OFFICEHOLDER_DECISION
    (document,) = ahjo.documents(decision, About(date=dt.date(2022, 1, 11)))
    assert readers.read(document.html, "x.html").text.splitlines()[1:4] == [
        "Viranhaltijapäätös",
        "Toimialajohtaja",
        "11.1.2022",
    ]


def test_turku_minutes_hold_their_items() -> None:
    documents = adapter_for("turku").documents(_example("turku", "minutes.json"), About())
    assert [(document.name, document.uri.partition("#")[2]) for document in documents] == [
        ("9001.htm", "9001")
    ]
