"""Participation: who joins, declines, leaves or has been in a network — and who only is mentioned."""

from __future__ import annotations

import pytest

from ingest.pipeline import read_bytes

HEAD = "Kuusirannan kunta\n\nKunnanhallitus 21.10.2024 § 213\n\n412/00.04.01/2024\n\n"


def participations(
    reasons: str, proposal: str, decision: str, title: str = "Verkostoasia"
) -> set[tuple[str, ...]]:
    text = f"{HEAD}{title}\n\nPerustelut\n\n{reasons}\n\nPäätösehdotus\n\n{proposal}\n\n"
    if decision:
        text += f"Päätös\n\n{decision}\n"
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    return {(p.municipality or "", p.network, p.season or "", p.status.value) for p in item.participations}


JOIN = "Kunnanhallitus päättää, että Kuusirannan kunta osallistuu USO-verkostoon kaudella 2025–2026."
ME = "Kuusiranta"
CASES = [
    # (case, reasons, proposal, decision, expected)
    ("joins", "Teksti.", JOIN, "Hyväksyttiin.", {(ME, "USO", "2025-2026", "joined")}),
    (
        "unanimously",
        "Teksti.",
        JOIN,
        "Ehdotus hyväksyttiin yksimielisesti.",
        {(ME, "USO", "2025-2026", "joined")},
    ),
    ("not decided yet", "Teksti.", JOIN, "", {(ME, "USO", "2025-2026", "proposed")}),
    ("tabled", "Teksti.", JOIN, "Asia jätettiin pöydälle.", {(ME, "USO", "2025-2026", "proposed")}),
    (
        "returned",
        "Teksti.",
        JOIN,
        "Asia palautettiin valmisteltavaksi.",
        {(ME, "USO", "2025-2026", "proposed")},
    ),
    ("rejected", "Teksti.", JOIN, "Ehdotus hylättiin.", {(ME, "USO", "2025-2026", "declined")}),
    (
        "declines as proposed",
        "Teksti.",
        "Kunnanhallitus päättää olla osallistumatta USO-verkoston kaudelle 2025–2026.",
        "Hyväksyttiin.",
        {(ME, "USO", "2025-2026", "declined")},
    ),
    (
        "declines in its own words",
        "Teksti.",
        JOIN,
        "Kunnanhallitus päätti, että kunta ei osallistu USO-verkostoon kaudella 2025–2026.",
        {(ME, "USO", "2025-2026", "declined")},
    ),
    (
        "another network it is already in",
        "Kunta on mukana maakunnan yrityspalveluverkostossa.",
        "Kunnanhallitus päättää olla osallistumatta USO-verkostoon vuonna 2025.",
        "Hyväksyttiin.",
        {(ME, "USO", "2025", "declined")},
    ),
    (
        "leaves",
        "Teksti.",
        "Kunnanhallitus päättää, että kunta eroaa EVE-verkostosta.",
        "Hyväksyttiin.",
        {(ME, "EVE", "", "left")},
    ),
    (
        "only proposes onward",
        "Teksti.",
        "Kunnanhallitus esittää kunnanvaltuustolle, että kunta osallistuu USO-verkostoon kaudella 2025–2026.",
        "Hyväksyttiin.",
        {(ME, "USO", "2025-2026", "proposed")},
    ),
    (
        "season by its number",
        "Teksti.",
        "Kunnanhallitus päättää, että kunta osallistuu USO-verkoston 8. kaudelle.",
        "Hyväksyttiin.",
        {(ME, "USO", "2025-2026", "joined")},
    ),
    (
        "has been in it",
        "Kuusirannan kunta on osallistunut USO-verkostoon kaudella 2023–2024.",
        JOIN,
        "Hyväksyttiin.",
        {(ME, "USO", "2025-2026", "joined"), (ME, "USO", "2023-2024", "participated")},
    ),
    (
        "others are only mentioned",
        "USO-verkostoon kaudelle 2025–2026 ovat ilmoittautuneet esimerkiksi Lumijärvi ja Haapavaara.",
        "Kunnanhallitus merkitsee asian tiedoksi.",
        "Merkittiin tiedoksi.",
        {("Lumijärvi", "USO", "2025-2026", "mentioned"), ("Haapavaara", "USO", "2025-2026", "mentioned")},
    ),
    (
        "a count is nobody",
        "USO-verkostoon on eri kausina osallistunut yli 90 kaupunkia ja kuntaa.",
        "Kunnanhallitus merkitsee asian tiedoksi.",
        "Merkittiin tiedoksi.",
        set(),
    ),
    (
        "a local network is none",
        "Alueellinen kehittämisverkosto on toiminut vuodesta 2017.",
        "Kunnanhallitus päättää, että kunta osallistuu kehittämisverkoston toimintaan.",
        "Hyväksyttiin.",
        set(),
    ),
    (
        "a water network is none",
        "Vesijohtoverkostoa laajennetaan.",
        "Kunnanhallitus päättää, että kiinteistöt liittyvät vesijohtoverkostoon vuonna 2025.",
        "Hyväksyttiin.",
        set(),
    ),
]


@pytest.mark.parametrize(
    ("case", "reasons", "proposal", "decision", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_participations(
    case: str, reasons: str, proposal: str, decision: str, expected: set[tuple[str, ...]]
) -> None:
    assert participations(reasons, proposal, decision) == expected, case


def test_a_page_with_a_network_a_paragraph() -> None:
    page = (
        "<html><head><title>Verkostot</title></head><body><h1>Kehittämisverkostot</h1>"
        "<p>Järjestäjä on Esimerkki ry.</p><p>EVE-verkosto – kausi 2026. Haku avataan myöhemmin.</p>"
        "<p>Uuden sukupolven organisaatiot – kausi 2025–2026.</p></body></html>"
    )
    (item,) = read_bytes(page.encode(), "verkostot.html", "file:///verkostot.html").items
    told = [(p.municipality, p.network, p.season, p.status.value) for p in item.participations]
    assert told == [(None, "EVE", "2026", "mentioned"), (None, "USO", "2025-2026", "mentioned")]


@pytest.mark.parametrize(
    "speaker", ["Förslag Kommundirektör Aino Söderling", "Förslag\n\nFöredragande\nAino Söderling"]
)
def test_a_proposal_after_its_speakers_name(speaker: str) -> None:
    text = (
        "Björknäs kommun\n\nKommunstyrelsen 21.10.2024 § 213\n\nUSO-nätverket\n\nMotivering\n\nText.\n\n"
        f"{speaker}\nStaden ansluter sig till USO8-nätverket.\n\nBeslut\n\nEnligt förslaget.\n"
    )
    (item,) = read_bytes(text.encode(), "x.txt", "file:///x.txt").items
    assert item.decision is not None
    assert item.decision.effective_text == "Staden ansluter sig till USO8-nätverket."


def test_a_page_of_nothing_but_lists_of_networks() -> None:
    """Each introduces the next; the last one's row counts once."""
    lists = "Kunta on ollut mukana seuraavissa verkostoissa:\n" * 5_000
    told = participations(f"{lists}USO-verkosto 2021–2022", "Merkitään tiedoksi.", "Merkittiin tiedoksi.")
    assert told == {(ME, "USO", "2021-2022", "participated")}
