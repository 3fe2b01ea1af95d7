"""Word documents: what a person would see on paper, in order; .doc through whichever converter is there."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import ReadDocument, ReadError
from ingest.readers import Kind, read, reader_of, sniff, word, word_convert
from ingest.readers.word_convert import convert

W = nsdecls("w")
DATA = Path(__file__).parent / "data" / "word"


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def of(*elements: str, document: Document | None = None) -> ReadDocument:
    """A document whose body holds these elements, read."""
    document = document or docx.Document()
    for element in elements:
        markup = element.replace(">", f" {W}>", 1) if "/>" not in element.split(">", 1)[0] + ">" else element
        document.element.body.insert(-1, parse_xml(markup))
    return read(saved(document), "m.docx")


def run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, look: str = "") -> str:
    return (
        f"<w:p><w:pPr>{look}</w:pPr>{''.join(each if each[:1] == '<' else run(each) for each in runs)}</w:p>"
    )


def lines(document: ReadDocument) -> list[str]:
    page = document.pages[0]
    return [page.text[line.start : line.end] for line in page.lines]


@pytest.mark.parametrize(
    ("case", "element", "expected"),
    [
        ("plain", p("Kunnanhallitus 6.5.2031"), ["Kunnanhallitus 6.5.2031"]),
        ("runs join", p("Kehittämis", "verkosto"), ["Kehittämisverkosto"]),
        ("no-break space stays", p("3\u00a0500 €"), ["3\u00a0500 €"]),
        ("soft hyphen goes", p("kehittämis\u00adverkosto"), ["kehittämisverkosto"]),
        ("break", p("a", "<w:r><w:br/></w:r>", "b"), ["a", "b"]),
        ("hyphen that holds", p("USO", "<w:r><w:noBreakHyphen/></w:r>", "verkosto"), ["USO-verkosto"]),
        ("tab", p("Meri Maija", "<w:r><w:tab/></w:r>", "jäsen"), ["Meri Maija\tjäsen"]),
        ("wide gap", p("Meri Maija      jäsen"), ["Meri Maija\tjäsen"]),
        ("two spaces", p("Meri  Maija"), ["Meri Maija"]),
        ("inserted", p("a", f"<w:ins>{run('b')}</w:ins>"), ["ab"]),
        ("deleted", p("a", "<w:del><w:r><w:delText>b</w:delText></w:r></w:del>"), ["a"]),
        (
            "content control",
            p(f"<w:sdt><w:sdtContent>{run('§ 12')}</w:sdtContent></w:sdt>", " A"),
            ["§ 12 A"],
        ),
        ("block control", f"<w:sdt><w:sdtContent>{p('Päätös')}</w:sdtContent></w:sdt>", ["Päätös"]),
        ("link", p(f"<w:hyperlink>{run('linkki')}</w:hyperlink>"), ["linkki"]),
        ("field", p("<w:r><w:instrText>PAGE</w:instrText></w:r>", "3"), ["3"]),
        ("hidden", p("a", run("b", "<w:vanish/>")), ["a"]),
        ("not hidden", p("a", run("b", '<w:vanish w:val="0"/>')), ["ab"]),
        ("black bar", p("a", run("Salainen", '<w:highlight w:val="black"/>')), ["a"]),
        ("yellow mark", p("a", run("b", '<w:highlight w:val="yellow"/>')), ["ab"]),
        ("white on white", p("a", run("b", '<w:color w:val="FFFFFF"/>')), ["a"]),
        ("white on blue", p("a", run("b", '<w:color w:val="FFFFFF"/><w:shd w:fill="0000FF"/>')), ["ab"]),
        ("black on black", p("a", run("b", '<w:color w:val="000000"/><w:shd w:fill="000000"/>')), ["a"]),
        ("ticked box", p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', " läsnä"), ["☒ läsnä"]),
        (
            "text box after its paragraph",
            p("a", f"<w:r><w:pict><w:txbxContent>{p('laatikossa')}</w:txbxContent></w:pict></w:r>", "b"),
            ["ab", "laatikossa"],
        ),
    ],
)
def test_text(case: str, element: str, expected: list[str]) -> None:
    assert lines(of(element)) == expected


def test_what_is_hidden_is_said() -> None:
    document = of(p("Julkinen", run("Salainen", "<w:vanish/>")))
    assert document.note == "hidden text (8 characters) was left out"
    assert document.metadata["hidden"] == "8"
    assert "Salainen" not in document.text


def test_deletions_are_said() -> None:
    document = of(p("a", "<w:del><w:r><w:delText>b</w:delText></w:r></w:del>"))
    assert document.note == "changes are marked in it: what they delete was left out"


def test_alternatives_are_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:pict><w:txbxContent>{p('kerran')}</w:txbxContent></w:pict>"
    both = f'<mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
    both = f"<mc:AlternateContent {mc}>{both}</mc:AlternateContent>"
    assert lines(of(p("a", f"<w:r>{both}</w:r>"))) == ["a", "kerran"]


def test_headings_and_weight() -> None:
    document = docx.Document()
    document.add_heading("Kehittämisverkoston jatko", 2)
    document.add_paragraph().add_run("Päätös").bold = True
    mixed = document.add_paragraph("Hyväksyttiin ")
    mixed.add_run("yksimielisesti").bold = True
    page = read(saved(document), "m.docx").pages[0]
    assert [(line.tag, line.bold) for line in page.lines] == [("h2", True), ("p", True), ("p", False)]


def test_data_tables_are_rows_and_layout_tables_are_lines() -> None:
    document = docx.Document()
    data = document.add_table(2, 3)
    for row, texts in zip(
        data.rows, (("Nimi", "Tehtävä", "Paikalla"), ("Meri Maija", "jäsen", "")), strict=True
    ):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    layout = document.add_table(1, 2)
    layout.cell(0, 0).text = "Esitys"
    layout.cell(0, 1).text = "Kunnanhallitus päättää hyväksyä esityksen. " * 20
    read_back = read(saved(document), "m.docx")
    page = read_back.pages[0]
    assert lines(read_back)[:3] == ["Nimi\tTehtävä\tPaikalla", "Meri Maija\tjäsen", "Esitys"]
    cells = [[page.text[cell.start : cell.end] for cell in row] for row in page.tables[0].rows]
    assert cells == [["Nimi", "Tehtävä", "Paikalla"], ["Meri Maija", "jäsen", ""]]


def test_merged_cells_are_read_once() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "Ääni"
    table.cell(0, 1).text, table.cell(1, 1).text = "jaa", "ei"
    assert lines(read(saved(document), "m.docx")) == ["Ääni\tjaa", "ei"]


LEVELS = """<w:abstractNum w:abstractNumId="90">
<w:lvl w:ilvl="0"><w:start w:val="12"/><w:numFmt w:val="decimal"/><w:lvlText w:val="§ %1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1.%3"/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl>
<w:lvl w:ilvl="4"><w:numFmt w:val="none"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>"""


def test_automatic_numbers_are_counted() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LEVELS.replace(">", f" {W}>", 1)))
    for number, change in (
        (91, ""),
        (92, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'),
    ):
        numbering.append(
            parse_xml(f'<w:num {W} w:numId="{number}"><w:abstractNumId w:val="90"/>{change}</w:num>')
        )

    def item(text: str, level: int, number: int = 91) -> str:
        numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        return p(text, look=numbered)

    elements = (
        *(item("A", 0), item("B", 1), item("C", 1), item("D", 2), item("E", 0), item("F", 1)),
        *(item("G", 3), item("H", 4), p("I"), item("", 0), item("J", 0), item("K", 0, 92), item("L", 0)),
        item("M", 0, 7777),
    )
    assert lines(of(*elements, document=document)) == [
        *("§ 12 A", "a) B", "b) C", "12.I D", "§ 13 E", "a) F"),
        *("- G", "H", "I", "§ 14 J", "§ 1 K", "§ 2 L"),
        "M",
    ]


def test_the_page_head_comes_first_and_the_foot_is_apart() -> None:
    document = docx.Document()
    document.add_paragraph("Teksti")
    document.sections[0].header.paragraphs[0].text = "Kunnanhallitus 6.5.2031"
    document.sections[0].footer.paragraphs[0].text = "Tuulensuu"
    found = read(saved(document), "m.docx")
    assert lines(found) == ["Kunnanhallitus 6.5.2031", "Teksti"]
    assert found.metadata["footer"] == "Tuulensuu"


def test_title_and_language_of_the_properties() -> None:
    document = docx.Document()
    document.core_properties.title = "Esityslista  6.5."
    document.add_paragraph("Teksti")
    found = read(saved(document), "m.docx")
    assert found.title == "Esityslista 6.5."
    assert found.metadata["lang"] == "en-US"
    assert found.language is None
    assert (found.media_type, found.reader) == (word.DOCX, "docx/1")


def repacked(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with every part changed; None leaves it out."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as package,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in package.infolist():
            if (content := change(entry.filename, package.read(entry))) is not None:
                copy.writestr(entry.filename, content)
    return made.getvalue()


def a_document(text: str = "Kunnanhallitus päätti.") -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    return saved(document)


def test_files_with_macros_and_of_the_strict_kind_are_read() -> None:
    def changed(name: str, content: bytes) -> bytes:
        content = content.replace(
            b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
        )
        content = content.replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument",
        )
        return content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )

    assert lines(read(repacked(a_document(), changed), "m.docm")) == ["Kunnanhallitus päätti."]


def test_pictures_are_not_unpacked() -> None:
    pictures = repacked(a_document(), lambda name, content: content)
    with zipfile.ZipFile(stream := io.BytesIO(pictures), "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.png", b"\0" * (300 << 20))
    assert lines(read(stream.getvalue(), "m.docx")) == ["Kunnanhallitus päätti."]


def billion_laughs(name: str, content: bytes) -> bytes:
    if name != "word/document.xml":
        return content
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    head, _, rest = content.partition(b"?>")
    start = f'?><!DOCTYPE d [<!ENTITY e0 "ha">{entities}]>'.encode()
    return head + start + rest.replace(b"Kunnanhallitus", b"Kunta &e9;")


@pytest.mark.parametrize(
    ("case", "change", "says"),
    [
        ("cut off", lambda data: data[: len(data) // 2], "broken Word file"),
        ("no text", lambda _: a_document(" "), "no text"),
        ("no body", lambda d: repacked(d, lambda n, c: b"<a/>" if n.endswith("document.xml") else c), "body"),
        ("no document", lambda d: repacked(d, lambda n, c: None if n == "_rels/.rels" else c), "Word"),
        ("not XML", lambda d: repacked(d, lambda n, c: b"<a" if n.endswith("document.xml") else c), "broken"),
        ("huge", lambda d: repacked(d, lambda n, c: c + b" " * (41 << 20) if "styles" in n else c), "40 MB"),
        ("many", lambda d: many_parts(d), "parts"),
    ],
)
def test_bad_files_are_refused_in_one_line(case: str, change: Callable[[bytes], bytes], says: str) -> None:
    with pytest.raises(ReadError, match=says) as caught:
        read(change(a_document()), "m.docx")
    assert str(caught.value).startswith("m.docx: ")
    assert "\n" not in str(caught.value)


def many_parts(data: bytes) -> bytes:
    with zipfile.ZipFile(stream := io.BytesIO(data), "a") as package:
        for number in range(6000):
            package.writestr(f"word/media/{number}.png", b"")
    return stream.getvalue()


def test_entities_are_not_expanded() -> None:
    try:
        found = read(repacked(a_document(), billion_laughs), "m.docx")
    except ReadError:
        return
    assert len(found.text) < 100


@settings(max_examples=60)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.booleans())
def test_damaged_files_never_raise_anything_else(place: int, junk: bytes, inside: bool) -> None:
    data = a_document()
    if inside:
        changed = repacked(
            data, lambda n, c: c[: place % len(c)] + junk + c[place % len(c) :] if n.endswith(".xml") else c
        )
    else:
        changed = data[: place % len(data)] + junk + data[place % len(data) + len(junk) :]
    try:
        read(changed, "m.docx")
    except ReadError as error:
        assert "\n" not in str(error)  # noqa: PT017


# Old Word files. minutes.doc was written by LibreOffice from a document made as ``minutes`` makes it.


def minutes() -> bytes:
    document = docx.Document()
    document.add_paragraph("Kunnanhallitus 6.5.2031")
    document.add_heading("§ 12 Kehittämisverkoston jatko", 1)
    document.add_paragraph("Päätös")
    document.add_paragraph("Kunnanhallitus hyväksyi esityksen. Hinta on 3\u00a0500 €.")
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("Nimi", "Tehtävä", "Meri Maija", "jäsen"), strict=True):
        cell.text = text
    for _ in range(20):  # antiword does not read the shortest of files
        document.add_paragraph("Kokous pidettiin kunnantalolla, ja pöytäkirja tarkastettiin heti.")
    return saved(document)


def only(monkeypatch: pytest.MonkeyPatch, tool: str | None) -> None:
    """Leaves one converter; skips the test if it is not installed."""
    found = word_convert.installed()
    if tool is not None and tool not in found:
        pytest.skip(f"{tool} is not installed")
    monkeypatch.setattr(word_convert, "installed", lambda: {tool: found[tool]} if tool else {})


@pytest.mark.parametrize("tool", [pytest.param("libreoffice", marks=pytest.mark.slow), "antiword", "catdoc"])
def test_an_old_word_file(tool: str, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, tool)
    data = (DATA / "minutes.doc").read_bytes()
    assert sniff(data, "x") is Kind.DOC
    found = read(data, "minutes.doc")
    assert lines(found)[:4] == [
        "Kunnanhallitus 6.5.2031",
        "§ 12 Kehittämisverkoston jatko",
        "Päätös",
        "Kunnanhallitus hyväksyi esityksen. Hinta on 3\u00a0500 €.",
    ]
    assert lines(found)[4:6] == ["Nimi\tTehtävä", "Meri Maija\tjäsen"]
    assert [len(row) for row in found.pages[0].tables[0].rows] == [2, 2]
    assert found.media_type == "application/msword"
    assert found.reader == f"doc/1-{tool}" == reader_of(data, "minutes.doc")
    if tool == "libreoffice":
        assert found.pages[0].lines[1].tag == "h1"
        assert found.note == "read through LibreOffice"
    else:
        assert found.note == f"read through {tool}, which loses headings"


@pytest.mark.parametrize(
    ("name", "data"), [("m.doc", (DATA / "minutes.doc").read_bytes), ("m.rtf", lambda: b"{\\rtf1 Moi}")]
)
def test_without_a_converter_it_is_said_what_to_install(
    name: str, data: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    only(monkeypatch, None)
    with pytest.raises(ReadError, match=f"{name}: an? .* needs a converter; install LibreOffice") as caught:
        read(data(), name)
    assert "\n" not in str(caught.value)
    assert reader_of(data(), name) == "doc/1-none"


def test_a_tool_that_fails_gives_way_to_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, working = tmp_path / "antiword", tmp_path / "catdoc"
    broken.write_text("#!/bin/sh\necho 'no sense in it' >&2\nexit 1\n")
    working.write_text("#!/bin/sh\necho 'Kunnanhallitus päätti.'\n")
    for tool in (broken, working):
        tool.chmod(0o755)
    monkeypatch.setattr(word_convert, "installed", lambda: {"antiword": str(broken), "catdoc": str(working)})
    assert convert(b"doc", "m.doc").data.decode() == "Kunnanhallitus päätti.\n"
    monkeypatch.setattr(word_convert, "installed", lambda: {"antiword": str(broken)})
    with pytest.raises(ReadError, match="cannot be converted \\(antiword: no sense in it\\)"):
        convert(b"doc", "m.doc")


def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "antiword"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(word_convert, "installed", lambda: {"antiword": str(slow)})
    monkeypatch.setattr(word_convert, "MAX_CONVERTER_SECONDS", 0.2)
    with pytest.raises(ReadError, match=r"took longer than 0\.2 s"):
        convert(b"doc", "m.doc")


@pytest.mark.parametrize(
    ("stream", "says"),
    [("EncryptedPackage", "locked with a password"), ("Workbook", "old Office file")],
)
def test_other_office_files(stream: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le"), "m.doc")


def test_a_web_page_named_doc_is_a_web_page() -> None:
    found = read(b"<html><body><p>Kunnanhallitus</p></body></html>", "m.doc")
    assert found.media_type == "text/html"
    assert found.note == "named .doc but is HTML"


def test_the_same_minutes_as_html_and_word_give_the_same_records() -> None:
    from ingest.pipeline import read_bytes

    html = """<html><body><p>Kunnanhallitus 6.5.2031</p><h1>§ 12 Kehittämisverkoston jatko</h1><p>Päätös</p>
    <p>Kunnanhallitus hyväksyi esityksen. Hinta on 3&nbsp;500 €.</p>
    <table><tr><td>Nimi</td><td>Tehtävä</td></tr><tr><td>Meri Maija</td><td>jäsen</td></tr></table>"""
    html += "<p>Kokous pidettiin kunnantalolla, ja pöytäkirja tarkastettiin heti.</p>" * 20
    from_html = read_bytes(html.encode(), "m.html", "file:///m")
    from_word = read_bytes(minutes(), "m.docx", "file:///m")
    assert from_word.pages == from_html.pages
    without = {"evidence", "id"}
    assert [item.model_dump(exclude=without) for item in from_word.items] == [
        item.model_dump(exclude=without) for item in from_html.items
    ]


def test_soffice_is_found_under_both_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/x/{name}" if name == "libreoffice" else None)
    word_convert.installed.cache_clear()
    try:
        assert word.doc_reader() == "doc/1-libreoffice"
    finally:
        monkeypatch.undo()
        word_convert.installed.cache_clear()
