"""Hostile by structure: locked files, page trees, circles, active content, and files that are no PDFs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import partial

from fpdf import FPDF
from fpdf.enums import EncryptionMethod

from bench.pdf_raw import GOOD, LINES, SHOWS, Case, build, content, simple, stream

_PAGE = (
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
    b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
)
_FORM = b"<</XObject<</X 6 0 R>>/Font<</F1 4 0 R>>>>"


def locked() -> Iterator[Case]:
    """Encrypted files."""
    secret = "needs a password"
    yield Case("encrypted-rc4", "unreadable", secret, partial(_encrypted, "lukija", EncryptionMethod.RC4))
    yield Case("encrypted-aes", "unreadable", secret, partial(_encrypted, "lukija", EncryptionMethod.AES_256))
    open_to_all = partial(_encrypted, None, EncryptionMethod.AES_128)
    yield Case("encrypted-owner-only", "readable", "anybody may read it", open_to_all)
    handler = b"/Encrypt<</Filter/Oma/V 9/R 9/O(x)/U(y)/P -1>>/ID[(a)(a)]"
    unknown = partial(simple, GOOD, trailer=handler)
    yield Case("encrypted-unknown", "unreadable", "a security handler nobody knows", unknown)


def _encrypted(password: str | None, method: EncryptionMethod) -> bytes:
    made = FPDF()
    made.add_page()
    made.set_font("Helvetica", size=11)
    made.text(20, 30, LINES[0])
    made.set_encryption(owner_password="omistaja", user_password=password, encryption_method=method)
    return bytes(made.output())


def pages(kids: bytes, count: bytes, more: Mapping[int, bytes]) -> bytes:
    """A file whose page tree has these kids and this count."""
    root = b"<</Type/Pages/Kids[" + kids + b"]/Count " + count + b">>"
    return build({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: root, **more})


def flat(count: int) -> bytes:
    """So many pages, all in one list, all with the same contents."""
    kids = b" ".join(b"%d 0 R" % number for number in range(6, 6 + count))
    return pages(kids, b"%d" % count, {5: GOOD, **dict.fromkeys(range(6, 6 + count), _PAGE)})


def trees() -> Iterator[Case]:
    """Page trees that are empty, endless, false or circular."""
    one = {3: _PAGE, 5: GOOD}
    for name, expect, why, kids, count, more in (
        ("none", "unreadable", "a page tree without pages", b"", b"0", {}),
        ("missing", "unreadable", "kids that are not in the file", b"7 0 R 8 0 R", b"2", {}),
        ("count-huge", "either", "claims two billion pages", b"3 0 R", b"2000000000", one),
        ("count-negative", "either", "claims minus five pages", b"3 0 R", b"-5", one),
        ("same", "either", "one page ten thousand times", b"3 0 R " * 10_000, b"10000", one),
        ("cycle", "unreadable", "a tree that holds itself", b"2 0 R 2 0 R", b"9", {}),
        ("cycle-page", "either", "a tree of itself and a page", b"2 0 R 3 0 R 2 0 R", b"9", one),
    ):
        yield Case(f"pages-{name}", expect, why, partial(pages, kids, count, more))
    yield Case("pages-deep", "either", "a page five thousand levels down", _deep)


def _deep() -> bytes:
    levels = {
        number: b"<</Type/Pages/Parent %d 0 R/Kids[%d 0 R]/Count 1>>" % (number - 1, number + 1)
        for number in range(6, 5006)
    }
    return pages(b"6 0 R", b"1", {5: GOOD, **levels, 5006: _PAGE})


def circles() -> Iterator[Case]:
    """Objects that lead to themselves."""
    outline = {
        6: b"<</Type/Outlines/First 7 0 R/Last 8 0 R/Count 2>>",
        7: b"<</Title(a)/Parent 6 0 R/Next 8 0 R/First 6 0 R>>",
        8: b"<</Title(b)/Parent 6 0 R/Next 7 0 R/Prev 8 0 R>>",
    }
    listed = partial(simple, GOOD, catalog=b"/Outlines 6 0 R", more=outline)
    yield Case("cycle-outline", "readable", "an outline in a circle", listed)
    yield Case("cycle-object", "either", "contents that are themselves", partial(simple, b"5 0 R"))
    itself = partial(simple, stream(content(LINES), length=b"5 0 R"))
    yield Case("cycle-length", "either", "a stream as long as itself", itself)
    for name, expect, why, times in (
        ("form", "readable", "a form that draws itself", 1),
        ("forms", "either", "a form that draws itself ten times", 10),
    ):
        form = {
            6: stream(b"/X Do " * times, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources" + _FORM)
        }
        drawn = partial(simple, stream(SHOWS + b"/X Do"), resources=_FORM, more=form)
        yield Case(f"cycle-{name}", expect, why, drawn)
    orphan = _PAGE.replace(b"/Parent 2 0 R", b"/Parent 3 0 R").replace(b"/MediaBox[0 0 595 842]", b"")
    parent = partial(pages, b"3 0 R", b"1", {3: orphan, 5: GOOD})
    yield Case("cycle-parent", "either", "a page that is its own parent", parent)
    yield Case("cycle-xref", "either", "a list of objects before itself", _previous)
    tree = {6: b"<</Type/StructTreeRoot/K 7 0 R>>", 7: b"<</S/P/P 6 0 R/K[7 0 R 6 0 R]>>"}
    marked = b"/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R"
    structured = partial(simple, GOOD, catalog=marked, more=tree)
    yield Case("cycle-struct-tree", "readable", "a structure tree in a circle", structured)


def _previous() -> bytes:
    data = simple(GOOD)
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % data.index(b"xref\n"))


def active() -> Iterator[Case]:
    """Scripts, actions, attachments, forms."""
    script = b"<</S/JavaScript/JS(while\\(true\\){app.alert\\('x'\\)})>>"
    opened = partial(simple, GOOD, catalog=b"/OpenAction" + script)
    yield Case("javascript-open", "readable", "runs a script", opened)
    turned = partial(simple, GOOD, page=b"/AA<</O" + script + b">>")
    yield Case("javascript-page", "readable", "a script on the page", turned)
    for kind, action in (
        ("launch", b"<</S/Launch/F(ei-ole.exe)>>"),
        ("address", b"<</S/URI/URI(http://ei-ole.invalid/)>>"),
        ("submit", b"<</S/SubmitForm/F<</FS/URL/F(http://ei-ole.invalid/)>>>>"),
        ("other-file", b"<</S/GoToR/F(//ei-ole.invalid/a.pdf)/D[0/Fit]>>"),
    ):
        made = partial(simple, GOOD, catalog=b"/OpenAction" + action)
        yield Case(f"action-{kind}", "readable", "an action on opening", made)
    attached = {
        6: b"<</Type/Filespec/F(palkat.exe)/EF<</F 7 0 R>>>>",
        7: stream(b"MZ" + bytes(2000), b"/Type/EmbeddedFile"),
    }
    names = b"/Names<</EmbeddedFiles<</Names[(palkat.exe) 6 0 R]>>>>"
    yield Case(
        "attachment", "readable", "carries a program", partial(simple, GOOD, catalog=names, more=attached)
    )
    entity = stream(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///ei-ole">]><a>&b;</a>')
    form = partial(simple, GOOD, catalog=b"/AcroForm<</Fields[]/XFA 6 0 R>>", more={6: entity})
    yield Case("form-xfa", "readable", "a form in XML with an outside entity", form)


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo(name), "Päätös: hyväksyttiin.")
    return out.getvalue()


def others() -> Iterator[Case]:
    """What is named .pdf and is something else, or a PDF with something around it."""
    html = "<!DOCTYPE html><html><title>Virhe 404</title><body><p>Sivua ei löydy.</p></body></html>".encode()
    good = simple(GOOD)
    rootless = good.replace(b"/Root 1 0 R", b"").replace(b"/Type/Catalog", b"")
    for name, expect, why, data in (
        ("is-html", "either", "a server's error page", html),
        ("is-zip", "unreadable", "a zip archive", _zip("a.txt")),
        ("is-docx", "either", "a word processor's file", _zip("word/document.xml")),
        ("is-text", "either", "plain text", "\n".join(LINES).encode()),
        ("is-picture", "unreadable", "a picture", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("is-empty", "unreadable", "no bytes", b""),
        ("is-head", "unreadable", "only a first line", b"%PDF-1.7\n"),
        ("is-zeros", "unreadable", "a sparse file that was never filled", bytes(100_000)),
        ("is-html-with-pdf", "either", "a page with a PDF behind it", html + b"\n" * 2000 + good),
        ("junk-before", "either", "a server's lines before the file", b"HTTP/1.1 200 OK\r\n\r\n" + good),
        ("junk-after", "either", "fifty thousand bytes after the end", good + bytes(50_000)),
        ("version-odd", "either", "version 9.9", good.replace(b"%PDF-1.7", b"%PDF-9.9")),
        ("xref-none", "either", "no list of objects", good.partition(b"xref\n")[0]),
        ("root-none", "unreadable", "no catalog", rootless),
    ):
        yield Case(name, expect, why, partial(bytes, data))
