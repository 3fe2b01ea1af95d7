"""What an amount is: its VAT, its kind, who pays it."""

from __future__ import annotations

import pytest

from corpus.records import Money, MoneyKind, Vat
from ingest.extract.found import Found
from ingest.extract.money import find_money


def exact(text: str) -> list[Found[Money]]:
    """The amounts found, after checking that each one's text is its own slice."""
    found = find_money(text)
    for one in found:
        assert text[one.start : one.end] == one.value.text
    return found


EX, IN, NO = Vat.EXCLUDED, Vat.INCLUDED, Vat.UNKNOWN
VAT = [
    ("plus ALV", "9 000 euroa + ALV", [EX]),
    ("plus with rate", "250 euroa + alv 24 %", [EX]),
    ("nil rate in brackets", "62 235 euroa (alv 0 %)", [EX]),
    ("nil rate, tight", "hinta on 5 €, alv 0%.", [EX]),
    ("without", "500 euroa ilman arvonlisäveroa", [EX]),
    ("adjective before", "veroton hinta on 500 euroa", [EX]),
    ("adjective far before", "arvonlisäveroton kokonaisarvo sopimuskaudella on 195 000 euroa", [EX]),
    ("adjective after", "tilattiin 20.000,00 euron arvonlisäverottomaan kokonaishintaan", [EX]),
    ("added on top", "Hinta on 500 euroa, johon lisätään arvonlisävero.", [EX]),
    ("not in it", "Hinta 500 euroa ei sisällä arvonlisäveroa.", [EX]),
    ("Swedish nil", "500 euro, moms 0 %", [EX]),
    ("Swedish without", "500 euro exkl. moms", [EX]),
    ("label above", "Tilaukset ilman arvonlisäveroa:\nerä: 500 euroa", [EX]),
    ("rate after a price", "hintaan 30.720,90 euroa (alv 24 %).", [IN]),
    ("sis. alv", "500 euroa (sis. alv 25,5 %)", [IN]),
    ("sis. alv 0 % is none", "500 euroa (sis. alv 0 %)", [EX]),
    ("contains", "Hinta 500 euroa sisältää arvonlisäveron.", [IN]),
    ("Swedish with", "500 euro inkl. moms", [IN]),
    ("nothing said", "500 euroa", [NO]),
    ("another sentence", "Maksu on 500 euroa. Muut hinnat ovat verottomia.", [NO]),
    ("only the first", "Maksu on 1 000 euroa + alv ja kulut 50 euroa.", [EX, NO]),
    ("through brackets", "Vuokra on 250 €/kk (10 €/m²/kk) + alv 24 %.", [EX, EX]),
    ("each its own", "A 10 euroa (alv 0 %) ja B 12 euroa (sis. alv).", [EX, IN]),
    ("added in the next sentence", "Maksu on 3 000 euroa vuodessa. Maksuun lisätään arvonlisävero.", [EX]),
    ("added, turned round", "Maksu on 3 000 euroa. Arvonlisävero lisätään maksuun.", [EX]),
    ("charged besides", "Maksu on 3 000 euroa. Lisäksi peritään arvonlisävero.", [EX]),
    ("two sentences on", "Maksu on 9 euroa. Siihen kuuluu työpaja. Maksuun lisätään arvonlisävero.", [EX]),
    ("far on, with no price named", "Maksu on 9 euroa. Siihen kuuluu työ. Lisäksi tulee alv.", [NO]),
    ("in the next sentence", "Vuokra on 500 euroa. Vuokraan sisältyy arvonlisävero.", [IN]),
    ("in the next, with its rate", "Lippu on 5 euroa. Hintaan sisältyy 25,5 %:n arvonlisävero.", [IN]),
    ("not in it, turned round", "Hinta on 500 euroa, arvonlisävero ei sisälly hintaan.", [EX]),
    ("in it, turned round", "Hinta on 500 euroa. Arvonlisävero sisältyy hintaan.", [IN]),
    (
        "next sentence, first kind",
        "Osallistumismaksu on 10 euroa ja matkakulut 5 euroa. Maksuun lisätään alv.",
        [EX, NO],
    ),
    (
        "next sentence, several prices",
        "A maksaa 10 euroa. B maksaa 5 euroa. Hintoihin lisätään alv.",
        [EX, EX],
    ),
    ("one price, nearest sentence", "A maksaa 10 euroa. B maksaa 5 euroa. Hintaan lisätään alv.", [NO, EX]),
    ("the sentence before", "Hintoihin sisältyy arvonlisävero. A maksaa 5 euroa ja B 40 euroa.", [IN, IN]),
    ("not over a blank line", "A maksaa 5 euroa.\n\nHintoihin sisältyy arvonlisävero.", [NO]),
    ("what is beside it comes first", "A maksaa 5 euroa (alv 0 %). Hintaan sisältyy arvonlisävero.", [EX]),
    ("both of a sentence", "A on 1,95 euroa ja B 2,60 euroa, molemmat sisältäen arvonlisäveron.", [IN, IN]),
    ("label of a list", "Hinnat (alv 0 %):\n- a 5 €\n- b 6 €\n\nMuut 7 €", [EX, EX, NO]),
    ("nil rate over a line", "Maksu on 0,25 euroa, alv 0 \n%.", [EX]),
    ("nil rate over a line, no space", "Maksu on 0,25 euroa, alv 0\n%.", [EX]),
    ("Swedish, next sentence", "Avgiften är 3 000 euro. Moms tillkommer.", [EX]),
    ("Swedish, in it", "Avgiften är 3 000 euro. Moms ingår i priset.", [IN]),
    ("a label and its list", "Maksut (sis. alv): laatikko 5 €, säkki 2 € ja lava 9 €.", [IN, IN, IN]),
    ("a label, Swedish", "Anbud (exkl. moms): Ett Ab 5 000 euro, Två Ab 6 000 euro.", [EX, EX]),
    ("a label, not past its sentence", "Hinta (alv 0 %): säkki 5 €. Lava maksaa 9 €.", [EX, NO]),
    ("after the last of like prices", "Yksi Oy tarjosi 50 euroa ja Kaksi Oy 60 euroa (alv 0 %).", [EX, EX]),
    ("of all the sentence's units", "Työ maksaa 50 €/h ja matka 2 €/kpl (alv 0 %).", [EX, EX]),
    ("in the middle, of what stands before", "Työ maksaa 50 € (alv 0 %) ja matka 2 €/kpl.", [EX, NO]),
    ("a total of it", "Maksu on 0,10 €/asukas (alv 0 %), yhteensä 900 euroa.", [EX, EX]),
    ("a total of it, Swedish", "Avgiften är 0,10 euro/invånare (moms 0 %), sammanlagt 900 euro.", [EX, EX]),
    ("the new for the old", "Hinta on 2 € (alv 0 %). Ajalla on merkitystä. Uusi hinta on 3 €.", [EX, EX]),
    (
        "no successor, too far apart",
        "Hinta on 2 € (alv 0 %). Ajalla on merkitystä. Uusi hinta on 90 €.",
        [EX, NO],
    ),
    ("said once for both", "hinta nousee 290 eurosta 354 euroon (alv 0 %)", [EX, EX]),
]


@pytest.mark.parametrize(("text", "vats"), [case[1:] for case in VAT], ids=[case[0] for case in VAT])
def test_vat(text: str, vats: list[Vat]) -> None:
    assert [one.value.vat for one in exact(text)] == vats


KIND = MoneyKind
KINDS = [
    ("USO-verkoston osallistumismaksu on 9 000 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Verkostoon osallistuminen maksaa 4 500 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Verkoston hinta on 4 500 euroa + alv.", [KIND.PARTICIPATION_FEE]),
    ("Deltagaravgiften är 9 000 euro.", [KIND.PARTICIPATION_FEE]),
    (
        "Osallistumismaksut:\n- alle 5 000 asukasta 3 000 euroa\n- muut 5 000 euroa",
        [KIND.PARTICIPATION_FEE] * 2,
    ),
    ("Jäsenmaksu nousee 290 eurosta 354 euroon.", [KIND.MEMBERSHIP_FEE] * 2),
    ("Medlemsavgiften är 0,50 euro per invånare.", [KIND.MEMBERSHIP_FEE]),
    ("Seuralle myönnetään 3 000 euron avustus.", [KIND.GRANT]),
    ("Föreningen beviljas 3 000 euro i understöd.", [KIND.GRANT]),
    ("Kuukausivuokra on 530 euroa.", [KIND.RENT]),
    ("Vuokra on noin 500 euroa.", [KIND.RENT]),
    ("Käsittelystä peritään taksan mukaan 610,29 euroa.", [KIND.TARIFF]),
    ("Maksu\n1 297 euroa", [KIND.TARIFF]),
    ("Tontti myydään 95 000 euron kauppahinnalla.", [KIND.PRICE]),
    ("Urakkatarjous oli 1,2 M€.", [KIND.PRICE]),
    ("Verkostojen käytössä 1€/asukas/vuosi", [KIND.BUDGET]),
    ("Varatusta 70 miljoonan euron määrärahasta", [KIND.BUDGET]),
    ("Kustannusarvio on 3,1 – 6 M€.", [KIND.ESTIMATE] * 2),
    ("Kustannukset ovat noin 50 000 euroa.", [KIND.ESTIMATE]),
    ("Arviolta 8 000 euroa käytetään.", [KIND.ESTIMATE]),
    ("Kokouspalkkio on 120 euroa.", [KIND.COMPENSATION]),
    ("Hän vaatii 737,22 euron suuruista vahingonkorvausta.", [KIND.COMPENSATION]),
    ("Tilikauden tulos oli 4,7 milj. euroa.", [KIND.ESTIMATE]),
    ("Summa on 500 euroa.", [KIND.OTHER]),
    ("Tytäryhtiöiden liikevaihto on 212 milj. euroa.", [KIND.ESTIMATE]),
    ("Metsätoimi on tuottanut keskimäärin 310 000 euroa vuodessa.", [KIND.ESTIMATE]),
    ("Bokslutet visar ett överskott på 84 000 euro.", [KIND.ESTIMATE]),
    ("Tilintarkastus maksoi 6 312 euroa.", [KIND.PRICE]),
    ("Skiftet erbjuds för 18 500 euro.", [KIND.PRICE]),
    ("Staden ersätter 2 300 euro.", [KIND.COMPENSATION]),
    ("Hän pyytää palkkaeroa 412 euroa.", [KIND.COMPENSATION]),
    ("Soutajien päivälupa on maksanut 6 euroa.", [KIND.TARIFF]),
    # What a network or a project takes, however it is said; another thing beside it keeps its own kind.
    ("USO-verkosto on tuttu. Verkosto laskuttaisi meiltä 2 400 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Kaupunki on mukana USO-verkostossa. Maksuna veloitetaan 2 000 euroa.", [KIND.PARTICIPATION_FEE]),
    ("USO-nätverket växer. Priset är för små kommuner 4 350 euro.", [KIND.PARTICIPATION_FEE]),
    ("USO-verkosto jatkuu. Verkostolle maksettiin 7 900 euroa.", [KIND.PARTICIPATION_FEE]),
    ("USO-verkosto on tuttu. Strategian laadinta maksaisi 18 000 euroa.", [KIND.ESTIMATE]),
    ("USO-verkosto on tuttu. Uusi koulu maksaa 9 000 000 euroa.", [KIND.PRICE]),
    ("Alueen asukaslukuun perustuen 500 euroa.", [KIND.OTHER]),
    ("Kehittäjäverkoston vuosimaksu on 5 500 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Kunta osallistuu USO-verkostoon. Maksu on 4 500 euroa vuodessa.", [KIND.PARTICIPATION_FEE]),
    ("Kunta liittyy Koulu-verkostoon. Liittymismaksu on 1,20 €/asukas.", [KIND.PARTICIPATION_FEE]),
    ("Kunta osallistuu USO-verkostoon. Hinta on 4 500 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Verkoston jäsenmaksu on 500 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Kehittämisverkosto jatkuu. Maksu olisi 4 500 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Kommunen deltar i nätverket USO. Avgiften är 3 000 euro.", [KIND.PARTICIPATION_FEE]),
    ("Talo liitetään vesijohtoverkostoon. Liittymismaksu on 2 000 euroa.", [KIND.TARIFF]),
    ("Kunta rakentaa sähköverkostoa. Maksu on 200 euroa.", [KIND.TARIFF]),
    ("Kunta osallistuu USO-verkostoon. Pysäköintimaksu on 5 euroa.", [KIND.TARIFF]),
    ("Osallistuminen on kunnalle maksutonta, kuluihin varataan 2 600 euroa.", [KIND.BUDGET]),
    ("Toimintaraha 1,50 euroa/asukas/vuosi", [KIND.BUDGET]),
    ("Talousarviossa on varattuna 5 000 euroa.", [KIND.BUDGET]),
    ("Sulkeminen säästäisi 9 400 euroa vuodessa.", [KIND.ESTIMATE]),
    ("Muutos toisi säästöä 20 000 euroa.", [KIND.ESTIMATE]),
    ("Tilikauden alijäämä on 2,4 milj. euroa.", [KIND.ESTIMATE]),
    ("Hän korvaa kulut, joiden arvio on 94 500 euroa.", [KIND.ESTIMATE]),
    ("Arvion mukainen kauppahinta on 62 000 euroa.", [KIND.PRICE]),
    ("Arvioitu hinta on 30 000 euroa.", [KIND.ESTIMATE]),
    ("Kustannusten ennakoidaan olevan 30 000 euroa.", [KIND.ESTIMATE]),
    ("Kustannukset olisivat 30 000 euroa.", [KIND.ESTIMATE]),
    ("Takauksena annetaan 20 000 euroa.", [KIND.OTHER]),
    ("Osallistumismaksu on 1 000 euroa ja matkakulut 50 euroa.", [KIND.PARTICIPATION_FEE, KIND.ESTIMATE]),
    ("Määräraha on 10 000 euroa. Avustus on 500 euroa.", [KIND.BUDGET, KIND.GRANT]),
    # Works cost what has been reckoned; what is ordered costs its price.
    ("Sillan peruskorjaus maksaa 90 000 euroa.", [KIND.ESTIMATE]),
    ("Laajennus (kohta 4) maksaa 90 000 euroa.", [KIND.ESTIMATE]),
    ("Reparationen kostar 90 000 euro.", [KIND.ESTIMATE]),
    ("Laite maksaa 900 euroa.", [KIND.PRICE]),
    ("Tilattavaksi tulevien töiden kustannukset ovat 7 000 euroa.", [KIND.PRICE]),
    # Costs and income told.
    ("Muutoksesta aiheutuu kunnalle kustannuksia 3 000 euroa.", [KIND.ESTIMATE]),
    ("Menot ovat 70 000 euroa.", [KIND.ESTIMATE]),
    ("Utgifterna uppgår till 70 000 euro.", [KIND.ESTIMATE]),
    ("Arvion ylitys on 8 000 euroa.", [KIND.ESTIMATE]),
    # Shares: of a project's costs set aside, of a project joined a fee, of joint services other.
    ("Menot ovat 50 000 euroa, josta kaupungin osuus on 9 000 euroa.", [KIND.ESTIMATE, KIND.OTHER]),
    ("Kunta osallistuu Metsäpolku-hankkeeseen. Kunnan osuus on 800 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Kunnan osuus on 800 euroa.", [KIND.OTHER]),
    ("Yhteisen aseman maksuosuus on 800 euroa.", [KIND.OTHER]),
    ("Opiston kuntamaksu on 800 euroa.", [KIND.OTHER]),
    ("Tapaamisen hinta on 700 euroa/kunta.", [KIND.PARTICIPATION_FEE]),
    # Loans and guarantees stay so whatever their mood.
    ("Takaus olisi 20 000 euroa.", [KIND.OTHER]),
    ("Lånet skulle bli 20 000 euro.", [KIND.OTHER]),
    # Values of property, what a percentage of tax brings, and all of a sentence that looks ahead.
    ("Yhtiön osakkeiden arvo on 3 miljoonaa euroa.", [KIND.ESTIMATE]),
    ("Yksi veroprosentti tuo 700 000 euroa.", [KIND.ESTIMATE]),
    ("Verotuloja arvioidaan saatavan 9 M€ ja valtionosuuksia 4 M€.", [KIND.ESTIMATE] * 2),
    ("Valtionosuuksia saatiin 4 M€.", [KIND.ESTIMATE]),
    # Money set aside, support given.
    ("Työryhmän rahoitus on 12 000 euroa.", [KIND.BUDGET]),
    ("Investointeihin esitetään 3 miljoonaa euroa.", [KIND.BUDGET]),
    ("Työhön osoitetaan 4 000 euroa.", [KIND.BUDGET]),
    ("Stipendirahastolle lahjoitus 400 euroa.", [KIND.GRANT]),
    ("Nuoren palkkaava yritys saa setelin, jolla maksetaan 300 euroa.", [KIND.GRANT]),
    ("Föreningen beviljades 300 euro.", [KIND.GRANT]),
    # Charges: of water and waste, what is collected, and any price under their heading.
    ("Jäteveden hinta on 3 euroa.", [KIND.TARIFF]),
    ("Lausunnosta on peritty 30 euroa.", [KIND.TARIFF]),
    ("Lausunnosta veloitetaan 30 euroa.", [KIND.TARIFF]),
    ("Käyttömaksu nousisi 3 euroon.", [KIND.TARIFF]),
    ("Tavaran hinta on 5 euroa.", [KIND.PRICE]),
    ("Torimaksut 2031\n\nPöydän hinta on 5 euroa.", [KIND.TARIFF]),
    ("Kioskin myynti\n\nMaksut hoidetaan heti. Pöydän hinta on 5 euroa.", [KIND.PRICE]),
    # What a place kept for oneself costs.
    ("Venepaikan hinta on 80 euroa.", [KIND.RENT]),
    ("Hoitopaikan hinta on 80 euroa.", [KIND.PRICE]),
    # What a connection and its energy cost is a utility's tariff; a month's charge is one as a year's is.
    ("Liittymän perushinta on 900 €.", [KIND.TARIFF]),
    ("Energiamaksu olisi 55 €/MWh.", [KIND.TARIFF]),
    ("Kuukausimaksu nousisi 30 eurosta 40 euroon.", [KIND.TARIFF] * 2),
    ("Kunta liittyy Koulu-verkostoon. Kausimaksu on 900 euroa.", [KIND.PARTICIPATION_FEE]),
    # What a network asks of a municipality, or the one cost of a project that is joined, is its fee.
    ("Koulu-verkoston kaudelle hinta pienelle kunnalle on 900 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Koulu-verkosto jatkuu. Uusi kausi maksaisi 900 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Uusi katos maksaisi 900 euroa.", [KIND.ESTIMATE]),
    ("Kunta osallistuu Pilvihankkeeseen. Kustannus on 900 euroa.", [KIND.PARTICIPATION_FEE]),
    ("Katto uusitaan. Kustannus on 900 euroa.", [KIND.ESTIMATE]),
    ("Hankkeen jatko maksaisi kunnalle 900 euroa.", [KIND.ESTIMATE]),
    ("Osallistuminen Pilvi-hankkeeseen\n\nJatko maksaisi kunnalle 900 euroa.", [KIND.PARTICIPATION_FEE]),
    # What somebody appraises, and where the sum will settle.
    ("Arviokirjan mukaan hinta on 9 000 euroa.", [KIND.ESTIMATE]),
    ("Mökki on arvioitu 9 000 euron arvoiseksi.", [KIND.ESTIMATE]),
    ("Stugan har värderats till 9 000 euro.", [KIND.ESTIMATE]),
    ("Loppusumma asettuu välille 5 – 6 M€.", [KIND.ESTIMATE] * 2),
    ("Myynti tuottaisi kunnalle 5 M€.", [KIND.ESTIMATE]),
    ("Verosta arvioidaan saatavan 5 000 euroa.", [KIND.ESTIMATE]),
    ("Palkkakulut ovat 5 000 euroa.", [KIND.ESTIMATE]),
    # How far the year is from its budget is told, not set aside.
    ("Toimintakate on 5 000 euroa talousarviota parempi.", [KIND.ESTIMATE]),
    ("Verksamhetsbidraget är 5 000 euro sämre än budgeterat.", [KIND.ESTIMATE]),
    ("Toimintakate on 5 000 euroa.", [KIND.ESTIMATE]),
    ("Talousarvio 2031\n\nToimintakate on 5 000 euroa.", [KIND.BUDGET]),
    # A guess is also of the second subject of its verb, if nothing tells what that is.
    ("Katto maksaa arviolta 5 euroa ja seinä 4 euroa.", [KIND.ESTIMATE] * 2),
    ("Katto maksaa arviolta 5 euroa ja saatu tarjous 4 euroa.", [KIND.ESTIMATE, KIND.PRICE]),
    # Who offers names a price; a permit's security and shares of joint costs are neither.
    ("Vaja Oy tarjosi 5 000 euroa.", [KIND.PRICE]),
    ("Lupa myönnetään. Vakuus on 5 000 euroa.", [KIND.OTHER]),
    ("Kustannukset jaetaan kuntien kesken: Kumpula maksaisi 5 000 euroa.", [KIND.OTHER]),
    ("Kuntalisä olisi 50 €/kk.", [KIND.GRANT]),
    # A line of nothing but a number begins a list's next item.
    ("Päätetään, että\n1\nmetsä myydään hintaan 5 euroa\n2\nvuokra on 3 euroa.", [KIND.PRICE, KIND.RENT]),
    # A word of the next clause is about something else.
    ("Kunta liittyy Koulu-verkostoon. Maksu on 900 euroa, ja talousarvio riittää.", [KIND.PARTICIPATION_FEE]),
]


@pytest.mark.parametrize(("text", "kinds"), KINDS, ids=[case[0][:40] for case in KINDS])
def test_kind(text: str, kinds: list[MoneyKind]) -> None:
    assert [one.value.kind for one in exact(text)] == kinds


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Kuusivaaran kunnalle osallistumismaksu on 5 000 euroa.", "Kuusivaaran kunta"),
        ("Kuusivaaran kunta maksaa 5 000 euroa.", "Kuusivaaran kunta"),
        ("Koivurannan kaupungin osuus on 10 000 euroa.", "Koivurannan kaupunki"),
        ("Osallistumismaksu on 5 000 euroa.", None),
        ("Verkoston kunnat maksavat 5 000 euroa.", None),
    ],
)
def test_payer(text: str, payer: str | None) -> None:
    assert [one.value.payer for one in exact(text)] == [payer]
