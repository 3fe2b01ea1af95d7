"""Every noun and verb that tells a kind of money does so in all its forms, and inside no other word."""

from __future__ import annotations

import pytest

from ingest.extract.money import find_money

FINNISH = {
    "other": [
        "laina lainan lainaa lainalla lainaksi lainasta",
        "lainaan lainat lainojen lainoja lainoihin pankkilainalla",
        "takaus takauksen takausta takauksella takaukseksi",
        "takauksesta takaukseen takaukset takausten takauksia",
        "velka velan velkaa velalla velaksi velat",
        "velkojen velkoja saatava saatavan saatavat saatavia saatavista",
        "vakuus vakuuden vakuutta vakuudella vakuudeksi vakuudet sakko sakon sakkoa sakot sakkoja",
    ],
    "grant": [
        "avustus avustuksen avustusta avustuksella avustukseksi avustukseen avustukset avustusten avustuksia",
        "tuki tuen tukea tuella tueksi tuesta tuet tukien tukia energiatuella asumistuki toimeentulotukea",
        "stipendi stipendin stipendiä stipendit stipendejä apuraha apurahan apurahat apurahoja apurahojen",
        "palkinto palkinnon palkintoa palkinnot palkintoja lahjoitus lahjoituksen lahjoituksia",
    ],
    "rent": [
        "vuokra vuokran vuokraa vuokralla vuokraksi vuokrasta vuokraan vuokrat vuokrien vuokria tonttivuokria"
    ],
    "compensation": [
        "palkka palkan palkkaa palkaksi palkasta palkat",
        "palkkojen palkkoja palkkio palkkion palkkiota palkkiot",
        "palkkioiden palkkioita korvaus korvauksen korvausta korvauksena korvaukset korvausten korvauksia",
    ],
    "price": [
        "hinta hinnan hintaa hinnalla hinnaksi hinnasta hinnat hintojen hintoja kauppahinta kauppahinnan",
        "tarjous tarjouksen tarjousta tarjouksella tarjoukset",
        "tarjousten tarjouksia urakka urakan urakkaa urakalla",
        "urakat urakoiden urakoita hankinta hankinnan hankintaa hankinnat hankintojen hankintoja",
    ],
    "tariff": [
        "maksu maksun maksua maksuksi maksut maksujen maksuja taksa taksan taksaa taksat taksojen taksoja"
    ],
    "budget": ["määräraha määrärahan määrärahaa määrärahat määrärahojen määrärahoja talousarvion"],
    "estimate": [
        "kustannus kustannuksen kustannukset kustannusten kustannuksia",
        "menot menojen menoja menoiksi meno menon",
        "tulot tulojen tuloja tuloiksi tulo tulon kulut",
        "kulujen kuluja kuluiksi tuotto tuoton tuottoa tuotot tuottoja",
        "säästö säästön säästöä säästöt säästöjä",
        "alijäämä alijäämän ylijäämää toimintakate toimintakatteen verotulot",
    ],
    "membership-fee": ["jäsenmaksu jäsenmaksun jäsenmaksua jäsenmaksuksi jäsenmaksut"],
}
SWEDISH = {
    "other": [
        "lån lånet lånen borgen borgensförbindelse borgensförbindelserna proprieborgen skuld skulden skulder"
    ],
    "grant": [
        "bidrag bidraget bidragen understöd understödet stöd stödet statsunderstöd stipendium stipendier"
    ],
    "rent": ["hyra hyran hyror hyrorna årshyran arrende arrendet"],
    "compensation": ["lön lönen löner månadslön grundlön ersättning ersättningen arvode arvodet arvoden"],
    "price": [
        "pris priset priser köpesumma köpesumman köpeskillingen anbud anbudet offert offerten anskaffningen"
    ],
    "tariff": ["avgift avgiften avgifter avgifterna taxa taxan taxor"],
    "budget": ["anslag anslaget tilläggsanslag budget budgeten"],
    "estimate": [
        "kostnad kostnaden kostnader kostnaderna utgift",
        "utgiften utgifter utgifterna inkomst inkomsten inkomster",
        "inkomsterna besparing besparingen besparingar underskott",
        "underskottet intäkt intäkter intäkterna kostnadskalkyl",
    ],
    "membership-fee": ["medlemsavgift medlemsavgiften"],
}
FINNISH_VERBS = {
    "price": [
        "ostaa osti ostaisi ostetaan ostettiin ostettu ostanut hankkii hankki hankitaan hankittiin",
        "hankittu tilasi tilataan tilattiin tilattu teettää teetetään teetettiin myy myi myydään myytiin",
        "myyty myynyt tarjoaa tarjosi tarjoavat tarjosivat tarjonnut tarjottiin laskuttaa laskutti",
        "laskutetaan laskutettiin",
    ],
    "tariff": [
        "perii peri peritään perittiin peritty veloittaa veloitti veloitetaan veloitettiin veloitettu",
        "kannetaan kannettiin",
    ],
    "rent": [
        "vuokraa vuokrasi vuokrataan vuokrattiin vuokrattu vuokrannut",
    ],
    "grant": [
        "myöntää myönsi myönnetään myönnettiin myönnetty myöntänyt myöntäisi avustaa avusti avustetaan",
        "avustettiin avustanut tukee tuki tuetaan tuettiin tukenut lahjoittaa lahjoitti lahjoitetaan",
        "hakee haki haetaan haettiin haettu hakenut anoo anoi anotaan anottiin",
    ],
    "compensation": [
        "korvaa korvasi korvataan korvattiin korvannut",
    ],
    "other": [
        "lainaa lainasi lainataan",
    ],
    "budget": [
        "varaa varasi varataan varattiin varattu varannut osoitetaan osoitettiin osoitettu",
    ],
    "estimate": [
        "säästää säästäisi säästyy säästyisi säästyi säästetään kertyy kertyi kertynyt kertyisi tuottaa",
        "tuotti tuottaisi tuottanut aiheutuu aiheutui aiheutuisi kuluu kului kulunut käytettiin käyttänyt",
        "käytti säästynyt",
    ],
}
SWEDISH_VERBS = {
    "price": [
        "köper köpte köps köptes säljer sålde säljs såldes beställer beställs anskaffar anskaffas",
        "erbjuder erbjöd",
    ],
    "tariff": [
        "uppbär uppbärs debiterar debiteras",
    ],
    "rent": [
        "hyrs",
    ],
    "grant": [
        "beviljar beviljas beviljade beviljades stöder understöder ansöker ansökte anhåller anhöll",
        "donerar",
    ],
    "compensation": [
        "ersätter ersätts ersatte",
    ],
    "other": [
        "lånar lånade",
    ],
    "budget": [
        "reserverar reserveras reserverats anvisar anvisas avsätter avsätts",
    ],
    "estimate": [
        "sparar sparas inbringar uppskattas förorsakar",
    ],
}
# What the clerks of boards call their sums.
FINNISH_SUMS = {
    "price": [
        "kauppasumma urakkasumma urakkahinta sopimushinta yksikköhinta kokonaishinta vertailuhinta",
        "laskutus lasku lisätyö lisätyöt muutostyö muutostyöt ostopalvelu ostopalvelut tilaus myyntihinta",
        "lähtöhinta pohjahinta minimihinta huutokauppahinta lunastushinta merkintähinta välityspalkkio",
        "konsulttipalkkio suunnittelupalkkio asiantuntijapalkkio työnjohtopalkkio optio optiohinta",
        "puhdistushinta vastike hoitovastike yhtiövastike kertahinta veloitushinta tuntihinta päivähinta",
        "kilometrihinta kuljetushinta tarjoushinta",
    ],
    "tariff": [
        "käyttömaksu perusmaksu kulutusmaksu liittymismaksu kytkentämaksu asiakasmaksu hoitomaksu",
        "lupamaksu tarkastusmaksu valvontamaksu käsittelymaksu pysäköintimaksu pysäköintivirhemaksu",
        "satamamaksu kurssimaksu opintomaksu lukukausimaksu kerhomaksu leirimaksu pääsymaksu pääsylippu",
        "kertalippu sarjalippu kausikortti vuosikortti ateriamaksu jätemaksu ekomaksu hulevesimaksu",
        "tiemaksu myöhästymismaksu viivästysmaksu lainausmaksu varausmaksu toimitusmaksu palvelumaksu",
        "ilmoittautumismaksu rekisteröintimaksu taksa torimaksu lunastusmaksu poikkeamismaksu",
        "rakennusvalvontamaksu",
    ],
    "rent": [
        "vuokra vuosivuokra maanvuokra tilavuokra pääomavuokra ylläpitovuokra kuukausivuokra",
        "leasingvuokra tonttivuokra käyttövuokra minimivuokra",
    ],
    "grant": [
        "avustus toiminta-avustus kohdeavustus yleisavustus perusavustus investointiavustus",
        "valtionavustus energia-avustus korjausavustus tuki hanketuki tapahtumatuki matkatuki palkkatuki",
        "starttituki investointituki energiatuki kyläkauppatuki vuokratuki seuratuki stipendi apuraha",
        "matka-apuraha palkinto kannustin kannustinraha kesätyöseteli palveluseteli vauvaraha muuttoraha",
        "lahjoitus sponsorointi kuntalisä kehittämisraha toimintatuki lisäavustus hankeavustus",
        "kylätoiminta-avustus ruokatuki",
    ],
    "compensation": [
        "palkka peruspalkka kokonaispalkka kuukausipalkka tuntipalkka palkkio kokouspalkkio vuosipalkkio",
        "tulospalkkio kertapalkkio kannustuslisä tehtävälisä lomaraha lomakorvaus ylityökorvaus",
        "päivystyskorvaus ansionmenetys ansionmenetyskorvaus matkakorvaus kilometrikorvaus päiväraha",
        "vahingonkorvaus hyvitys erokorvaus eroraha oikeudenkäyntikulut asianosaiskulut hoitopalkkio",
        "kotikuntakorvaus luontoisetu sovintokorvaus kulukorvaus haittakorvaus",
    ],
    "budget": [
        "määräraha lisämääräraha investointimääräraha käyttömääräraha varaus määrärahavaraus",
        "talousarviovaraus budjetti hankebudjetti kokonaisbudjetti talousarviokehys raami käyttövara",
        "toimintaraha käyttösuunnitelma määrärahasiirto ylitysoikeus investointivaraus",
    ],
    "estimate": [
        "kustannusarvio kokonaiskustannus kustannusennuste ennuste toteuma alijäämä ylijäämä säästö",
        "lisäsäästö menolisäys lisäkustannus käyttökustannus vuosikustannus rakennuskustannus",
        "nettokustannus bruttokustannus liikevaihto liikevoitto liiketappio tulos vuosikate toimintakate",
        "toimintatuotot toimintakulut verotulot valtionosuudet korkokulut korkomenot poistot nettomenot",
        "investointimenot myyntivoitto myyntitappio verokertymä tulokertymä rahoitustarve",
        "investointitarve hinta-arvio arvonnousu säästötavoite tuottotavoite osinko osinkotulo lipputulot",
        "vuokratulot palkkamenot henkilöstömenot matkakulut markkina-arvo kustannusvaikutus tulonmenetys",
    ],
    "other": [
        "laina lainakanta kassalaina kuntatodistus lainamäärä lainapääoma pääomalaina antolaina",
        "välirahoitus takaus takausvastuu vastavakuus vakuus pankkitakaus kiinnitys velka ostovelka",
        "saatava vuokrasaatava perintäsaatava osakepääoma peruspääoma pääomasijoitus maksuosuus",
        "kuntaosuus rahoitusosuus omarahoitus omarahoitusosuus omavastuu uhkasakko viivästyssakko",
        "sopimussakko tasearvo kirjanpitoarvo nimellisarvo testamentti kassavarat limiitti lyhennys",
    ],
    "membership-fee": [
        "jäsenmaksu vuosijäsenmaksu kannatusjäsenmaksu jäsenosuus",
    ],
}
SWEDISH_SUMS = {
    "price": [
        "köpesumma köpeskilling entreprenadsumma entreprenadpris enhetspris totalpris anbudspris",
        "försäljningspris utgångspris timpris faktura tilläggsarbete mäklararvode konsultarvode",
    ],
    "tariff": [
        "bruksavgift grundavgift anslutningsavgift tillståndsavgift kursavgift lägeravgift inträdesavgift",
        "måltidsavgift parkeringsavgift avfallsavgift behandlingsavgift taxa klientavgift dagvårdsavgift",
    ],
    "rent": [
        "hyra årshyra arrende tomtarrende markarrende månadshyra kapitalhyra",
    ],
    "grant": [
        "bidrag verksamhetsunderstöd projektbidrag statsunderstöd investeringsstöd stipendium lönestöd",
        "ersättningsstöd kommuntillägg reseunderstöd",
    ],
    "compensation": [
        "lön grundlön månadslön arvode mötesarvode årsarvode dagtraktamente ersättning",
        "kilometerersättning skadestånd rättegångskostnader semesterpenning",
    ],
    "budget": [
        "anslag tilläggsanslag budgetanslag investeringsanslag reservering driftsbudget investeringsram",
    ],
    "estimate": [
        "kostnadsförslag kostnadskalkyl totalkostnad merkostnad besparing underskott överskott omsättning",
        "årsbidrag verksamhetsbidrag skatteinkomster statsandelar räntekostnader personalkostnader",
        "intäkter utgifter resultat prognosen driftskostnader",
    ],
    "other": [
        "lån lånestock borgen proprieborgen skuld fordran aktiekapital grundkapital säkerhet vite",
        "betalningsandel kommunandel självrisk amortering finansieringsandel självfinansiering",
        "mellanfinansiering",
    ],
    "membership-fee": [
        "medlemsavgift",
    ],
}
# Words that only hold a noun's letters.
OTHERS = [
    "yhdyshenkilön",
    "sisällön",
    "valituksen",
    "rakennusten",
    "maankäyttösuunnitelman",
    "perustuen",
    "voimaantuloa",
]


def forms(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(form, kind) for kind, lines in table.items() for line in lines for form in line.split()]


@pytest.mark.parametrize(("form", "kind"), forms(FINNISH), ids=lambda value: str(value))
def test_finnish_noun(form: str, kind: str) -> None:
    found = find_money(f"Kokouksessa käsiteltiin, että {form} 5 000 euroa tulee esiin.", title="Asia")
    assert [one.value.kind.value for one in found] == [kind]


@pytest.mark.parametrize(("form", "kind"), forms(SWEDISH), ids=lambda value: str(value))
def test_swedish_noun(form: str, kind: str) -> None:
    found = find_money(f"Vid mötet behandlades {form} 5 000 euro i går.", title="Ärende")
    assert [one.value.kind.value for one in found] == [kind]


@pytest.mark.parametrize("word", OTHERS)
def test_no_noun_inside_another_word(word: str) -> None:
    found = find_money(f"Kokouksessa käsiteltiin, että {word} 5 000 euroa tulee esiin.", title="Asia")
    assert [one.value.kind.value for one in found] == ["other"]


@pytest.mark.parametrize(("form", "kind"), forms(FINNISH_VERBS), ids=lambda value: str(value))
def test_finnish_verb(form: str, kind: str) -> None:
    found = find_money(f"Asiaan {form} näin 5 000 euroa.", title="Asia")
    assert [one.value.kind.value for one in found] == [kind]


@pytest.mark.parametrize(("form", "kind"), forms(SWEDISH_VERBS), ids=lambda value: str(value))
def test_swedish_verb(form: str, kind: str) -> None:
    found = find_money(f"För saken {form} så 5 000 euro.", title="Ärende")
    assert [one.value.kind.value for one in found] == [kind]


@pytest.mark.parametrize(("sum_", "kind"), forms(FINNISH_SUMS), ids=lambda value: str(value))
def test_finnish_sum(sum_: str, kind: str) -> None:
    found = find_money(f"Kokouksessa todettiin, että {sum_} on 5 000 euroa.", title="Asia")
    assert [one.value.kind.value for one in found] == [kind]


@pytest.mark.parametrize(("sum_", "kind"), forms(SWEDISH_SUMS), ids=lambda value: str(value))
def test_swedish_sum(sum_: str, kind: str) -> None:
    found = find_money(f"Vid mötet konstaterades att {sum_} är 5 000 euro.", title="Ärende")
    assert [one.value.kind.value for one in found] == [kind]
