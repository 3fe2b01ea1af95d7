"""Section headings, and sentences that only look like them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import SectionRole
from corpus.registry.headings import headings, match_heading


@pytest.mark.parametrize(
    ("line", "role", "name", "rest"),
    [
        ("Päätös", "decision", "decision", ""),
        ("PÄÄTÖS:", "decision", "decision", ""),
        ("Päätös:  Hyväksyttiin.", "decision", "decision", "  Hyväksyttiin."),
        (
            "Päätös Hyväksyttiin esityksen mukaisesti.",
            "decision",
            "decision",
            " Hyväksyttiin esityksen mukaisesti.",
        ),
        (
            "Päätös Kaupunginhallitus hyväksyi ehdotuksen.",
            "decision",
            "decision",
            " Kaupunginhallitus hyväksyi ehdotuksen.",
        ),
        ("Päätös      Asia jäi pöydälle", "decision", "decision", "      Asia jäi pöydälle"),
        ("  Päätös\u00a0", "decision", "decision", "\u00a0"),
        ("## Päätös", "decision", "decision", ""),
        ("**Päätös**", "decision", "decision", "**"),
        ("Lautakunnan päätös:", "decision", "decision", ""),
        ("Terveyden edistämisen lautakunnan päätös:", "decision", "decision", ""),
        ("Beslut", "decision", "decision", ""),
        ("Beslut:", "decision", "decision", ""),
        ("Lausunto:", "decision", "statement", ""),
        ("Päätösesitys Kaupunginhallitus päättää", "proposal", "proposal", " Kaupunginhallitus päättää"),
        ("Päätösehdotus", "proposal", "proposal", ""),
        ("Päätös\u00adehdotus:", "proposal", "proposal", ""),
        (
            "Päätösehdotus Hyvinvointialuejohtaja Mallikas Maria",
            "proposal",
            "proposal",
            " Hyvinvointialuejohtaja Mallikas Maria",
        ),
        ("Päätösehdotus rehtori Mallikas Maria", "proposal", "proposal", " rehtori Mallikas Maria"),
        (
            "Beslutsförslag bildningsdirektör Mallikas Maria",
            "proposal",
            "proposal",
            " bildningsdirektör Mallikas Maria",
        ),
        ("Päätösehdotus 1. Lautakunta päättää", "proposal", "proposal", " 1. Lautakunta päättää"),
        ("Ehdotus", "proposal", "proposal", ""),
        ("Kaupunginjohtajan esitys:", "proposal", "proposal", ""),
        ("Kunnanjohtajan päätösehdotus", "proposal", "proposal", ""),
        ("Hallituksen esitys", "proposal", "proposal", ""),
        ("Khall esitys", "proposal", "proposal", ""),
        ("Esittelijän ehdotus:", "proposal", "proposal", ""),
        ("Vs. kunnanjohtajan ehdotus:", "proposal", "proposal", ""),
        ("Stadsdirektörens förslag:", "proposal", "proposal", ""),
        ("Beslutsförslag", "proposal", "proposal", ""),
        ("Förslag", "proposal", "proposal", ""),
        ("Käsittely", "handling", "handling", ""),
        ("Asian käsittely", "handling", "handling", ""),
        ("Kaupunginhallituksen käsittely", "handling", "handling", ""),
        ("Äänestykset", "handling", "vote", ""),
        ("Eriävä mielipide", "handling", "dissent", ""),
        ("Behandling", "handling", "handling", ""),
        ("Perustelut", "reasons", "reasons", ""),
        ("Perustelut Kunnalla on kaksi koulua.", "reasons", "reasons", " Kunnalla on kaksi koulua."),
        ("Esittelijän perustelut", "reasons", "reasons", ""),
        ("Tiivistelmä:", "reasons", "summary", ""),
        ("Asia      Hankkeen rahoitus", "reasons", "matter", "      Hankkeen rahoitus"),
        ("Asia", "reasons", "matter", ""),
        ("Motivering", "reasons", "reasons", ""),
        ("Asian aikaisempi käsittely", "history", "history", ""),
        ("Beslutshistoria", "history", "history", ""),
        ("Valmistelija Matti Meikäläinen", "persons", "preparer", " Matti Meikäläinen"),
        ("Valmistelu ja lisätiedot:", "persons", "preparer", ""),
        ("Valmistelija / lisätiedot", "persons", "preparer", ""),
        ("Valmistelija(t)", "persons", "preparer", ""),
        ("Esittelijä Kaupunginjohtaja Anne", "persons", "presenter", " Kaupunginjohtaja Anne"),
        (
            "Esittelijä kaupunginjohtaja Maria Mallikas",
            "persons",
            "presenter",
            " kaupunginjohtaja Maria Mallikas",
        ),
        ("Föredragande", "persons", "presenter", ""),
        ("Lisätietoja antaa kaupunginsihteeri", "persons", "contact", " kaupunginsihteeri"),
        ("Beredning", "persons", "preparer", ""),
        ("Liite 1", "attachments", "attachments", " 1"),
        ("Liitteet", "attachments", "attachments", ""),
        ("Liitteet/oheismateriaali", "attachments", "attachments", ""),
        ("Oheismateriaali", "attachments", "other-material", ""),
        ("Bilagor", "attachments", "attachments", ""),
        ("Bilaga 2", "attachments", "attachments", " 2"),
        ("Täytäntöönpano-", "after", "implementation", ""),
        ("Täytäntöönpano\ufffetiedot", "after", "implementation", ""),
        ("Täytäntöönpano:", "after", "implementation", ""),
        ("Tiedoksi", "after", "delivery", ""),
        ("Otteet", "after", "excerpts", ""),
        ("Delgivning", "after", "delivery", ""),
        ("Muutoksenhakuohje:", "appeal", "appeal", ""),
        ("MUUTOKSENHAKUKIELTO", "appeal", "appeal", ""),
        ("Ändringssökande", "appeal", "appeal", ""),
        ("Aika 28.10.2024 klo 16.00", "cover", "time", " 28.10.2024 klo 16.00"),
        ("SAAPUVILLA OLLEET JÄSENET", "cover", "present", ""),
        ("Läsnä", "cover", "present", ""),
        ("MUUT SAAPUVILLA OLLEET", "cover", "others-present", ""),
    ],
)
def test_headings(line: str, role: str, name: str, rest: str) -> None:
    matched = match_heading(line)
    assert matched is not None
    heading, end = matched
    assert (heading.role.value, heading.name, line[end:]) == (role, name, rest)


@pytest.mark.parametrize(
    "line",
    [
        "Päätös on ehdollinen, kunnes se saa lainvoiman.",
        "Päätös Lapin hallinto-oikeudelle annettavasta lausunnosta",
        "Päätös 12.3.2020 § 5",
        "Päätösehdotus hyväksyttiin.",
        "Päätöksen perusteena on laki",
        "Päätösvalta kuuluu lautakunnalle",
        "Esitys perustuu kunnan strategiaan",
        "Esitys Lapin liitolle kehittämishankkeesta",
        "Ehdotus hyväksyttiin.",
        "Lausunto Pohjanmaan maakuntakaavasta",
        "Lausuntoa ei ole pyydetty",
        "Liitteenä on sopimus",
        "Liitteen 2 mukaan",
        "Asiassa on kuultu hakijaa",
        "Asia oli esillä kokouksessa",
        "Oikaisuvaatimus Kunnanhallituksen päätöksestä",
        "Esittelijä muutti ehdotustaan",
        "Esittelijän mukaan asia on kiireellinen",
        "Valmistelijat ovat kuulleet asukkaita",
        "Käsittely jatkui",
        "Läsnä olivat kaikki jäsenet",
        "Kuvaus on liitteenä",
        "Hallituksen esitys eduskunnalle laiksi",
        "Kunnan esitys:",
        "Beslutet är villkorligt",
        "Förslaget godkändes",
        "päätös",
        "Kaupunginhallitus 28.10.2024 § 257",
        "",
        "   ",
        "§ 12",
    ],
)
def test_prose_and_titles_are_no_headings(line: str) -> None:
    assert match_heading(line) is None


def test_every_role_has_a_heading() -> None:
    assert {heading.role for heading in headings()} == set(SectionRole)


def test_every_form_stands_alone_as_its_heading() -> None:
    plain = [(form, heading) for heading in headings() for form in heading.forms if form[0].isupper()]
    assert len(plain) > 250
    wrong = [form for form, heading in plain if match_heading(form) != (heading, len(form))]
    assert not wrong


@given(st.text(alphabet="Päätös ehdotukn:-\u00ad\u00a0\t1*()/", max_size=60))
def test_offsets_stay_within_the_line(line: str) -> None:
    matched = match_heading(line)
    assert matched is None or 0 < matched[1] <= len(line)


@pytest.mark.parametrize(
    "junk",
    [
        "§" * 1_000_000,
        "P" * 1_000_000,
        "Päätös " * 150_000,
        "Valmistelija / " * 70_000,
        " " * 1_000_000,
        "*" * 1_000_000,
    ],
)
def test_long_junk_is_read_quickly(junk: str) -> None:
    matched = match_heading(junk)
    assert matched is None or matched[1] <= 400
