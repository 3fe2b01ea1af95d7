"""People and their roles in one item."""

# ruff: noqa: E501
from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.records import Role, Section, SectionRole
from ingest.extract.people import find_people

Row = tuple[str, str | None, str | None]

CASES: list[tuple[str, str, list[Row]]] = [
    # presenters
    ("label, title, name", "Esittelijä Kaupunginjohtaja Anne Heusala", [("presenter", "Anne Heusala", "kaupunginjohtaja")]),
    ("label, then a bullet", "Esittelijä\n\n  • Anna Niemi, kehittämispäällikkö, anna.niemi@kunta.fi\n\nLautakunta päättää", [("presenter", "Anna Niemi", "kehittämispäällikkö")]),
    ("label, title's line, name's line", "Esittelijä\nkulttuurin ja vapaa-ajan toimialajohtaja\nOlli Heino\nLisätiedot", [("presenter", "Olli Heino", "kulttuurin ja vapaa-ajan toimialajohtaja")]),
    ("in the proposal's heading, surname first", "Päätösehdotus Hyvinvointialuejohtaja Niemi Anna\nAluehallitus päättää", [("presenter", "Anna Niemi", "hyvinvointialuejohtaja")]),
    ("after a wide gap", "Päätösehdotus     Kaupunginjohtaja Olli Heino\nKaupunginhallitus ehdottaa", [("presenter", "Olli Heino", "kaupunginjohtaja")]),
    ("on the line below", "Päätösehdotus\nKaupunginjohtaja Olli Heino\nKaupunginhallitus ehdottaa", [("presenter", "Olli Heino", "kaupunginjohtaja")]),
    ("a line with a colon", "Kaupunginjohtaja Olli Heino:\nEhdotus\nKaupunginhallitus päättää", [("presenter", "Olli Heino", "kaupunginjohtaja")]),
    ("acting, surname only", "Vs. rakennuttamispäällikkö Kantola:\nUudistan päätösehdotuksen.", [("presenter", "Kantola", "rakennuttamispäällikkö")]),
    ("a heading of custom names nobody", "Kaupunginjohtajan esitys:\nPäätetään antaa lausunto.", []),
    ("genitive with the name", "Kunnanjohtaja Olli Heinon ehdotus:\nKunnanhallitus päättää", [("presenter", "Olli Heino", "kunnanjohtaja")]),
    ("title's line before the proposal", "Kaupunginjohtaja\nKaupunginhallitus päättää hyväksyä sopimuksen.", [("presenter", None, "kaupunginjohtaja")]),
    ("both roles in one label", "Valmistelija ja esittelijä: tekninen johtaja Olli Heino", [("preparer", "Olli Heino", "tekninen johtaja"), ("presenter", "Olli Heino", "tekninen johtaja")]),
    ("abbreviation in lower case, as all titles", "Esittelijä: ICT-päällikkö Anna Niemi", [("presenter", "Anna Niemi", "ict-päällikkö")]),
    ("Swedish", "Föredragande: stadsdirektör Anna Berg, tfn 050 123 4567", [("presenter", "Anna Berg", "stadsdirektör")]),
    # preparers
    ("with address", "Valmistelu ja lisätiedot:\n\nkaupunginjohtaja Anne Heusala  \nanne.heusala(at)kaupunki.fi, 040 123 4567\n\nEsittely", [("preparer", "Anne Heusala", "kaupunginjohtaja")]),
    ("list of names and phones", "Valmistelijat / lisätiedot:\nAnna Niemi, puh.  050 123 4567\nElina Yli-Oja, puh.  046 123 4567\netunimi.sukunimi@kaupunki.fi\nPäätösehdotus", [("preparer", "Anna Niemi", None), ("preparer", "Elina Yli-Oja", None)]),
    ("wrapped list in a column", "Valmistelijat Oulun kaupungin konsernihallinto, talousjohtaja Olli Heino\npuh. 0400 123 456, talouspäällikkö Anna Niemi puh. 044 703\n1236 ja konsernicontroller Liisa Elo puh. 044 703 9999\nTäytäntöönpano- Asia valtuustoon", [("preparer", "Olli Heino", "talousjohtaja"), ("preparer", "Anna Niemi", "talouspäällikkö"), ("preparer", "Liisa Elo", "konsernicontroller")]),
    ("dated line", "Apulaiskaupunginjohtaja Olli Heino, kaupunginsihteeri Anna Niemi 18.4.2017:\nUuden kuntalain", [("preparer", "Olli Heino", "apulaiskaupunginjohtaja"), ("preparer", "Anna Niemi", "kaupunginsihteeri")]),
    ("in a sentence", "Asian valmisteli talousjohtaja Olli Heino.", [("preparer", "Olli Heino", "talousjohtaja")]),
    ("all on one line", "Valmistelija: hallintojohtaja Anna Niemi, p. 040 123 4567, anna.niemi@kunta.fi Esittelijä: kunnanjohtaja Olli Heino Päätösehdotus: Kunnanhallitus päättää", [("preparer", "Anna Niemi", "hallintojohtaja"), ("presenter", "Olli Heino", "kunnanjohtaja")]),
    ("Swedish heading", "Beredning\n\nekonomichef Karl Berg", [("preparer", "Karl Berg", "ekonomichef")]),
    # contacts
    ("name, title, phone", "Lisätiedot\nAnna Niemi, projektipäällikkö, puhelin: 310 20632\nanna.niemi@kaupunki.fi\nMuutoksenhaku", [("contact", "Anna Niemi", "projektipäällikkö")]),
    ("appointed by title", "2. verkostoyhdyshenkilöksi nimetään kaupunginjohtaja ja varahenkilöksi talousjohtaja,", [("contact", None, "kaupunginjohtaja"), ("deputy-contact", None, "talousjohtaja")]),
    ("appointed, genitive titles", "Kunnanhallitus nimeää yhteyshenkilöksi kunnanjohtajan ja varahenkilöksi hallintojohtajan.", [("contact", None, "kunnanjohtaja"), ("deputy-contact", None, "hallintojohtaja")]),
    ("appointed by name", "Yhteyshenkilöksi nimetään kehittämispäällikkö Anna Niemi ja varayhteyshenkilöksi Olli Heino.", [("contact", "Anna Niemi", "kehittämispäällikkö"), ("deputy-contact", "Olli Heino", None)]),
    ("contact card", "Anna Niemi\nAnna Niemi\nJohtava asiantuntija\nLähetä viesti", [("contact", "Anna Niemi", "johtava asiantuntija")]),
    # experts
    ("who presented the matter", "Yhteisömanageri Katja Repo esitteli toimintamallin arviointia.", [("expert", "Katja Repo", "yhteisömanageri")]),
    ("heard", "Asian aikana kuultavana oli talous- ja suunnittelupäällikkö Olli Heino.", [("expert", "Olli Heino", "talous- ja suunnittelupäällikkö")]),
    ("inflected", "Lautakunta kuuli asiaa. Asiantuntijana kuultiin talousjohtaja Ville Virtasta.", [("expert", "Ville Virtanen", "talousjohtaja")]),
    # disqualified, dissenting
    ("declared disqualified", "Ville Virtanen ilmoitti olevansa esteellinen ja poistui.", [("disqualified", "Ville Virtanen", None)]),
    ("several left", "Esteellisinä poistuivat kokouksesta Ville Virtanen ja Liisa Elo.", [("disqualified", "Ville Virtanen", None), ("disqualified", "Liisa Elo", None)]),
    ("with title", "Kunnanjohtaja Olli Heino poistui kokouksesta esteellisenä.", [("disqualified", "Olli Heino", "kunnanjohtaja")]),
    ("did not take part", "Johanna Elo ei osallistunut asian käsittelyyn esteellisenä.", [("disqualified", "Johanna Elo", None)]),
    ("not disqualified", "Liisa Elo ei ollut esteellinen.", []),
    ("Swedish jäv", "Karl Berg anmälde jäv och avlägsnade sig.", [("disqualified", "Karl Berg", None)]),
    ("dissent", "Liisa Elo jätti eriävän mielipiteen.", [("dissenter", "Liisa Elo", None)]),
    ("dissent, verb first", "Eriävän mielipiteensä päätökseen ilmoittivat Ville Virtanen ja Liisa Elo.", [("dissenter", "Ville Virtanen", None), ("dissenter", "Liisa Elo", None)]),
    # proposers and seconders
    ("surnames only", "Elo Männikön ym. kannattamana teki seuraavan muutosehdotuksen:", [("proposer", "Elo", None), ("seconder", "Männikkö", None)]),
    ("both genitive", "Asia pantiin pöydälle Lundqvistin Laaksosen kannattamana tekemästä ehdotuksesta.", [("proposer", "Lundqvist", None), ("seconder", "Laaksonen", None)]),
    ("full names", "Valtuutettu Liisa Elo ehdotti valtuutettu Teija Mattilan kannattamana, että asia palautetaan.", [("proposer", "Liisa Elo", None), ("seconder", "Teija Mattila", None)]),
    ("the second says so", "Liisa Elo esitti, että asia palautetaan. Ville Virtanen kannatti esitystä.", [("proposer", "Liisa Elo", None), ("seconder", "Ville Virtanen", None)]),
    ("labelled", "Vastaehdotus:\nLiisa Elo: Kohta 2 poistetaan.\nKannattaja: Ville Virtanen\n", [("proposer", "Liisa Elo", None), ("seconder", "Ville Virtanen", None)]),
    ("on somebody's proposal", "Jaosto päätti panna asian pöydälle Daniel Petrovin ehdotuksesta.", [("proposer", "Daniel Petrov", None)]),
    ("Swedish proposal", "Anna Niemi föreslog understödd av Karl Berg att ärendet bordläggs.", [("proposer", "Anna Niemi", None), ("seconder", "Karl Berg", None)]),
    ("which somebody seconds", "Jäsen Aro teki vastaehdotuksen, jota jäsen Oja kannatti.", [("proposer", "Aro", None), ("seconder", "Oja", None)]),
    ("a name in -ma in the genitive", "Minna Elo ehdotti Antti Vuorelman kannattamana, että asia jätetään pöydälle.", [("proposer", "Minna Elo", None), ("seconder", "Antti Vuorelma", None)]),
    ("heading on the sentence's line", "Behandling Ledamot Göran Berg föreslog att ärendet bordläggs.", [("proposer", "Göran Berg", None)]),
    # elections
    ("inspectors", "Pöytäkirjantarkastajiksi valittiin Ville Virtanen ja Liisa Elo sekä varalle Anna Niemi.", [("inspector", "Ville Virtanen", None), ("inspector", "Liisa Elo", None), ("deputy", "Anna Niemi", None)]),
    ("inspectors in turn", "Tarkastusvuorossa ovat Ville Virtanen ja Liisa Elo.", [("inspector", "Ville Virtanen", None), ("inspector", "Liisa Elo", None)]),
    ("elected and a deputy", "Valittiin Ville Virtanen ja Liisa Elo sekä varalle Anna Niemi.", [("elected", "Ville Virtanen", None), ("elected", "Liisa Elo", None), ("elected", "Anna Niemi", None)]),
    ("elected to offices", "Kaupunginhallitus valitsi puheenjohtajaksi Ville Virtasen ja varapuheenjohtajaksi Liisa Lahtisen.", [("elected", "Ville Virtanen", "puheenjohtaja"), ("elected", "Liisa Lahtinen", "varapuheenjohtaja")]),
    ("inspectors without the word minutes", "Tarkastajiksi valittiin Ville Virtanen ja Liisa Elo.", [("inspector", "Ville Virtanen", None), ("inspector", "Liisa Elo", None)]),
    ("personal deputies", "Valtuusto valitsi lautakuntaan jäseniksi seuraavat:\nVille Virtanen (varajäsen Liisa Elo)", [("elected", "Ville Virtanen", "jäsen"), ("elected", "Liisa Elo", "varajäsen")]),
    ("Swedish election", "Till ordförande valdes Anna Berg och till vice ordförande Karl Ek.", [("elected", "Anna Berg", "ordförande"), ("elected", "Karl Ek", "vice ordförande")]),
    ("a chosen firm", "Lautakunta päätti valita liikennöitsijäksi Marjakankaan Taksi Oy:n.", []),
    ("a contractor is not elected", "Urakoitsijaksi valittiin Rakennus Ville Virtanen Oy.", []),
    # officeholders, signatures
    ("officeholder", "Päätös\nVs. kaupunginjohtaja Anna Niemi päättää myöntää avustuksen.", [("decision-maker", "Anna Niemi", "kaupunginjohtaja")]),
    ("officeholder by title", "Päätös\nAsuntotuotantopäällikkö päätti tilata työt.", [("decision-maker", None, "asuntotuotantopäällikkö")]),
    ("labelled officeholder", "Päätöksen tekijä\nAnna Niemi, hallintojohtaja\n", [("decision-maker", "Anna Niemi", "hallintojohtaja")]),
    ("chair and secretary", "Puheenjohtajana toimi Ville Virtanen ja sihteerinä hallintosihteeri Liisa Elo.", [("chair", "Ville Virtanen", None), ("secretary", "Liisa Elo", "hallintosihteeri")]),
    ("signatures", "puheenjohtaja Ville Virtanen, pöytäkirjanpitäjä Liisa Elo", [("chair", "Ville Virtanen", None), ("secretary", "Liisa Elo", None)]),
    # nobody
    ("private persons", "Valittaja Ville Virtanen katsoo, että päätös on virheellinen. Asukas Liisa Elo esitteli asiaa.", []),
    ("street, park and school", "Aleksis Kiven katu 5, Urho Kekkosen puisto ja Minna Canthin koulu valittiin kohteiksi.", []),
    ("body that proposes", "Kaupunginhallitus ehdottaa, että valtuusto valitsee jäsenet.", []),
    ("question of unanimity", "Puheenjohtaja tiedusteli, voidaanko ehdotus hyväksyä.", []),
    # names in either order, and in case forms
    ("surname first, both inflected", "Haapala Pekka ehdotti Kivimäen Liisan kannattamana, että asia palautetaan.", [("proposer", "Pekka Haapala", None), ("seconder", "Liisa Kivimäki", None)]),
    ("the seconder between the verb and the proposal", "Kokouksessa Harju Outi teki Koskela Heikin kannattamana vastaehdotuksen, että hintaa ei koroteta.", [("proposer", "Outi Harju", None), ("seconder", "Heikki Koskela", None)]),
    ("pluperfect", "Puheenjohtaja totesi, että jäsen Haapala oli Ruususen kannattamana ehdottanut, ettei valoja sammuteta.", [("proposer", "Haapala", None), ("seconder", "Ruusunen", None)]),
    ("an unknown given name before the cue", "Pekka Haapala ehdotti Tuure-Matteus Kivirannan kannattamana asian jättämistä pöydälle.", [("proposer", "Pekka Haapala", None), ("seconder", "Tuure-Matteus Kiviranta", None)]),
    ("an initial", "Pekka Haapala ehdotti asian pöydälle jättämistä O. Kivisen kannattamana.", [("proposer", "Pekka Haapala", None), ("seconder", "O. Kivinen", None)]),
    ("whose proposal another seconded", "Vastaan äänesti Pekka Haapala, jonka ehdotusta vuokrasta Liisa Koskela kannatti muodollisesti.", [("proposer", "Pekka Haapala", None), ("seconder", "Liisa Koskela", None)]),
    ("seconders told after", "Liisa Koskela ehdotti, että asia palautetaan. Kannattajia olivat Pekka Haapala ja Outi Harju.", [("proposer", "Liisa Koskela", None), ("seconder", "Pekka Haapala", None), ("seconder", "Outi Harju", None)]),
    ("a comma inside the name", "Koskela, Liisa esitti, että asia jätetään pöydälle. Esitystä kannatti Haapala, Pekka.", [("proposer", "Liisa Koskela", None), ("seconder", "Pekka Haapala", None)]),
    ("no Finnish genitive in Swedish", "Petra Berg föreslog, understödd av Emil Holm-Gran, att motionen godkänns.", [("proposer", "Petra Berg", None), ("seconder", "Emil Holm-Gran", None)]),
    ("Swedish support", "Ledamoten Berg, Anna föreslog att skattesatsen sänks. Förslaget fick understöd av Holm, Erik.", [("proposer", "Anna Berg", None), ("seconder", "Erik Holm", None)]),
    ("a motion of long ago proposes nothing", "Valtuutettu Pekka Haapala esitti 26.3.2012 jättämässään aloitteessa, että ladut valaistaan.", []),
    # presenters without their label
    ("under the diary number", "Bidrag till trafiken\n118/08.00.00/2023\nKommundirektör Holm-Ek Lars\nTrafiken mellan holmarna sköts av ett bolag.", [("presenter", "Lars Holm-Ek", "kommundirektör")]),
    ("at the end of the line before the proposal", "Henkilötyövuosia on 311. Toimialajohtaja Outi Koskela-Harju:\nEhdotus\nLautakunta hyväksyy suunnitelman.", [("presenter", "Outi Koskela-Harju", "toimialajohtaja")]),
    ("a line far from the margin", "Valmistelijat: rakennusmestari Pekka Haapala ja Koskela Elina, toimistosihteeri\n\n                    Kunnanjohtaja Harju Outi:\n\n                    Kunnanhallitus päättää valita urakoitsijan.", [("preparer", "Pekka Haapala", "rakennusmestari"), ("preparer", "Elina Koskela", "toimistosihteeri"), ("presenter", "Outi Harju", "kunnanjohtaja")]),
    ("in brackets", "Khall 8.1.2024 § 9\n(valmistelija: vapaa-aikasihteeri Outi Harju)\nNuorisovaltuusto on tehnyt esityksen.", [("preparer", "Outi Harju", "vapaa-aikasihteeri")]),
    # who signs
    ("an office decides, its holder signs", "Päätös\n14.1.2022\nDigijohtaja päätti hankkia lisenssit.\nLisätiedot\nPekka Haapala, hankinta-asiantuntija\nOuti Harju\ndigijohtaja", [("contact", "Pekka Haapala", "hankinta-asiantuntija"), ("decision-maker", "Outi Harju", "digijohtaja")]),
    ("the date on the decision's line", "Päätös\n11.1.2022 Rehtori päätti valita opettajan.\nPerustelut\nHakemuksia tuli 18.\nPekka Haapala\nrehtori", [("decision-maker", "Pekka Haapala", "rehtori")]),
    ("Swedish signature", "TJÄNSTEINNEHAVARBESLUT § 7\n\nJag beslutar att ombud är ordföranden.\n\nAnna Berg\nkommundirektör", [("decision-maker", "Anna Berg", "kommundirektör")]),
    ("decision-maker's label", "Päätöksen tekijä\nPekka Haapala, kaupunginarkkitehti\n\nLisätiedot", [("decision-maker", "Pekka Haapala", "kaupunginarkkitehti")]),
    ("a diary prefix is nobody", "Dno OTT/55/00.02.00/2017\nValmistelija Pekka Haapala, tekninen johtaja", [("preparer", "Pekka Haapala", "tekninen johtaja")]),
    # the minutes' inspectors
    ("inspectors by the item's title", "§ 141 Pöytäkirjan tarkastajat\n\nValittiin Pekka Haapala ja Outi Harju.", [("inspector", "Pekka Haapala", None), ("inspector", "Outi Harju", None)]),
    ("Swedish inspectors", "Beslut: Till justerare utsågs Anna Berg och Erik Holm.", [("inspector", "Anna Berg", None), ("inspector", "Erik Holm", None)]),
    # contacts
    ("delegates by their offices", "Valiokunta päättää nimetä tapaamisiin talousjohtajan ja hänen varalleen sivistysjohtajan.", [("contact", None, "talousjohtaja"), ("deputy-contact", None, "sivistysjohtaja")]),
    ("a deputy by a pronoun", "Yhteyshenkilöiksi nimetään hallintojohtaja ja hänen varalleen palvelupäällikkö.", [("contact", None, "hallintojohtaja"), ("deputy-contact", None, "palvelupäällikkö")]),
    ("in place of", "Yhdyshenkilönä toimii kunnanjohtaja, hänen sijaisenaan hallintosihteeri.", [("contact", None, "kunnanjohtaja"), ("deputy-contact", None, "hallintosihteeri")]),
    ("representative and deputy by office", "Edustajaksi nimettiin konsernijohtaja ja varaedustajaksi lukiokoulutuksen päällikkö.", [("contact", None, "konsernijohtaja"), ("deputy-contact", None, "lukiokoulutuksen päällikkö")]),
    ("the contact is", "Kunta osallistuu hankkeeseen, ja yhteyshenkilö on Outi Harju.", [("contact", "Outi Harju", None)]),
    ("Swedish contact", "Till kontaktperson utses utvecklingschefen.", [("contact", None, "utvecklingschef")]),
    # heard, disqualified, dissenting
    ("heard in a sentence of its own", "Esityksestä äänestettiin. Kuultiin tietosuojavastaava Pekka Haapala.", [("expert", "Pekka Haapala", "tietosuojavastaava")]),
    ("told on another day", "Talouspäällikkö Haapala selvitti arviota valtuustoseminaarissa 5.12.2017.", []),
    ("took no part", "Haapala Pekka (yhtiön hallituksen jäsen) ei osallistunut asian käsittelyyn.", [("disqualified", "Pekka Haapala", None)]),
    ("dissents below the count", "Jaa-äänet: 8\nEi-äänet: 5\nPekka Haapala jätti eriävän mielipiteen.", [("dissenter", "Pekka Haapala", None)]),
    ("dissent that asks not to do", "Pekka Haapala ilmoitti eriävän mielipiteensä: hankkeeseen ei tule käyttää varoja.", [("dissenter", "Pekka Haapala", None)]),
    ("an acting title of its own", "Esittelijä: ts. kunnanjohtaja Outi Harju", [("presenter", "Outi Harju", "kunnanjohtaja")]),
]  # fmt: skip


def rows(text: str, sections: tuple[Section, ...] = ()) -> list[Row]:
    return [(f.value.role.value, f.value.name, f.value.title) for f in find_people(text, sections)]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_people(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        (
            "Yhteyshenkilöt   Asiantuntija Ville Virtanen, Kuntaliitto ja Olli Heino, FCG Konsultointi Oy.\n"
            "Yhteyshenkilöt Oukalla: kehittämispäällikkö Maria Ala-Siuru\nLiitteet",
            {"Ville Virtanen": "Kuntaliitto", "Olli Heino": "FCG Konsultointi Oy", "Maria Ala-Siuru": "Ouka"},
        ),
        ("Lisätietoja antaa myös Kuntaliiton Elisa Elo, puh. 050 123 4567.", {"Elisa Elo": "Kuntaliitto"}),
    ],
)
def test_organisations(text: str, organisations: dict[str, str]) -> None:
    assert {f.value.name: f.value.organisation for f in find_people(text)} == organisations


def test_an_earlier_bodys_handling_gives_nobody() -> None:
    text = "Esittelijä Kaupunginjohtaja Olli Heino\n\nEsittelijä Tekninen johtaja Anna Niemi\n"
    cut = text.index("Esittelijä Tekninen")
    history = Section(role=SectionRole.HISTORY, heading="Päätöshistoria", start=0, end=cut)
    persons = Section(role=SectionRole.PERSONS, heading="Esittelijä", start=cut, end=len(text))
    assert rows(text, (history, persons)) == [("presenter", "Anna Niemi", "tekninen johtaja")]


def test_who_signs_the_grounds_presented_the_matter() -> None:
    text = "Päätös\nLautakunta päätti vuokrata alueen.\nPäätöksen perustelut\nAlue on ollut kesäkäytössä.\nOuti Harju\ntonttipäällikkö\nLisätiedot\nPekka Haapala, vuokravalmistelija"
    starts = [text.index(heading) for heading in ("Päätös\n", "Päätöksen perustelut", "Lisätiedot")]
    sections = (
        Section(role=SectionRole.DECISION, heading="Päätös", start=starts[0], end=starts[1]),
        Section(role=SectionRole.REASONS, heading="Päätöksen perustelut", start=starts[1], end=starts[2]),
        Section(role=SectionRole.PERSONS, heading="Lisätiedot", start=starts[2], end=len(text)),
    )
    assert rows(text, sections) == [
        ("presenter", "Outi Harju", "tonttipäällikkö"),
        ("contact", "Pekka Haapala", "vuokravalmistelija"),
    ]


def test_a_page_without_line_ends() -> None:
    text = "Kuljetuksiin on varattu 415 000 euroa. Valmistelija Koskela-Niemi Outi Päätösehdotus Sivistysjohtaja Harju Toni Lautakunta hyväksyy. Päätös Hyväksyttiin."
    sections = (
        Section(role=SectionRole.PERSONS, heading="Valmistelija", start=39, end=71),
        Section(role=SectionRole.PROPOSAL, heading="Päätösehdotus", start=71, end=133),
    )
    assert text[39:51] == "Valmistelija"
    assert text[71:84] == "Päätösehdotus"
    assert rows(text, sections) == [
        ("preparer", "Outi Koskela-Niemi", None),
        ("presenter", "Toni Harju", "sivistysjohtaja"),
    ]


def test_grounds_tell_what_others_once_proposed() -> None:
    text = "Ville Virtanen esitti, että asia palautetaan."
    reasons = Section(role=SectionRole.REASONS, heading="Selostus", start=0, end=len(text))
    assert rows(text, (reasons,)) == []


def test_once_per_role_with_the_title() -> None:
    text = "Esittelijä\nAnna Niemi\n\nPäätösehdotus\nKaupunginjohtaja Anna Niemi\nKaupunginhallitus päättää"
    assert rows(text) == [("presenter", "Anna Niemi", "kaupunginjohtaja")]


def test_a_bare_surname_becomes_the_full_name_told_elsewhere() -> None:
    text = "Boman teki seuraavan muutosehdotuksen. Kurt Boman jätti eriävän mielipiteen."
    assert rows(text) == [("proposer", "Kurt Boman", None), ("dissenter", "Kurt Boman", None)]


def test_the_place_is_the_words() -> None:
    text = "Esittelijä\u00a0Kaupunginjohtaja\u00a0Anne\u00a0Heusala\n"
    (found,) = find_people(text)
    assert text[found.start : found.end] == "Kaupunginjohtaja\u00a0Anne\u00a0Heusala"
    assert found.value.title == "kaupunginjohtaja"


def seed(shared: Path, name: str) -> list[Row]:
    return rows((shared / "seeds" / name).read_text(encoding="utf-8"))


def test_seed_mantta(shared: Path) -> None:
    assert seed(shared, "mantta-vilppula-uso8.txt") == [
        ("preparer", "Anne Heusala", "kaupunginjohtaja"),
        ("presenter", "Anne Heusala", "kaupunginjohtaja"),
        ("contact", None, "kaupunginjohtaja"),
        ("deputy-contact", None, "talousjohtaja"),
    ]


def test_seed_tuusula(shared: Path) -> None:
    assert seed(shared, "tuusula-hyte-lautakunta-12.txt") == [
        ("preparer", "Heidi Hagman", "kehittämispäällikkö"),
        ("presenter", "Heidi Hagman", "kehittämispäällikkö"),
        ("expert", "Katja Repo", "yhteisömanageri"),
    ]


def test_seed_oulu(shared: Path) -> None:
    assert seed(shared, "oulu-hanketietokanta-khe.txt") == [
        ("contact", "Ville Nieminen", "asiantuntija"),
        ("contact", "Kimmo Haapasalo", None),
        ("contact", "Maria Ala-Siuru", "kehittämispäällikkö"),
    ]


def test_seed_network_page(shared: Path) -> None:
    assert seed(shared, "fcg-verkostohankkeet.txt") == [
        ("contact", "Timo Nousiainen", "johtava asiantuntija"),
        ("contact", "Terhi Päivärinta", "johtava asiantuntija"),
        ("contact", "Elisa Kettunen", None),
        ("contact", "Kimmo Haapasalo", "johtaja"),
    ]


def test_seed_slides_name_nobody(shared: Path) -> None:
    assert seed(shared, "tuusula-kehittamisverkostot-slides.txt") == []


PARTS = [
    "Esittelijä", "Valmistelijat:", "Lisätiedot", "\n", " ", "Anna Niemi", "kaupunginjohtaja", ", ", " ja ", "puh. 050 123 4567", "a@b.fi",
    "esteellinen", "ilmoitti", "kannattamana", "valittiin", "Elo", "Päätösehdotus", ":", "• ", "§ 5", "(", ")", "yhteyshenkilöksi", "\t",
]  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PARTS), max_size=40).map("".join)))
def test_any_text(text: str) -> None:
    found = find_people(text)
    for person in found:
        assert 0 <= person.start < person.end <= len(text)
        assert person.value.name or person.value.title
    keys = [(f.value.role, f.value.name or f.value.title) for f in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "unit", ["§", "(", "1", "A", "Aa ", "puh. 0", "Esittelijä ", "\n", "- ", "Anna Niemi "]
)
def test_a_long_run_of_one_thing_ends(unit: str) -> None:
    assert len(find_people(unit * (50_000 // len(unit)))) <= 1


def test_every_role_has_a_case() -> None:
    told = {row[0] for row in itertools.chain.from_iterable(case[2] for case in CASES)}
    assert {role.value for role in Role} - told == {
        "member",
        "vice-chair",
        "other",
    }  # these come of attendance lists
