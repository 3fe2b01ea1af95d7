"""PDFs that crash, hang or fill the memory of readers, each with what may be expected of it.

    python -m bench.pdf_hostile FOLDER [--seed N] [--mutants N] [--light]

``readable``: a document comes out, perhaps with a note. ``unreadable``: it is refused with a reason.
``either``: both are right; crashing, hanging and running out of memory never are. None of the files does
harm by being opened in a viewer: actions point to addresses that cannot exist.
"""

from __future__ import annotations

import argparse
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

from bench.pdf_corpus import generate
from bench.pdf_fuzz import mutated
from bench.pdf_raw import build, content, repeated, simple, stream, zeros

_LINES = (
    "Kunnanhallitus § 45",
    "Päätös: hyväksyttiin esityksen mukaisesti.",
    "Osallistumismaksu on 3 500 euroa.",
)
_GOOD = stream(content(_LINES))
_SHOWS = b"BT /F1 11 Tf 60 700 Td (Kunnanhallitus) Tj ET\n"


@dataclass(frozen=True)
class Hostile:
    """A file of the set; ``expect`` is ``readable``, ``unreadable`` or ``either``."""

    name: str
    expect: str
    why: str


Case = tuple[str, str, str, Callable[[], bytes]]


def hostile(folder: Path, seed: int, mutants: int = 200, *, heavy: bool = True) -> list[Hostile]:
    """Writes the set and its list (``hostile.json``); ``heavy`` has the files of megabytes and gigabytes too."""
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)
    made: list[Hostile] = []

    def write(name: str, expect: str, why: str, data: bytes) -> None:
        (folder / name).write_bytes(data)
        made.append(Hostile(name, expect, why))

    good = _good(seed)
    for index, data in enumerate(good):
        write(f"good-{index}.pdf", "readable", "minutes like any others", data)
    cases: list[Case] = [
        *_locked(),
        *_trees(),
        *_circles(),
        *_active(),
        *_streams(),
        *_fonts(),
        *_others(),
        *_shapes(),
    ]
    if heavy:
        cases += [*_bombs(), *_masses()]
    for name, expect, why, data_of in cases:
        write(f"{name}.pdf", expect, why, data_of())
    for index in range(8):
        data = random.choice(good)
        # near the end a file may still be whole but for its list of objects
        keep = random.randrange(6, len(data) - 40)
        write(f"truncated-{index}.pdf", "either", f"cut off after {keep} of {len(data)} bytes", data[:keep])
    bases = [*good, simple(_GOOD), *(case[3]() for case in (*_circles(), *_fonts()))]
    for index in range(mutants):
        data, done = mutated(random.choice(bases), random)
        write(f"mutant-{index:03d}.pdf", "either", done, data)
    listing = [asdict(entry) for entry in made]
    (folder / "hostile.json").write_text(json.dumps(listing, ensure_ascii=False, indent=1), encoding="utf-8")
    return made


def _good(seed: int) -> list[bytes]:
    options: tuple[dict[str, object], ...] = (
        {"layout": "meeting", "pages": 2, "attendance": "ruled"},
        {"layout": "tweb", "pages": 1, "compress": False},
        {"layout": "columns", "pages": 2, "font": "embedded"},
        {"layout": "dynasty", "pages": 1, "attendance": "split", "tagged": True, "compress": False},
    )
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        return [
            (folder / generate(folder, seed + index, **option).name).read_bytes()  # type: ignore[arg-type]
            for index, option in enumerate(options)
        ]


def _fpdf(password: str | None, method: EncryptionMethod) -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=11)
    made.text(20, 30, _LINES[0])
    made.set_encryption(owner_password="omistaja", user_password=password, encryption_method=method)
    return bytes(made.output())


def _locked() -> Iterator[Case]:
    yield "encrypted-rc4", "unreadable", "needs a password", lambda: _fpdf("lukija", EncryptionMethod.RC4)
    yield (
        "encrypted-aes256",
        "unreadable",
        "needs a password",
        lambda: _fpdf("lukija", EncryptionMethod.AES_256),
    )
    yield (
        "encrypted-owner-only",
        "readable",
        "anybody may read it",
        lambda: _fpdf(None, EncryptionMethod.AES_128),
    )
    yield (
        "encrypted-unknown",
        "unreadable",
        "a security handler nobody knows",
        lambda: simple(_GOOD, trailer=b"/Encrypt<</Filter/Oma/V 9/R 9/O(x)/U(y)/P -1>>/ID[(a)(a)]"),
    )


def _pages(kids: bytes, count: bytes, more: dict[int, bytes]) -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count " + count + b">>",
    }
    return build({**objects, **more})


_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
)


def _trees() -> Iterator[Case]:
    one = {3: _PAGE, 5: _GOOD}
    yield "pages-none", "unreadable", "a page tree without pages", lambda: _pages(b"", b"0", {})
    yield (
        "pages-missing",
        "unreadable",
        "kids that are not in the file",
        lambda: _pages(b"7 0 R 8 0 R", b"2", {}),
    )
    yield (
        "pages-count-huge",
        "either",
        "claims two billion pages",
        lambda: _pages(b"3 0 R", b"2000000000", one),
    )
    yield "pages-count-negative", "either", "claims minus five pages", lambda: _pages(b"3 0 R", b"-5", one)
    yield (
        "pages-same",
        "either",
        "one page ten thousand times",
        lambda: _pages(b"3 0 R " * 10_000, b"10000", one),
    )
    yield "pages-cycle", "unreadable", "a tree that holds itself", lambda: _pages(b"2 0 R 2 0 R", b"9", {})
    yield "pages-cycle-page", "either", "itself and a page", lambda: _pages(b"2 0 R 3 0 R 2 0 R", b"9", one)

    def deep() -> bytes:
        levels = {number: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (number - 1, number + 1)
                  for number in range(6, 5006)}  # fmt: skip
        return _pages(b"6 0 R", b"1", {5: _GOOD, **levels, 5006: _PAGE})

    yield "pages-deep", "either", "a page five thousand levels down", deep


def _circles() -> Iterator[Case]:
    outline = {
        6: b"<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>",
        7: b"<</Title(a)/Parent 6 0 R/Next 8 0 R/First 6 0 R>>",
        8: b"<</Title(b)/Parent 6 0 R/Next 7 0 R/Prev 8 0 R>>",
    }
    yield (
        "cycle-outline",
        "readable",
        "an outline in a circle",
        lambda: simple(_GOOD, catalog=b"/Outlines 6 0 R", more=outline),
    )
    yield "cycle-object", "either", "contents that are themselves", lambda: simple(b"5 0 R")
    yield (
        "cycle-length",
        "either",
        "a stream as long as itself",
        lambda: simple(stream(content(_LINES), length=b"5 0 R")),
    )
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 6 0 R>>/Font<</F1 4 0 R>>>>"
    yield (
        "cycle-form",
        "readable",
        "a form that draws itself",
        lambda: simple(
            stream(_SHOWS + b"/X Do"),
            page=b"/Resources<</XObject<</X 6 0 R>>/Font<</F1 4 0 R>>>>",
            more={6: stream(b"/X Do " * 10, form)},
        ),
    )
    yield "cycle-parent", "either", "a page that is its own parent", lambda: _pages(
        b"3 0 R", b"1", {3: _PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R").replace(b"/MediaBox[0 0 595 842]", b""), 5: _GOOD}
    )  # fmt: skip

    def prev() -> bytes:
        data = simple(_GOOD)
        return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % data.index(b"xref\n"))

    yield "cycle-xref", "either", "a table of objects before itself", prev
    yield (
        "cycle-struct-tree",
        "readable",
        "a structure tree in a circle",
        lambda: simple(
            _GOOD,
            catalog=b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R",
            more={6: b"<</Type/StructTreeRoot/K 7 0 R>>", 7: b"<</S/P/P 6 0 R/K[7 0 R 6 0 R]>>"},
        ),
    )


def _active() -> Iterator[Case]:
    script = b"<</S/JavaScript/JS(while\\(true\\){app.alert\\('x'\\)})>>"
    yield (
        "javascript-open",
        "readable",
        "runs a script",
        lambda: simple(_GOOD, catalog=b"/OpenAction" + script),
    )
    yield (
        "javascript-page",
        "readable",
        "a script on the page",
        lambda: simple(_GOOD, page=b"/AA<</O" + script + b">>"),
    )
    for kind, action in (
        ("launch", b"<</S/Launch/F(ei-ole.exe)>>"),
        ("address", b"<</S/URI/URI(http://ei-ole.invalid/)>>"),
        ("submit", b"<</S/SubmitForm/F<</FS/URL/F(http://ei-ole.invalid/)>>>>"),
        ("other-file", b"<</S/GoToR/F(//ei-ole.invalid/a.pdf)/D[0/Fit]>>"),
    ):
        yield (
            f"action-{kind}",
            "readable",
            "an action on opening",
            lambda action=action: simple(_GOOD, catalog=b"/OpenAction" + action),
        )  # type: ignore[misc]
    attached = {
        6: b"<</Type/Filespec/F(palkat.exe)/EF<</F 7 0 R>>>>",
        7: stream(b"MZ" + bytes(2000), b"/Type/EmbeddedFile"),
    }
    names = b"/Names<</EmbeddedFiles<</Names[(palkat.exe) 6 0 R]>>>>"
    yield "attachment", "readable", "carries a program", lambda: simple(_GOOD, catalog=names, more=attached)
    yield (
        "form-xfa",
        "readable",
        "a form in XML with an outside entity",
        lambda: simple(
            _GOOD,
            catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>",
            more={6: stream(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')},
        ),
    )


def _streams() -> Iterator[Case]:
    drawn = content(_LINES)
    for name, length in (
        ("4gb", b"4294967296"),
        ("negative", b"-1"),
        ("endless", b"9" * 40),
        ("text", b"(viisi)"),
        ("zero", b"0"),
    ):
        yield (
            f"length-{name}",
            "either",
            "a stream's false length",
            lambda length=length: simple(stream(drawn, length=length)),
        )  # type: ignore[misc]
    yield "stream-endless", "either", "no endstream", lambda: simple(_GOOD).replace(b"\nendstream", b"")
    yield "filter-unknown", "either", "a filter nobody knows", lambda: simple(stream(drawn, b"/Filter/Oma"))
    yield (
        "filter-not-deflate",
        "either",
        "not compressed as it says",
        lambda: simple(stream(drawn, b"/Filter/FlateDecode")),
    )
    yield (
        "filter-many",
        "either",
        "a thousand filters",
        lambda: simple(stream(drawn, b"/Filter[" + b"/ASCIIHexDecode" * 1000 + b"]")),
    )
    yield (
        "predictor-wide",
        "either",
        "rows of two billion columns",
        lambda: simple(
            stream(
                zeros(1 << 20),
                b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32>>",
            )
        ),
    )
    yield "q-many", "either", "a million saved states", lambda: simple(stream(b"q " * 1_000_000 + _SHOWS))
    yield (
        "text-nested",
        "either",
        "text begun a hundred thousand times",
        lambda: simple(stream(b"BT " * 100_000 + _SHOWS)),
    )
    yield (
        "operands-many",
        "either",
        "an operator with a million operands",
        lambda: simple(stream(b"1 " * 1_000_000 + b"Td\n" + _SHOWS)),
    )


def _fonts() -> Iterator[Case]:
    custom = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[32" + b"".join(
        b"/g%d" % number for number in range(200)
    ) + b"]>>>>"  # fmt: skip
    yield "font-own-codes", "readable", "signs without a meaning: say so", lambda: simple(_GOOD, font=custom)
    mapped = {
        6: stream(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0041> endbfrange"
        )
    }
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    yield (
        "font-map-wide",
        "either",
        "a character map of everything",
        lambda: simple(_GOOD, font=font, more=mapped),
    )
    many = {6: stream(b"100000 beginbfrange " + b"<0000> <FFFF> <0041> " * 20_000 + b"endbfrange")}
    yield (
        "font-map-many",
        "either",
        "a map that is written again and again",
        lambda: simple(_GOOD, font=font, more=many),
    )
    nested = {6: stream(b"/UseCMap 6 0 R usecmap", b"/UseCMap 6 0 R/CMapName/A/Type/CMap")}
    yield "font-map-cycle", "either", "a map that uses itself", lambda: simple(_GOOD, font=font, more=nested)
    glyph = {6: stream(b"1000 0 d0 BT /F1 11 Tf (K) Tj ET")}
    drawn = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 75/LastChar 75"
        b"/Widths[1000]/CharProcs<</K 6 0 R>>/Encoding<</Differences[75/K]>>/Resources<</Font<</F1 4 0 R>>>>>>"
    )
    yield (
        "font-draws-itself",
        "either",
        "a letter drawn with itself",
        lambda: simple(_GOOD, font=drawn, more=glyph),
    )
    broken = b"<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor<</Type/FontDescriptor/FontFile2 6 0 R/Flags 4>>>>"
    yield "font-file-broken", "either", "a font file of noise", lambda: simple(
        _GOOD, font=broken, more={6: stream(b"\0\1\0\0\0\xff" + bytes(range(256)) * 8)}
    )  # fmt: skip
    widths = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/FirstChar -2147483648/LastChar 2147483647/Widths[1e300]>>"
    yield "font-widths", "either", "widths of four billion letters", lambda: simple(_GOOD, font=widths)
    yield "font-missing", "either", "a font that is not there", lambda: simple(_GOOD, font=b"null")
    wide = b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    yield "font-no-map", "readable", "two-byte signs without a map", lambda: simple(_GOOD, font=wide)


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo(name), "Päätös: hyväksyttiin.")
    return out.getvalue()


def _others() -> Iterator[Case]:
    page = (
        "<!DOCTYPE html><html><head><title>Virhe 404</title></head><body><p>Sivua ei löydy.</p></body></html>"
    )
    yield "is-html", "either", "a server's error page", lambda: page.encode()
    yield "is-zip", "unreadable", "a zip archive", lambda: _zip("a.txt")
    yield "is-docx", "either", "a word processor's file", lambda: _zip("word/document.xml")
    yield "is-text", "either", "plain text", lambda: "\n".join(_LINES).encode()
    yield "is-picture", "unreadable", "a picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500)
    yield "is-empty", "unreadable", "no bytes", lambda: b""
    yield "is-head", "unreadable", "only a first line", lambda: b"%PDF-1.7\n"
    yield "is-zeros", "unreadable", "a sparse file that was never filled", lambda: bytes(100_000)
    yield (
        "is-html-with-pdf",
        "either",
        "a page with a PDF behind it",
        lambda: page.encode() + b"\n" * 2000 + simple(_GOOD),
    )
    yield (
        "junk-before",
        "either",
        "a server's lines before the file",
        lambda: b"HTTP/1.1 200 OK\r\n\r\n" + simple(_GOOD),
    )
    yield "junk-after", "either", "fifty thousand bytes after the end", lambda: simple(_GOOD) + bytes(50_000)
    yield "version-odd", "either", "version 9.9", lambda: simple(_GOOD).replace(b"%PDF-1.7", b"%PDF-9.9")
    yield "xref-none", "either", "no list of objects", lambda: simple(_GOOD).partition(b"xref\n")[0]
    yield (
        "root-none",
        "unreadable",
        "no catalog",
        lambda: simple(_GOOD).replace(b"/Root 1 0 R", b"").replace(b"/Type/Catalog", b""),
    )


def _shapes() -> Iterator[Case]:
    for name, box in (
        ("huge", b"[0 0 1e9 1e9]"),
        ("beyond", b"[-2147483648 -2147483648 2147483647 2147483647]"),
        ("nothing", b"[0 0 0 0]"),
        ("reversed", b"[595 842 0 0]"),
        ("words", b"[(a) /b null 4]"),
        ("short", b"[0 0]"),
        ("infinite", b"[0 0 " + b"9" * 400 + b" 842]"),
    ):
        yield f"box-{name}", "either", "an odd page size", lambda box=box: simple(_GOOD, box=box)  # type: ignore[misc]
    yield "unit-huge", "either", "a unit of kilometres", lambda: simple(_GOOD, page=b"/UserUnit 1e12")
    yield "rotate-odd", "either", "turned by 45 degrees", lambda: simple(_GOOD, page=b"/Rotate 45")
    yield "rotate-90", "readable", "turned by 90 degrees", lambda: simple(_GOOD, page=b"/Rotate 90")
    for name, opening, closing in (
        ("arrays", b"[", b"]"),
        ("dictionaries", b"<</A", b">>"),
        ("strings", b"(", b")"),
    ):
        deep = opening * 200_000 + b" 1 " + closing * 200_000
        yield (
            f"nested-{name}",
            "either",
            "two hundred thousand levels",
            lambda deep=deep: simple(_GOOD, page=b"/Z " + deep),
        )  # type: ignore[misc]
        yield (
            f"nested-{name}-drawn",
            "either",
            "the same in what is drawn",
            lambda deep=deep: simple(stream(deep + b" Tj\n" + _SHOWS)),
        )  # type: ignore[misc]
    yield (
        "nested-open",
        "either",
        "brackets that never close",
        lambda: simple(_GOOD, page=b"/Z " + b"[" * 500_000),
    )
    yield (
        "name-long",
        "either",
        "a name of a megabyte",
        lambda: simple(_GOOD, page=b"/" + b"N" * 1_000_000 + b" 1"),
    )
    yield (
        "scale-huge",
        "either",
        "letters a light year high",
        lambda: simple(stream(b"1e30 0 0 1e30 0 0 cm\n" + _SHOWS)),
    )
    yield (
        "size-nothing",
        "either",
        "letters of no size",
        lambda: simple(stream(_SHOWS.replace(b"11 Tf", b"0 Tf"))),
    )
    yield "characters-many", "either", "half a million letters on a page", lambda: simple(
        stream(b"BT /F1 1 Tf 60 700 Td " + b"(" + b"a" * 500_000 + b") Tj ET")
    )  # fmt: skip
    yield "characters-spread", "either", "thirty thousand letters, each by itself", lambda: simple(
        stream(b"".join(b"BT /F1 4 Tf %d %d Td (a) Tj ET\n" % (number % 590, number * 7 % 840) for number in range(30_000)))
    )  # fmt: skip
    yield "rules-many", "either", "fifty thousand lines in a grid", lambda: simple(
        stream(_SHOWS + b"".join(b"0 %d m 595 %d l S %d 0 m %d 842 l S\n" % ((number * 842 // 25_000,) * 2 + (number * 595 // 25_000,) * 2) for number in range(25_000)))
    )  # fmt: skip


def _bombs() -> Iterator[Case]:
    size = 2 << 30
    flate = b"/Filter/FlateDecode"
    yield (
        "bomb-zeros",
        "either",
        "two gigabytes of nothing to draw",
        lambda: simple(stream(zeros(size), flate)),
    )
    yield (
        "bomb-text",
        "either",
        "a gigabyte of text on a page",
        lambda: simple(stream(repeated(_SHOWS * 200, 100_000), flate)),
    )
    yield (
        "bomb-rules",
        "either",
        "a gigabyte of lines",
        lambda: simple(stream(repeated(b"0 0 m 9 9 l S\n" * 700, 100_000), flate)),
    )

    def twice() -> bytes:
        inner = repeated(zeros(1 << 20), 4096)
        return simple(stream(inner, b"/Filter[/FlateDecode/FlateDecode]"))

    yield "bomb-twice", "either", "compressed twice", twice
    picture = (
        b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceGray/BitsPerComponent 8"
        + flate
    )
    yield "bomb-picture", "either", "a picture of 3.6 gigabytes", lambda: simple(
        stream(_SHOWS + b"595 0 0 842 0 0 cm /I Do"),
        page=b"/Resources<</XObject<</I 6 0 R>>/Font<</F1 4 0 R>>>>",
        more={6: stream(zeros(size), picture)},
    )  # fmt: skip

    def laughs() -> bytes:
        forms = {
            number: stream(
                (b"/X Do " * 10) if number < 15 else _SHOWS,
                b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X %d 0 R>>/Font<</F1 4 0 R>>>>"
                % (number + 1),
            )
            for number in range(6, 16)
        }
        return simple(stream(b"/X Do"), page=b"/Resources<</XObject<</X 6 0 R>>>>", more=forms)

    yield "bomb-forms", "either", "forms that draw forms, a billion times", laughs
    yield "bomb-map", "either", "a character map of a gigabyte", lambda: simple(
        _GOOD,
        font=b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>",
        more={6: stream(repeated(b"1 beginbfrange <0000> <FFFF> <0041> endbfrange\n" * 200, 100_000), flate)},
    )  # fmt: skip

    def object_stream() -> bytes:
        packed = stream(zeros(size), b"/Type/ObjStm/N 1000000/First 10000000" + flate)
        data = simple(_GOOD, more={6: packed})
        # an object stream is looked into only through an xref stream
        start = len(data)
        entries = b"".join(b"\x02" + (6).to_bytes(4, "big") + bytes([number % 256]) for number in range(7))
        table = stream(entries, b"/Type/XRef/Size 7/W[1 4 1]/Root 1 0 R")
        return data + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start

    yield "bomb-objects", "either", "two gigabytes of packed objects", object_stream

    def table_stream() -> bytes:
        data = simple(_GOOD)
        table = stream(zeros(size), b"/Type/XRef/Size 400000000/W[1 4 1]/Root 1 0 R" + flate)
        return data + b"7 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(data)

    yield "bomb-xref", "either", "a list of four hundred million objects", table_stream


def _masses() -> Iterator[Case]:
    def tree(count: int) -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + count))
        return _pages(kids, b"%d" % count, {5: _GOOD, **{number: _PAGE for number in range(6, 6 + count)}})

    yield (
        "pages-50000",
        "either",
        "fifty thousand pages: more than any reader need take",
        lambda: tree(50_000),
    )
    yield "objects-million", "either", "a million objects", lambda: simple(
        _GOOD, more={number: b"null" for number in range(6, 1_000_000)}
    )  # fmt: skip
    yield "annotations-many", "either", "a hundred thousand notes", lambda: simple(
        _GOOD, page=b"/Annots[" + b"<</Type/Annot/Subtype/Text/Rect[0 0 1 1]/Contents(a)>>" * 100_000 + b"]"
    )  # fmt: skip

    def updates() -> bytes:
        data = bytearray(simple(_GOOD))
        start = data.index(b"xref\n")
        for _ in range(20_000):
            place = len(data)
            data += b"xref\n0 0\ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (
                start,
                place,
            )
            start = place
        return bytes(data)

    yield "updates-many", "either", "changed twenty thousand times", updates


def main() -> None:
    """Writes the set into a folder."""
    parser = argparse.ArgumentParser(prog="python -m bench.pdf_hostile", description=main.__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mutants", type=int, default=200)
    parser.add_argument(
        "--light", action="store_true", help="leave out what is megabytes, or unpacks to gigabytes"
    )
    options = parser.parse_args()
    made = hostile(options.folder, options.seed, options.mutants, heavy=not options.light)
    print(f"{len(made)} files in {options.folder}")


if __name__ == "__main__":
    main()
