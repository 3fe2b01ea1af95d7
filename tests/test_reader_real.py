"""Real pages and files of six municipalities (../shared/real): what a reader must see on them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.document import ReadDocument
from ingest.readers import load, read


def lines(document: ReadDocument) -> list[str]:
    return [page.text[line.start : line.end] for page in document.pages for line in page.lines]


@pytest.mark.parametrize(
    ("name", "present", "absent"),
    [
        (
            "espoo/2017406946-3.HTM",
            ["Pöytäkirja 08.05.2017 Pykälä 127", "730/2017", "Kaupunginhallitus\t105 §\t10.4.2017"],
            ["Seuraava asia", "Avaa haku"],
        ),
        (
            "espoo/2017406946.HTM",
            ["Saapuvilla olleet jäsenet", "Jukka Mäkelä\tkaupunginjohtaja"],
            ["Avaa haku"],
        ),
        (
            "turku/turku_kh_2017-02-05-190.htm",
            ["5024-2017 (010)", "Kh § 190", "Ehdotus", "Päätös", "Ehdotus hyväksyttiin."],
            ["PäätösEhdotus"],
        ),
        (
            "oulu/oulu_tweb_kaupunginhallitus_5_2017.html",
            ["73\tOulun kaupungin talouden seuranta"],
            ["Esityslistat"],
        ),
        (
            "oulu/35090068.pdf",
            [
                "Dno\tOUKA/1472/02.02.02/2017",
                "Päätös\tMerkittiin tiedoksi.",
                "Täytäntöönpanotiedot\tAsia tiedoksi",
            ],
            ["\ntiedot"],
        ),
        (
            "oulu/632581845351090.pdf",
            ["Dno\tOUKA/899/02.06.01.04/2017", "Päätös\tPäätösesitys hyväksyttiin."],
            [],
        ),
        (
            "vantaa/510975521.pdf",
            ["VD/1545/00.04.00/2017", "Kaupunginhallitus 20.3.2017 § 10", "Päätös:"],
            ["\t-"],
        ),
    ],
)
def test_real_pages(shared: Path, name: str, present: list[str], absent: list[str]) -> None:
    path = shared / "real" / name
    found = lines(read(load(path), path.name))
    for start in present:
        assert any(line.startswith(start) for line in found), start
    for text in absent:
        assert text not in "\n".join(found)


def test_running_heads_of_a_real_pdf_stand_once(shared: Path) -> None:
    path = shared / "real" / "oulu" / "632581845351090.pdf"
    document = read(load(path), path.name)
    assert len(document.pages) == 6
    assert lines(document).count("Oulun kaupunki") == 1
    assert document.metadata["header"] == "Oulun kaupunki\nPäivämäärä"


def test_helsinki_decisions_have_their_section_and_title(shared: Path) -> None:
    paths = sorted((shared / "real" / "helsinki" / "decisions").glob("*.json"))[:25]
    assert paths
    for path in paths:
        decision = json.loads(path.read_text("utf-8"))
        page = read(decision["Content"].encode(), "decision.html").pages[0]
        looks = {line.classes[0]: page.text[line.start : line.end] for line in page.lines if line.classes}
        if "Asiapykala" in looks:
            assert decision["Section"] in looks["Asiapykala"]
        if decision["CaseIDLabel"] and "DnroTmuoto" in looks:
            assert looks["DnroTmuoto"].startswith(decision["CaseIDLabel"])
