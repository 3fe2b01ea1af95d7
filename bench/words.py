"""The Finnish of invented minutes: words with their inflections, names, and sentences made of them.

A noun stands in six forms; a compound is a modifier with such a noun, so that some hundred entries give
tens of thousands of word forms. Municipalities and surnames are invented.
"""

from __future__ import annotations

import re
from random import Random

# nominative, genitive, partitive, inessive, elative, illative
_NOUNS = """
suunnitelma suunnitelman suunnitelmaa suunnitelmassa suunnitelmasta suunnitelmaan
ohjelma ohjelman ohjelmaa ohjelmassa ohjelmasta ohjelmaan
selvitys selvityksen selvitystä selvityksessä selvityksestä selvitykseen
hanke hankkeen hanketta hankkeessa hankkeesta hankkeeseen
sopimus sopimuksen sopimusta sopimuksessa sopimuksesta sopimukseen
lautakunta lautakunnan lautakuntaa lautakunnassa lautakunnasta lautakuntaan
jaosto jaoston jaostoa jaostossa jaostosta jaostoon
toimikunta toimikunnan toimikuntaa toimikunnassa toimikunnasta toimikuntaan
verkosto verkoston verkostoa verkostossa verkostosta verkostoon
palvelu palvelun palvelua palvelussa palvelusta palveluun
toiminta toiminnan toimintaa toiminnassa toiminnasta toimintaan
talous talouden taloutta taloudessa taloudesta talouteen
esitys esityksen esitystä esityksessä esityksestä esitykseen
lausunto lausunnon lausuntoa lausunnossa lausunnosta lausuntoon
muistio muistion muistiota muistiossa muistiosta muistioon
raportti raportin raporttia raportissa raportista raporttiin
ohje ohjeen ohjetta ohjeessa ohjeesta ohjeeseen
sääntö säännön sääntöä säännössä säännöstä sääntöön
maksu maksun maksua maksussa maksusta maksuun
taksa taksan taksaa taksassa taksasta taksaan
avustus avustuksen avustusta avustuksessa avustuksesta avustukseen
määräraha määrärahan määrärahaa määrärahassa määrärahasta määrärahaan
kaava kaavan kaavaa kaavassa kaavasta kaavaan
alue alueen aluetta alueessa alueesta alueeseen
tontti tontin tonttia tontissa tontista tonttiin
rakennus rakennuksen rakennusta rakennuksessa rakennuksesta rakennukseen
koulu koulun koulua koulussa koulusta kouluun
kirjasto kirjaston kirjastoa kirjastossa kirjastosta kirjastoon
halli hallin hallia hallissa hallista halliin
linja linjan linjaa linjassa linjasta linjaan
verkko verkon verkkoa verkossa verkosta verkkoon
laitos laitoksen laitosta laitoksessa laitoksesta laitokseen
keskus keskuksen keskusta keskuksessa keskuksesta keskukseen
yksikkö yksikön yksikköä yksikössä yksiköstä yksikköön
ryhmä ryhmän ryhmää ryhmässä ryhmästä ryhmään
kysely kyselyn kyselyä kyselyssä kyselystä kyselyyn
tarjous tarjouksen tarjousta tarjouksessa tarjouksesta tarjoukseen
hankinta hankinnan hankintaa hankinnassa hankinnasta hankintaan
valmistelu valmistelun valmistelua valmistelussa valmistelusta valmisteluun
arviointi arvioinnin arviointia arvioinnissa arvioinnista arviointiin
kehittäminen kehittämisen kehittämistä kehittämisessä kehittämisestä kehittämiseen
järjestely järjestelyn järjestelyä järjestelyssä järjestelystä järjestelyyn
tavoite tavoitteen tavoitetta tavoitteessa tavoitteesta tavoitteeseen
luettelo luettelon luetteloa luettelossa luettelosta luetteloon
aloite aloitteen aloitetta aloitteessa aloitteesta aloitteeseen
valitus valituksen valitusta valituksessa valituksesta valitukseen
ilmoitus ilmoituksen ilmoitusta ilmoituksessa ilmoituksesta ilmoitukseen
varaus varauksen varausta varauksessa varauksesta varaukseen
strategia strategian strategiaa strategiassa strategiasta strategiaan
profiili profiilin profiilia profiilissa profiilista profiiliin
sertifikaatti sertifikaatin sertifikaattia sertifikaatissa sertifikaatista sertifikaattiin
rahasto rahaston rahastoa rahastossa rahastosta rahastoon
laskelma laskelman laskelmaa laskelmassa laskelmasta laskelmaan
tilasto tilaston tilastoa tilastossa tilastosta tilastoon
reitti reitin reittiä reitissä reitistä reittiin
silta sillan siltaa sillassa sillasta siltaan
satama sataman satamaa satamassa satamasta satamaan
asema aseman asemaa asemassa asemasta asemaan
puisto puiston puistoa puistossa puistosta puistoon
varasto varaston varastoa varastossa varastosta varastoon
"""

_MODIFIERS = """
asema osallistumis kehittämis talousarvio tilinpäätös henkilöstö työllisyys koulutus varhaiskasvatus
perusopetus nuoriso liikunta kulttuuri kirjasto museo vesihuolto jätehuolto kaukolämpö energia ilmasto
ympäristö maankäyttö maisema rakennus kiinteistö tonttipolitiikka vuokra asunto elinkeino matkailu
yritys maaseutu tiehallinto katu liikenne joukkoliikenne kuljetus hankinta tietohallinto tietosuoja
viestintä arkisto asiakirja arvonlisävero kuntayhtymä yhteistoiminta valmius turvallisuus pelastus
terveydensuojelu hyvinvointi vanhuspalvelu vammais perhe lapsi vaikuttamis osallisuus vaali tarkastus
riskienhallinta konserni omistajaohjaus sijoitus laina takaus investointi käyttötalous kunnossapito
puhtaanapito puisto metsä leikkipaikka uimahalli jäähalli urheilu retkeily pyöräily pysäköinti
valaistus hulevesi viemäri ulkoilu kaupunkikuva keskusta kylä saaristo ranta sisäilma peruskorjaus
päiväkoti ruokahuolto siivous kameravalvonta digitalisaatio laajakaista infra konflikti inflaatio
"""

# the same six forms
_ADJECTIVES = """
uusi uuden uutta uudessa uudesta uuteen
laaja laajan laajaa laajassa laajasta laajaan
alueellinen alueellisen alueellista alueellisessa alueellisesta alueelliseen
yhteinen yhteisen yhteistä yhteisessä yhteisestä yhteiseen
vuotuinen vuotuisen vuotuista vuotuisessa vuotuisesta vuotuiseen
alustava alustavan alustavaa alustavassa alustavasta alustavaan
tarkistettu tarkistetun tarkistettua tarkistetussa tarkistetusta tarkistettuun
keskeinen keskeisen keskeistä keskeisessä keskeisestä keskeiseen
määräaikainen määräaikaisen määräaikaista määräaikaisessa määräaikaisesta määräaikaiseen
paikallinen paikallisen paikallista paikallisessa paikallisesta paikalliseen
kolmivuotinen kolmivuotisen kolmivuotista kolmivuotisessa kolmivuotisesta kolmivuotiseen
vaihtoehtoinen vaihtoehtoisen vaihtoehtoista vaihtoehtoisessa vaihtoehtoisesta vaihtoehtoiseen
"""

# Words with a hyphen of their own; at a line's end the hyphen stays.
_HYPHENED = """
TE-palvelut EU-hanke IT-laitteet TVT-suunnitelma linja-auto maa-alue ala-aste raaka-aine e-lasku
Etelä-Mallila Pohjois-Mallila Mallila-Otteela A-talo B-rappu YT-neuvottelu LVI-suunnittelu
uusio-osa tieto-ohje sote-keskus
"""

# "hyvinvointi- ja terveyslautakunta": the hyphen stands for a part that is left out.
_COORDINATED = """
hyvinvointi- ja terveyspalvelut|kasvatus- ja koulutustoimi|talous- ja hallintopalvelut
kulttuuri- sekä nuorisotyö|katu- ja viheralueet|vesi- tai viemärimaksu|lasten- ja nuorten palvelut
sosiaali-, terveys- ja pelastustoimi|hallinto- eli tukipalvelut
"""

_SENTENCES = """
{N1} valmistuu {g2} pohjalta vuoden {Y} aikana, ja siitä tiedotetaan {g3} yhteydessä.
Kunnan {n1} perustuu {i2} todettuun tarpeeseen, jota on tarkasteltu {i3} vuosina {Y}–{Y2}.
{G1} toteutus edellyttää {p2} ja {A} {p3}.
Asiaa on käsitelty {i1} {D}, jolloin {n2} palautettiin uudelleen valmisteltavaksi.
Kustannukset ovat {E} euroa, josta {g1} osuus on {P} prosenttia.
Henkilöstö osallistuu {l1} ja esittää {p2} täydennettäväksi ennen {D}.
{N1} sisältää {a} {g2}, {g3} ja {g4} tarkistamisen.
Saadut lausunnot on otettu huomioon {i1}, eikä {n2} anna aihetta muutoksiin.
{L1} varataan {E} euron määräraha, joka jaksotetaan {g2} mukaan.
Jäsenkunnat sitoutuvat {l1} vuosiksi {Y}–{Y2} ja nimeävät yhteyshenkilön {l2}.
{C} järjestetään kuten aiemmin, kunnes {n1} on hyväksytty.
Kunnassa toimiva {n1} liittyy {l2}, jonka {h} on keskeinen.
{h} mainitaan {i1}, mutta {n2} ei vielä koske sitä.
Vuonna {Y} {n1} ylitti {g2} {P} prosentilla ja {h} jäi toteutumatta.
Tarjouksia saatiin {S}, joista edullisin oli {E} euroa ja {g1} mukainen.
Lisätietoja on osoitteessa www.mallila.fi/{w}, ja {n1} on nähtävänä {i2}.
{Q} §:n mukaan {n1} toimitetaan {l2} viimeistään {D}.
{G1} kehitys on ollut odotettua heikompaa, mikä näkyy {i2} ja {i3}.
Esittelijä muutti ehdotustaan siten, että {n1} rajataan {l2} ja {n3} jätetään {s4}.
Työryhmä ehdottaa, että {n1} yhdistetään {l2} eikä {p3} jatketa.
{C} ja {n1} kuuluvat {l2}.
Selvitys {s1} annettiin {D}, ja sen mukaan {n2} säästäisi {E} euroa vuodessa.
Muutos ei vaikuta {l1}, vaan {n2} jatkuu {A} {i3} vuoteen {Y2} saakka.
Rakennuksen {n1} on {S} neliömetriä, ja {n2} maksaa {E} euroa.
"""

OFFICES = (
    "kunnanjohtaja",
    "kaupunginsihteeri",
    "talousjohtaja",
    "hallintojohtaja",
    "tekninen johtaja",
    "sivistysjohtaja",
    "kehittämispäällikkö",
    "henkilöstöpäällikkö",
)
_GIVEN = """
Aino Antti Arja Eeva Elina Eero Hanna Heikki Helena Ilkka Irma Jaana Janne Jari Johanna Jouni Juha
Jukka Kaisa Kari Katri Kirsi Laura Lauri Leena Liisa Maija Marja Markku Matti Merja Mika Mikko Minna
Niina Olli Otto Outi Paavo Pekka Pia Pirjo Päivi Raimo Reijo Riitta Saara Sami Satu Seppo Sirpa Tapio
Tarja Teemu Timo Tuula Ulla Veli Vesa Anna-Liisa Juha-Pekka Eeva-Maija
"""
_SURNAMES = """
Mallinen Pykäläinen Otteinen Liitteinen Kokousmäki Pöytälä Nuijanen Talousmaa Asialahti Päätöslahti
Valtuustola Kuntalainen Kaavanen Tonttinen Jaostonen Salinen Ääninen Esityskoski Listanen Kassanen
Veromaa Budjettila Hankkeinen Kehitysjärvi Torinen Raatila Aloiteaho Selvitysniemi Muistionen
Tarkastaja-aho Sopimusranta Laskelmaniemi Ohjelmalampi Lausuntola Maksunen Toriaho Viraila
Kirjaamonen Leimanen Arkistoharju
"""
PLACES = {
    "Mallila": "Mallilan",
    "Otteela": "Otteelan",
    "Nuijanmäki": "Nuijanmäen",
    "Pöytäsaari": "Pöytäsaaren",
    "Kaavajärvi": "Kaavajärven",
}
"""Invented municipalities with their genitives."""


def _table(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(line.split()) for line in text.strip().splitlines())


NOUNS = _table(_NOUNS)
ADJECTIVES = _table(_ADJECTIVES)
MODIFIERS = tuple(_MODIFIERS.split())
GIVEN = tuple(_GIVEN.split())
SURNAMES = tuple(_SURNAMES.split())
HYPHENED = tuple(_HYPHENED.split())
COORDINATED = tuple(part.strip() for line in _COORDINATED.strip().splitlines() for part in line.split("|"))
SENTENCES = tuple(_SENTENCES.strip().splitlines())
_SLOT = re.compile(r"\{(\w+)\}")
_CASE = {"n": 0, "g": 1, "p": 2, "i": 3, "s": 4, "l": 5}


def vocabulary() -> frozenset[str]:
    """Every word form the sentences can hold, but for numbers."""
    forms = {form for noun in NOUNS for form in noun}
    compounds = {modifier + form for modifier in MODIFIERS for form in forms}
    plain = {word.strip("{}.,") for sentence in SENTENCES for word in sentence.split() if "{" not in word}
    adjectives = {form for adjective in ADJECTIVES for form in adjective}
    return frozenset(forms | compounds | plain | adjectives | set(HYPHENED))


def noun(random: Random, case: str) -> str:
    """A noun, mostly a compound, in case ``n``, ``g``, ``p``, ``i`` (in), ``s`` (out of) or ``l`` (into)."""
    form = random.choice(NOUNS)[_CASE[case]]
    return random.choice(MODIFIERS) + form if random.random() < 0.7 else form


def sentence(random: Random) -> str:
    """A sentence whose parts are single spaces apart; no-break spaces stand inside numbers."""
    made = _SLOT.sub(lambda slot: _filled(slot[1], random), random.choice(SENTENCES))
    return made[0].upper() + made[1:]


def _filled(slot: str, random: Random) -> str:
    kind = slot[0]
    if slot == "Y":
        return str(random.randint(2015, 2024))
    if slot == "Y2":
        return str(random.randint(2025, 2034))
    if kind in "NGL":
        return noun(random, kind.lower()).capitalize()
    if kind in _CASE:
        return noun(random, kind)
    if kind == "A":
        return random.choice(ADJECTIVES)[_CASE["i"]]
    if kind == "a":
        return random.choice(ADJECTIVES)[_CASE["g"]]
    if kind == "h":
        return random.choice(HYPHENED)
    if kind == "C":
        return random.choice(COORDINATED).capitalize()
    if kind == "E":
        return amount(random)
    if kind == "P":
        return f"{random.randint(0, 60)},{random.randint(1, 9)}"
    if kind == "S":
        return str(random.randint(2, 960))
    if kind == "D":
        return f"{random.randint(1, 28)}.{random.randint(1, 12)}.{random.randint(2019, 2024)}"
    if kind == "Q":
        return str(random.randint(1, 140))
    if kind == "w":
        return noun(random, "n")
    raise ValueError(f"no such slot: {slot}")


def amount(random: Random) -> str:
    """A sum from hundreds to millions with no-break spaces between its thousands."""
    return spaced(random.choice((random.randint(120, 9_999), random.randint(10_000, 4_000_000))))


def spaced(number: int, space: str = "\u00a0") -> str:
    """The number with ``space`` between its thousands."""
    return f"{number:,}".replace(",", space)


def paragraph(random: Random, sentences: int) -> str:
    """So many sentences, a space apart."""
    return " ".join(sentence(random) for _ in range(sentences))


def title(random: Random) -> str:
    """An item's title."""
    first, second = noun(random, "n").capitalize(), noun(random, "g")
    ending = random.choice(
        ("hyväksyminen", "muuttaminen", "valmistelun käynnistäminen", "lausunnon antaminen", "tiedoksi")
    )
    return random.choice((f"{first} ja {second} {ending}", f"{noun(random, 'g').capitalize()} {ending}"))


def names(random: Random, count: int) -> list[str]:
    """Different names, each "given surname"; surnames differ while there are enough of them."""
    surnames = random.sample(SURNAMES, min(count, len(SURNAMES)))
    surnames += random.choices(SURNAMES, k=count - len(surnames))
    found: dict[str, None] = {}
    for surname in surnames:
        name = f"{random.choice(GIVEN)} {surname}"
        while name in found:
            name = f"{random.choice(GIVEN)} {surname}"
        found[name] = None
    return list(found)
