"""The fields a question may name, with their names in Finnish, Swedish and English.

The query parser, the typed options of the command line and the page of the documentation are all made from
``FIELDS``. A field's ``key`` is its canonical English name.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from corpus.records import Kind, Outcome, ParticipationStatus, Role


class FieldType(StrEnum):
    """How a field's value is written and compared."""

    NAME = "name"  # the whole name, case aside
    WORDS = "words"  # every word given occurs in the name
    PERSON = "person"  # words next to each other in one person's name or title
    TITLE = "title"  # words of the title, inflected or not
    DATE = "date"  # a year, month or day, or a range of them
    NUMBER = "number"  # a whole number or a range
    MONEY = "money"  # euros or a range
    SEASON = "season"  # a season or a year in it
    DIARY = "diary"  # a diary number, spaces and case aside
    CHOICE = "choice"  # one of the values listed


@dataclass(frozen=True)
class Field:
    """A field: its names by language (the first is the preferred one), type, and values if it is a choice.

    ``choices`` lead from every accepted spelling (casefolded) to the values stored.
    """

    key: str
    names: Mapping[str, tuple[str, ...]]
    type: FieldType
    description: str
    examples: tuple[str, ...]
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def all_names(self) -> tuple[str, ...]:
        """Every accepted name, preferred Finnish, Swedish and English first."""
        preferred = [names[0] for names in self.names.values()]
        return tuple(dict.fromkeys([*preferred, *(name for names in self.names.values() for name in names)]))


def _choices(table: Mapping[StrEnum | str, str]) -> dict[str, tuple[str, ...]]:
    """Spellings, separated by commas, to values; a spelling given for several values means all of them."""
    choices: dict[str, tuple[str, ...]] = {}
    for value, spellings in table.items():
        for spelling in [str(value), *spellings.split(",")]:
            key = spelling.strip().casefold()
            if key:
                choices[key] = (*choices.get(key, ()), str(value))
    return choices


_OUTCOMES = _choices(
    {
        Outcome.APPROVED_AS_PROPOSED: "hyväksytty, hyväksyttiin, hyväksytty esityksen mukaan, "
        "esityksen mukaan, ehdotuksen mukaan, esityksen mukaisesti, godkänd, godkänt, enligt förslaget",
        Outcome.APPROVED: "hyväksytty, hyväksyttiin, godkänd, godkänt",
        Outcome.AMENDED: "muutettu, muutettuna, muutettuna hyväksytty, hyväksytty muutettuna, ändrad, ändrat",
        Outcome.REJECTED: "hylätty, hylättiin, avslagen, avslogs, förkastad",
        Outcome.TABLED: "pöydälle, pöydälle pantu, jätetty pöydälle, pöydätty, bordlagd, bordlades",
        Outcome.RETURNED: "palautettu, palautettu valmisteluun, palautettiin, återremitterad, återremiss",
        Outcome.NOTED: "merkitty tiedoksi, tiedoksi, merkittiin tiedoksi, "
        "antecknad, till kännedom, för kännedom",
        Outcome.ELECTED: "valittu, valinta, vaali, vald, val",
        Outcome.WITHDRAWN: "poistettu, poistettu esityslistalta, vedetty pois, peruttu, "
        "återtagen, tillbakadragen",
        Outcome.LAPSED: "rauennut, raukesi, förfallen, förföll",
        Outcome.OTHER: "muu, annan, annat",
    }
)
# "approved" is the name of one outcome and the plain word for two.
_OUTCOMES["approved"] = (Outcome.APPROVED_AS_PROPOSED.value, Outcome.APPROVED.value)

_ROLES = _choices(
    {
        Role.CHAIR: "puheenjohtaja, pj, ordförande",
        Role.VICE_CHAIR: "varapuheenjohtaja, vpj, vice ordförande, viceordförande",
        Role.MEMBER: "jäsen, ledamot",
        Role.DEPUTY: "varajäsen, ersättare, suppleant",
        Role.PRESENTER: "esittelijä, föredragande",
        Role.PREPARER: "valmistelija, beredare",
        Role.SECRETARY: "sihteeri, pöytäkirjanpitäjä, sekreterare, protokollförare",
        Role.INSPECTOR: "tarkastaja, pöytäkirjantarkastaja, protokolljusterare, justerare",
        Role.CONTACT: "yhteyshenkilö, yhdyshenkilö, kontaktperson",
        Role.DEPUTY_CONTACT: "varayhteyshenkilö, varahenkilö, ersättande kontaktperson",
        Role.EXPERT: "asiantuntija, sakkunnig, expert",
        Role.DISSENTER: "eriävä mielipide, reservant, reservation",
        Role.DISQUALIFIED: "esteellinen, jäävi, jävig",
        Role.DECISION_MAKER: "päättäjä, viranhaltija, beslutsfattare",
        Role.PROPOSER: "ehdottaja, esityksen tekijä, förslagsställare",
        Role.SECONDER: "kannattaja, understödjare",
        Role.ELECTED: "valittu, vald",
        Role.OTHER: "muu, annan",
    }
)

_KINDS = _choices(
    {
        Kind.MINUTES: "pöytäkirja, protokoll",
        Kind.AGENDA: "esityslista, föredragningslista",
        Kind.ITEM: "pykälä, asia, paragraf, ärende",
        Kind.OFFICEHOLDER_DECISION: "viranhaltijapäätös, tjänsteinnehavarbeslut",
        Kind.ATTACHMENT: "liite, bilaga",
        Kind.NETWORK_PAGE: "verkostosivu, nätverkssida",
        Kind.PROJECT_CARD: "hankekortti, projektkort",
        Kind.OTHER: "muu, annan",
    }
)

_LANGUAGES = _choices(
    {
        "fi": "suomi, finska, finnish",
        "sv": "ruotsi, svenska, swedish",
        "en": "englanti, engelska, english",
        "se": "pohjoissaame, saame, nordsamiska, northern sami",
    }
)

_STATUSES = _choices(
    {
        ParticipationStatus.JOINED: "liittyi, liittynyt, osallistuu, anslöt sig, deltar",
        ParticipationStatus.DECLINED: "kieltäytyi, ei osallistu, avböjde",
        ParticipationStatus.LEFT: "erosi, irtautui, lämnade, utträdde",
        ParticipationStatus.PROPOSED: "ehdotettu, esitetty, föreslagen",
        ParticipationStatus.PARTICIPATED: "osallistui, osallistunut, deltog, har deltagit",
        ParticipationStatus.MENTIONED: "mainittu, nämnd",
    }
)


def _names(fi: str, sv: str, en: str) -> dict[str, tuple[str, ...]]:
    return {language: tuple(names.split()) for language, names in (("fi", fi), ("sv", sv), ("en", en))}


FIELDS: tuple[Field, ...] = (
    Field(
        "municipality",
        _names("kunta kaupunki", "kommun stad", "municipality town"),
        FieldType.NAME,
        "Municipality, by its Finnish or Swedish name or its code.",
        ("kunta:Tuusula", "kommun:Helsingfors"),
    ),
    Field(
        "region",
        _names("maakunta", "landskap", "region"),
        FieldType.NAME,
        "Region the municipality lies in.",
        ("maakunta:Uusimaa", 'maakunta:"Pohjois-Savo"'),
    ),
    Field(
        "organ",
        _names("toimielin elin", "organ", "organ body"),
        FieldType.WORDS,
        "Body that met. Every word given is in its name; KH, kvalt and the like stand for their names.",
        (
            "toimielin:kaupunginhallitus",
            "toimielin:KH",
            'toimielin:"terveyden lautakunta"',
            "toimielin:kunnan*",
        ),
    ),
    Field(
        "date",
        _names("pvm päivä päivämäärä vuosi", "datum år", "date year"),
        FieldType.DATE,
        "Date of the meeting: a year, a month, a day, or a range of them.",
        (
            "pvm:2021",
            "pvm:2021-03",
            "pvm:2.3.2021",
            "pvm:2021-03-02",
            "pvm:2020..2024",
            "pvm:>2020",
            "pvm:<=2021-06",
        ),
    ),
    Field(
        "section",
        _names("§ pykälä", "paragraf", "section"),
        FieldType.NUMBER,
        "Number of the matter in its minutes.",
        ("§:12", "pykälä:10..20"),
    ),
    Field(
        "diary",
        _names("dnro diaari diaarinumero asianumero", "dnr diarienummer ärendenummer", "diary case"),
        FieldType.DIARY,
        "Diary number of the case, its own or cited, whole or the beginning with a star.",
        ("dnro:TUUDno-2021-379", "dnro:2204/00.04.01/2024", "dnro:TUUDno-2021*"),
    ),
    Field(
        "outcome",
        _names("päätös tulos ratkaisu", "beslut utfall", "outcome decision"),
        FieldType.CHOICE,
        "What was decided.",
        ("päätös:hyväksytty", 'päätös:"merkitty tiedoksi"', "outcome:noted", "beslut:bordlagd"),
        _OUTCOMES,
    ),
    Field(
        "fee",
        _names("maksu jäsenmaksu osallistumismaksu", "avgift", "fee"),
        FieldType.MONEY,
        "A participation or membership fee in euros, for whatever period the text gives.",
        ("maksu:9000", "maksu:>5000", "maksu:1000..9000"),
    ),
    Field(
        "amount",
        _names("summa euro eur", "belopp summa", "amount sum"),
        FieldType.MONEY,
        "Any amount of money in euros.",
        ("summa:>=100000", "belopp:1..500"),
    ),
    Field(
        "network",
        _names("verkosto", "nätverk", "network"),
        FieldType.NAME,
        "Development network the item speaks of.",
        ("verkosto:USO", "nätverk:KHE"),
    ),
    Field(
        "season",
        _names("kausi", "säsong period", "season"),
        FieldType.SEASON,
        "Season of a network, or a year within it.",
        ("kausi:2025-2026", "kausi:2025"),
    ),
    Field(
        "status",
        _names("osallistuminen tila", "deltagande", "status participation"),
        FieldType.CHOICE,
        "How a municipality stands to a network.",
        ("osallistuminen:liittyi", "status:declined"),
        _STATUSES,
    ),
    Field(
        "person",
        _names("henkilö", "person", "person"),
        FieldType.PERSON,
        "Person in an official role, by name or title.",
        ("henkilö:Hagman", 'henkilö:"Heidi Hagman"', "person:kaupunginjohtaja"),
    ),
    Field(
        "role",
        _names("rooli", "roll", "role"),
        FieldType.CHOICE,
        "Role somebody appears in.",
        ("rooli:esittelijä", "roll:föredragande"),
        _ROLES,
    ),
    Field(
        "kind",
        _names("laji tyyppi", "typ slag", "kind type"),
        FieldType.CHOICE,
        "Kind of document.",
        ("laji:liite", "typ:protokoll"),
        _KINDS,
    ),
    Field(
        "language",
        _names("kieli", "språk", "language lang"),
        FieldType.CHOICE,
        "Language of the item.",
        ("kieli:ruotsi", "språk:sv"),
        _LANGUAGES,
    ),
    Field(
        "source",
        _names("lähde tiedosto asiakirja", "källa fil dokument", "source file document"),
        FieldType.WORDS,
        "Words of the document's name or address.",
        ("lähde:tuusula", "source:uso8.txt"),
    ),
    Field(
        "title",
        _names("otsikko", "rubrik", "title"),
        FieldType.TITLE,
        "Words of the title, inflected or not.",
        ("otsikko:kehittämisverkosto", 'otsikko:"verkoston arviointi"'),
    ),
)

BY_KEY: Mapping[str, Field] = {each.key: each for each in FIELDS}


@cache
def _by_name() -> dict[str, Field]:
    names: dict[str, Field] = {}
    for each in FIELDS:
        for name in (each.key, *each.all_names()):
            names.setdefault(name.casefold(), each)
    return names


def field_named(name: str) -> Field | None:
    """The field of that name in any language."""
    return _by_name().get(name.casefold())


def names_like(name: str) -> list[str]:
    """Field names that may have been meant, the likeliest first."""
    return difflib.get_close_matches(name.casefold(), list(_by_name()), n=3, cutoff=0.6)


def choices_like(choice: str, of: Field) -> list[str]:
    """Values of a choice field that may have been meant, the likeliest first."""
    return difflib.get_close_matches(choice.casefold(), list(of.choices), n=3, cutoff=0.6)
