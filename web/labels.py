"""What the records' values are called on the pages, in Finnish; ``locale/*.po`` translate them."""

from __future__ import annotations

from collections.abc import Mapping

OUTCOMES: Mapping[str, str] = {
    "approved_as_proposed": "Hyväksytty esityksen mukaan",
    "approved": "Hyväksytty",
    "amended": "Hyväksytty muutettuna",
    "rejected": "Hylätty",
    "tabled": "Jätetty pöydälle",
    "returned": "Palautettu valmisteluun",
    "noted": "Merkitty tiedoksi",
    "elected": "Valittu",
    "withdrawn": "Poistettu esityslistalta",
    "lapsed": "Rauennut",
    "other": "Muu päätös",
}
STATUSES: Mapping[str, str] = {
    "joined": "Liittyi",
    "participated": "Osallistui",
    "proposed": "Esitetty, ei päätetty",
    "declined": "Päätti olla liittymättä",
    "left": "Erosi",
    "mentioned": "Muu taho mainitsee",
    "contradictory": "Ristiriitaista tietoa",
    "no-evidence": "Ei mainintaa",
    "no-coverage": "Ei aineistoa",
}
SIGNS: Mapping[str, str] = {
    "joined": "●",
    "participated": "◉",
    "proposed": "◔",
    "declined": "✕",
    "left": "⊖",
    "mentioned": "○",
    "contradictory": "≠",
    "no-evidence": "–",
    "no-coverage": "?",
}
"""A sign for each status, so that colour is never the only difference."""

MEANINGS: Mapping[str, str] = {
    "joined": "Toimielin päätti, että kunta osallistuu.",
    "participated": "Kunta kertoo itse osallistuvansa tai osallistuneensa.",
    "proposed": "Asiaa on esitetty, mutta päätöstä siitä ei ole.",
    "declined": "Toimielin päätti, ettei kunta osallistu.",
    "left": "Kunta on päättänyt lopettaa osallistumisensa.",
    "mentioned": "Joku muu kuin kunta itse kertoo sen osallistuvan.",
    "contradictory": "Asiakirjat sanovat eri tavoin; kaikki tiedot näytetään.",
    "no-evidence": "Kunnan pöytäkirjoja on luettu, eikä niissä puhuta asiasta. "
    "Se ei tarkoita, ettei kunta osallistu.",
    "no-coverage": "Kunnan pöytäkirjoja tältä ajalta ei ole luettu, joten asiaa ei tiedetä.",
}
ROLES: Mapping[str, str] = {
    "chair": "puheenjohtaja",
    "vice-chair": "varapuheenjohtaja",
    "member": "jäsen",
    "deputy": "varajäsen",
    "presenter": "esittelijä",
    "preparer": "valmistelija",
    "secretary": "pöytäkirjanpitäjä",
    "inspector": "pöytäkirjantarkastaja",
    "contact": "yhteyshenkilö",
    "deputy-contact": "varayhteyshenkilö",
    "expert": "asiantuntija",
    "dissenter": "eriävän mielipiteen jättänyt",
    "disqualified": "esteellinen",
    "decision-maker": "päättäjä",
    "proposer": "ehdottaja",
    "seconder": "kannattaja",
    "elected": "valittu",
    "other": "muu rooli",
}
KINDS: Mapping[str, str] = {
    "minutes": "pöytäkirja",
    "agenda": "esityslista",
    "item": "pykälä",
    "officeholder-decision": "viranhaltijapäätös",
    "attachment": "liite",
    "network-page": "verkoston sivu",
    "project-card": "hankekortti",
    "other": "muu asiakirja",
}
MONEY: Mapping[str, str] = {
    "participation-fee": "osallistumismaksu",
    "membership-fee": "jäsenmaksu",
    "grant": "avustus",
    "price": "hinta",
    "rent": "vuokra",
    "tariff": "taksa",
    "budget": "talousarvion luku",
    "estimate": "arvio",
    "compensation": "korvaus",
    "other": "muu summa",
}
PERIODS: Mapping[str, str] = {
    "once": "kerran",
    "year": "vuodessa",
    "month": "kuukaudessa",
    "season": "kaudelta",
    "inhabitant": "asukkaalta",
    "inhabitant/year": "asukkaalta vuodessa",
    "person": "henkilöltä",
    "day": "päivältä",
    "hour": "tunnilta",
    "municipality/year": "kunnalta vuodessa",
    "m2": "neliömetriltä",
    "m3": "kuutiometriltä",
    "other": "muulta yksiköltä",
}
FACETS: Mapping[str, str] = {
    "municipality": "Kunta",
    "region": "Maakunta",
    "organ": "Toimielin",
    "year": "Vuosi",
    "outcome": "Päätös",
    "network": "Verkosto",
    "kind": "Asiakirjan laji",
}
FATES: Mapping[str, str] = {
    "gone": "poistunut lähteestä",
    "missing": "ei löydy lähteestä",
    "purged": "poistettu kirjastosta",
    "replaced": "esityslistan tilalle pöytäkirja",
    "amended": "muutettu",
    "returned": "palannut lähteeseen",
    "new": "uusi",
}
NEWS: Mapping[str, str] = {
    "new-join": "uusi liittyminen",
    "refusal": "päätös olla liittymättä",
    "leaving": "eroaminen",
    "proposal": "esitys",
    "amended-decision": "muutettu päätös",
    "contact-changed": "yhteyshenkilö vaihtunut",
}
HEALTH: Mapping[str, str] = {
    "ok": "kunnossa",
    "quiet": "hiljaa tavallista pitempään",
    "failing": "ei vastaa",
    "unvisited": "ei ole käyty",
}
LANGUAGES: Mapping[str, str] = {
    "fi": "suomi",
    "sv": "ruotsi",
    "en": "englanti",
    "se": "pohjoissaame",
}
ERRORS: Mapping[str, tuple[str, str]] = {
    "gone": ("Asia on poistettu", "Asiakirja on poistettu kirjastosta. Sen tekstiä ei ole enää."),
    "missing": ("Ei löydy", "Tällä nimellä ei ole mitään tässä kirjastossa."),
    "no-page": ("Ei löydy", "Tässä osoitteessa ei ole sivua."),
    "query": ("Hakua ei voi lukea", "Haussa on kohta, jota ei voi tulkita."),
    "address": ("Osoitetta ei voi lukea", "Osoitteessa on arvo, jota ei voi tulkita."),
    "request": ("Pyyntöä ei voi täyttää", "Sivuja voi vain lukea."),
    "busy": ("Palvelin on ruuhkautunut", "Kysyjiä on juuri nyt liikaa. Yritä hetken kuluttua uudelleen."),
    "building": (
        "Haku ei ole vielä valmis",
        "Hakuhakemistoa tehdään parhaillaan. Yritä hetken kuluttua uudelleen.",
    ),
    "slow": ("Haku kesti liian kauan", "Rajaa hakua ja yritä uudelleen."),
    "library": ("Kirjastoa ei voi lukea", "Yritä hetken kuluttua uudelleen."),
    "unexpected": ("Odottamaton virhe", "Virhe on kirjattu palvelimen lokiin."),
}
"""Heading and text of each error's page."""

TABLES: Mapping[str, Mapping[str, str]] = {
    "outcome": OUTCOMES,
    "status": STATUSES,
    "meaning": MEANINGS,
    "role": ROLES,
    "kind": KINDS,
    "money": MONEY,
    "per": PERIODS,
    "facet": FACETS,
    "fate": FATES,
    "news": NEWS,
    "health": HEALTH,
    "language": LANGUAGES,
}
