"""What an amount is where heading and sentence tell it together."""

from __future__ import annotations

import pytest

from ingest.extract.money import find_money

FEE = "participation-fee"
MATTERS = [
    # how far somebody's powers reach
    ("Hallintosääntö", "Johtajan hankintavaltuus nousee 50 000 eurosta 90 000 euroon.", "other other"),
    ("Hallintosääntö", "Toimivaltaa korotetaan 30 000 eurosta 60 000 euroon.", "other other"),
    ("Hankintaohje", "Pienhankinnan raja on 20 000 euroa ja kynnysarvo 60 000 euroa.", "other other"),
    ("Toimivallan siirtäminen", "Rehtori päättää enintään 15 000 euron hankinnoista.", "other"),
    ("Förvaltningsstadgan", "Direktörens befogenhet höjs från 30 000 euro till 50 000 euro.", "other other"),
    # reckoned, whatever the noun
    ("Vieraslajit", "Kahden lavan vuokra ja tyhjennys maksaisivat arviolta 1 800 euroa.", "estimate"),
    ("Koulukuljetukset", "Hankinnan kokonaisarvo kahden vuoden ajalta on noin 265 000 euroa.", "estimate"),
    ("Kadun peruskorjaus", "Vuokrat tulisivat maksamaan arviolta 3 000 euroa.", "estimate"),
    ("Osallistuminen verkostoon", "Osallistumismaksu on arviolta 3 000 euroa.", FEE),
    ("Seura-avustukset", "Avustusta myönnetään arviolta 3 000 euroa.", "grant"),
    # what a budget's money is for
    ("Yksityisteiden avustukset", "Talousarviossa on avustuksiin 28 000 euroa.", "budget"),
    ("Yksityisteiden avustukset", "Talousarvioon on varattu avustuksiin 40 000 euroa.", "budget"),
    ("Seura-avustukset", "Tämän vuoden talousarviossa seuratukeen on 9 000 euroa.", "budget"),
    # taking part, the verb first
    ("Osallistuminen verkostoon", "Siikala maksaisi osallistumisesta 8 200 euroa vuodessa.", FEE),
    ("Katsaus", "Kunta on Uusi koulu -verkostossa. Osallistumiseen on käytetty 15 600 euroa.", FEE),
    ("Osallistuminen verkostoon", "Mukanaolosta peritään 3 000 euroa.", FEE),
    ("Osallistuminen verkostoon", "Strategian laadinta maksaisi 18 000 euroa.", "estimate"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "text", "kinds"), MATTERS, ids=[text[:40] for _, text, _ in MATTERS])
def test_kind_by_matter(title: str, text: str, kinds: str) -> None:
    found = find_money(f"{title}\n\n{text}", title=title)
    assert [one.value.kind.value for one in found] == kinds.split()
