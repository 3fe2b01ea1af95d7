"""Page furniture is told from titles."""

from __future__ import annotations

import pytest

from corpus.registry.furniture import is_furniture


@pytest.mark.parametrize(
    "line",
    [
        "Espoon kaupunki",
        "Päivämäärä",
        "Sivu 3 (12)",
        "3/12",
        "KN/PM/PH/HY-L",
        "28.10.2024",
        "Seuraava asia",
        "Navigointi",
        "Navigering",
        "§ 12",
    ],
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Oulun kaupungin tilinpäätös 2016",
        "Pykälien tarkastus",
        "Kunta hyvinvoinnin edistäjänä -verkostoprojekti",
        "Esityslista hyväksyttiin kokouksen työjärjestykseksi.",
        "Protokollet för den 3.2.2020 godkändes.",
    ],
)
def test_titles_are_not(line: str) -> None:
    assert not is_furniture(line)
