"""Hostile by content: streams, fonts, odd shapes, bombs that unpack to gigabytes, masses of objects."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from bench.pdf_hostile_structure import flat
from bench.pdf_raw import GOOD, LINES, SHOWS, Case, content, repeated, simple, stream, zeros

_FLATE = b"/Filter/FlateDecode"
_SIZE = 2 << 30
_TYPE1 = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica"


def streams() -> Iterator[Case]:
    """False lengths and filters, and contents that never end."""
    drawn = content(LINES)
    for name, length in (
        ("4gb", b"4294967296"),
        ("negative", b"-1"),
        ("endless", b"9" * 40),
        ("text", b"(viisi)"),
        ("zero", b"0"),
    ):
        made = partial(simple, stream(drawn, length=length))
        yield Case(f"length-{name}", "either", "a stream's false length", made)
    unended = partial(bytes, simple(GOOD).replace(b"\nendstream", b""))
    yield Case("stream-endless", "either", "no endstream", unended)
    wide = b"/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32>>"
    for name, why, data, entries in (
        ("unknown", "a filter nobody knows", drawn, b"/Filter/Oma"),
        ("not-deflate", "not compressed as it says", drawn, _FLATE),
        ("many", "a thousand filters", drawn, b"/Filter[" + b"/ASCIIHexDecode" * 1000 + b"]"),
        ("predictor", "rows of two billion columns", zeros(1 << 20), _FLATE + wide),
    ):
        yield Case(f"filter-{name}", "either", why, partial(simple, stream(data, entries)))
    for name, why, data in (
        ("q-many", "a million saved states", b"q " * 1_000_000),
        ("text-nested", "text begun a hundred thousand times", b"BT " * 100_000),
        ("operands-many", "an operator with a million operands", b"1 " * 1_000_000 + b"Td\n"),
    ):
        yield Case(name, "either", why, partial(simple, stream(data + SHOWS)))


def fonts() -> Iterator[Case]:
    """Fonts that do not say which characters they show, or say it for ever."""
    signs = b"".join(b"/g%d" % number for number in range(200))
    custom = _TYPE1 + b"/Encoding<</Differences[32" + signs + b"]>>>>"
    coded = partial(simple, GOOD, font=custom)
    yield Case("font-own-codes", "readable", "signs without a meaning: to be said so", coded)
    family = (
        b"/Type/Font/Subtype/CIDFontType2/BaseFont/A"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    )
    wide = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<<" + family + b">>]>>"
    yield Case("font-no-map", "readable", "two-byte signs without a map", partial(simple, GOOD, font=wide))
    mapped = _TYPE1 + b"/ToUnicode 6 0 R>>"
    everything = b"1 beginbfrange <0000> <FFFF> <0041> endbfrange"
    many = b"100000 beginbfrange " + b"<0000> <FFFF> <0041> " * 20_000 + b"endbfrange"
    for name, why, table in (
        ("wide", "a character map of everything", stream(everything)),
        ("many", "a map that is written again and again", stream(many)),
        ("cycle", "a map that uses itself", stream(b"/A usecmap", b"/UseCMap 6 0 R/CMapName/A/Type/CMap")),
    ):
        made = partial(simple, GOOD, font=mapped, more={6: table})
        yield Case(f"font-map-{name}", "either", why, made)
    glyph = {6: stream(b"1000 0 d0 BT /F1 11 Tf (K) Tj ET")}
    drawn = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 75"
        b"/LastChar 75/Widths[1000]/CharProcs<</K 6 0 R>>/Encoding<</Differences[75/K]>>"
        b"/Resources<</Font<</F1 4 0 R>>>>>>"
    )
    itself = partial(simple, GOOD, font=drawn, more=glyph)
    yield Case("font-draws-itself", "either", "a letter drawn with itself", itself)
    described = b"/FontDescriptor<</Type/FontDescriptor/FontFile2 6 0 R/Flags 4>>>>"
    noise = {6: stream(b"\0\1\0\0\0\xff" + bytes(range(256)) * 8)}
    broken = b"<</Type/Font/Subtype/TrueType/BaseFont/A" + described
    yield Case(
        "font-broken", "either", "a font file of noise", partial(simple, GOOD, font=broken, more=noise)
    )
    widths = _TYPE1 + b"/FirstChar -2147483648/LastChar 2147483647/Widths[1e300]>>"
    yield Case("font-widths", "either", "widths of four billion letters", partial(simple, GOOD, font=widths))
    yield Case("font-missing", "either", "a font that is not there", partial(simple, GOOD, font=b"null"))


def shapes() -> Iterator[Case]:
    """Page sizes, nesting and masses of marks that no page has."""
    for name, box in (
        ("huge", b"[0 0 1e9 1e9]"),
        ("beyond", b"[-2147483648 -2147483648 2147483647 2147483647]"),
        ("nothing", b"[0 0 0 0]"),
        ("reversed", b"[595 842 0 0]"),
        ("words", b"[(a) /b null 4]"),
        ("short", b"[0 0]"),
        ("infinite", b"[0 0 " + b"9" * 400 + b" 842]"),
    ):
        yield Case(f"box-{name}", "either", "an odd page size", partial(simple, GOOD, box=box))
    for name, expect, why, entry in (
        ("unit-huge", "either", "a unit of kilometres", b"/UserUnit 1e12"),
        ("rotate-odd", "either", "turned by 45 degrees", b"/Rotate 45"),
        ("rotate-90", "readable", "turned by 90 degrees", b"/Rotate 90"),
        ("nested-open", "either", "brackets that never close", b"/Z " + b"[" * 500_000),
        ("name-long", "either", "a name of a megabyte", b"/" + b"N" * 1_000_000 + b" 1"),
    ):
        yield Case(name, expect, why, partial(simple, GOOD, page=entry))
    for name, opening, closing in (
        ("arrays", b"[", b"]"),
        ("dicts", b"<</A", b">>"),
        ("strings", b"(", b")"),
    ):
        deep = opening * 200_000 + b" 1 " + closing * 200_000
        held = partial(simple, GOOD, page=b"/Z " + deep)
        yield Case(f"nested-{name}", "either", "two hundred thousand levels", held)
        shown = partial(simple, stream(deep + b" Tj\n" + SHOWS))
        yield Case(f"nested-{name}-drawn", "either", "the same in what is drawn", shown)
    spread = b"".join(
        b"BT /F1 4 Tf %d %d Td (a) Tj ET\n" % (number % 590, number * 7 % 840) for number in range(30_000)
    )
    grid = b"".join(
        b"0 %.2f m 595 %.2f l S %.2f 0 m %.2f 842 l S\n"
        % (number * 0.0337, number * 0.0337, number * 0.0238, number * 0.0238)
        for number in range(25_000)
    )
    for name, why, data in (
        ("scale-huge", "letters a light year high", b"1e30 0 0 1e30 0 0 cm\n" + SHOWS),
        ("size-nothing", "letters of no size", SHOWS.replace(b"11 Tf", b"0 Tf")),
        ("letters-many", "half a million letters", SHOWS.replace(b"Kunnanhallitus", b"a" * 500_000)),
        ("letters-spread", "thirty thousand letters, each by itself", spread),
        ("rules-many", "fifty thousand lines in a grid", SHOWS + grid),
    ):
        yield Case(name, "either", why, partial(simple, stream(data)))


def bombs() -> Iterator[Case]:
    """Small files that unpack to gigabytes."""
    everything = b"1 beginbfrange <0000> <FFFF> <0041> endbfrange\n" * 200
    line = b"0 0 m 9 9 l S\n"
    for name, why, make in (
        ("zeros", "two gigabytes of nothing to draw", lambda: simple(stream(zeros(_SIZE), _FLATE))),
        ("text", "a gigabyte of text", lambda: simple(stream(repeated(SHOWS * 200, 100_000), _FLATE))),
        ("rules", "a gigabyte of lines", lambda: simple(stream(repeated(line * 700, 100_000), _FLATE))),
        ("twice", "compressed twice", _twice),
        ("picture", "a picture of 3.6 gigabytes", _picture),
        ("forms", "forms that draw forms, a billion times", _forms),
        ("map", "a character map of a gigabyte", lambda: _mapped(repeated(everything, 100_000))),
        ("objects", "two gigabytes of packed objects", _objects),
        ("xref", "a list of four hundred million objects", _xref),
    ):  # fmt: skip
        yield Case(f"bomb-{name}", "either", why, make)


def _twice() -> bytes:
    return simple(stream(repeated(zeros(1 << 20), 4096), b"/Filter[/FlateDecode/FlateDecode]"))


def _mapped(table: bytes) -> bytes:
    return simple(GOOD, font=_TYPE1 + b"/ToUnicode 6 0 R>>", more={6: stream(table, _FLATE)})


def _picture() -> bytes:
    look = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
    return simple(
        stream(SHOWS + b"595 0 0 842 0 0 cm /I Do"),
        resources=b"<</XObject<</I 6 0 R>>/Font<</F1 4 0 R>>>>",
        more={6: stream(zeros(_SIZE), look + _FLATE)},
    )


def _forms() -> bytes:
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    forms = {
        number: stream(
            (b"/X Do " * 10) if number < 15 else SHOWS,
            head + b"/Resources<</XObject<</X %d 0 R>>/Font<</F1 4 0 R>>>>" % (number + 1),
        )
        for number in range(6, 16)
    }
    return simple(stream(b"/X Do"), resources=b"<</XObject<</X 6 0 R>>>>", more=forms)


def _objects() -> bytes:
    packed = stream(zeros(_SIZE), b"/Type/ObjStm/N 1000000/First 10000000" + _FLATE)
    data = simple(GOOD, more={6: packed})
    # packed objects are looked for only by a list that is a stream itself
    entries = b"".join(
        (b"\x01" + data.index(b"6 0 obj").to_bytes(4, "big") + b"\0")
        if number == 6
        else b"\x02" + (6).to_bytes(4, "big") + bytes([number])
        for number in range(7)
    )
    table = stream(entries, b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
    return data + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(data)


def _xref() -> bytes:
    data = simple(GOOD)
    table = stream(zeros(_SIZE), b"/Type/XRef/Size 357913941/W[1 4 1]/Root 1 0 R" + _FLATE)
    return data + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(data)


def masses() -> Iterator[Case]:
    """Files of many megabytes that say nothing."""
    yield Case("pages-50000", "either", "more pages than any reader need take", partial(flat, 50_000))
    yield Case("objects-million", "either", "a million objects", _million)
    notes = b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/Contents(a)>>" * 100_000
    noted = partial(simple, GOOD, page=b"/Annots[" + notes + b"]")
    yield Case("annotations-many", "either", "a hundred thousand notes", noted)
    yield Case("updates-many", "either", "changed twenty thousand times", _updates)


def _million() -> bytes:
    return simple(GOOD, more=dict.fromkeys(range(6, 1_000_000), b"null"))


def _updates() -> bytes:
    data = bytearray(simple(GOOD))
    start = data.index(b"xref\n")
    for _ in range(20_000):
        place = len(data)
        data += b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
            start,
            place,
        )
        start = place
    return bytes(data)
