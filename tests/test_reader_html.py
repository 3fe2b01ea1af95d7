"""HTML: lines as a browser shows them, data tables as rows, navigation left out, real encodings."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.document import Page, ReadError
from ingest.readers import read
from ingest.readers.limits import MAX_TAGS


def page_of(html: str) -> Page:
    return read(html.encode(), "a.html").pages[0]


@pytest.mark.parametrize(
    ("name", "html", "text"),
    [
        ("source line breaks are spaces", "<p>Kaupungin\n  hallitus</p>", "Kaupungin hallitus"),
        ("inline elements do not part words", "<p>Pää<b>tös</b>ehdotus</p>", "Päätösehdotus"),
        ("space at an inline border stays one", "<p>a <b> b</b> c</p>", "a b c"),
        ("blocks part lines", "<div>a<p>b</p>c</div>", "a\nb\nc"),
        ("br parts lines, also mid-word", "<p>3 j<br>a 4</p>", "3 j\na 4"),
        ("blank blocks leave nothing", "<p>a</p><p>&nbsp;</p><p>b</p>", "a\nb"),
        ("NBSP stays", "<p>9&nbsp;000 €</p>", "9\u00a0000 €"),
        ("bullets", "<ul><li>yksi<li>kaksi</ul>", "- yksi\n- kaksi"),
        ("numbers", "<ol><li>yksi</li><li><p>kaksi</p></li></ol>", "1. yksi\n2. kaksi"),
        (
            "numbers from a start, with a value",
            '<ol start="4"><li>a<li value="9">b<li>c</ol>',
            "4. a\n9. b\n10. c",
        ),
        ("letters", '<ol type="a"><li>x<li>y</ol>', "a. x\nb. y"),
        ("romans", '<ol type="I"><li>x<li>y<li>z<li>w</ol>', "I. x\nII. y\nIII. z\nIV. w"),
        ("a written mark is not doubled", "<ol><li>1. a<li>2) b</ol><ul><li>• c</ul>", "1. a\n2) b\n• c"),
        ("nested lists", "<ol><li>a<ul><li>b</ul><li>c</ol>", "1. a\n- b\n2. c"),
        ("an item without text has no mark", "<ul><li></li></ul><p>a</p>", "a"),
        ("no marks where the style says none", '<ul style="list-style: none"><li>a</ul>', "a"),
        ("preformatted text keeps its lines", "<pre>a\nb</pre>", "a\nb"),
        ("scripts, styles, comments", "<p>a</p><script>x</script><style>y</style><!-- z --><p>b</p>", "a\nb"),
        ("Word's conditional marks", "<p><![if !supportLists]>-<![endif]> a<o:p></o:p></p>", "- a"),
        ("hidden", '<p>a</p><p style="display: none">b</p><p hidden>c</p>', "a"),
        ("navigation", "<nav>x</nav><div role='navigation'>y</div><p>a</p><footer>z</footer>", "a"),
        ("an article's own header stays", "<header>x</header><article><header>a</header>b</article>", "a\nb"),
        ("CaseM's side menu", "<div id='Content_sidenaviArea'>Johtaja</div><p>a</p>", "a"),
        (
            "CaseM's breadcrumb stays",
            "<div>Lautakunta &gt; Kokous 7.9.2022</div>",
            "Lautakunta > Kokous 7.9.2022",
        ),
        ("Dynasty's navigation by class", "<table class='tbl navigation'><tr><td>x</table><p>a", "a"),
        ("Dynasty's navigation by caption", "<table><caption>Navigointi</caption><tr><td>x</table><p>a", "a"),
        ("attachments by caption stay", "<table><caption>Liitteet</caption><tr><td>a</table>", "Liitteet\na"),
        (
            "link bars",
            "<p><a>Edellinen asia</a> | <a>Seuraava asia</a></p><p>Dynasty tietopalvelu Haku RSS</p><p>a",
            "a",
        ),
        (
            "old Dynasty's path",
            "<center><a>Toimielimet</a> | <a>Hallitus</a> | <a>Avaa haku</a></center><p>a",
            "a",
        ),
        (
            "a page's feet in two languages",
            "<p>Päätös</p><p>a</p><div><a>Saavutettavuusseloste</a></div><div><a>Tillgänglighetsutlåtande</a></div>",
            "Päätös\na",
        ),
        (
            "a foot's words in a sentence",
            "<p>Saavutettavuusseloste puuttuu.",
            "Saavutettavuusseloste puuttuu.",
        ),
        ("a heading that a link bar also has", "<h3>Muutoksenhakuohje</h3><p>a", "Muutoksenhakuohje\na"),
        ("a sentence with such words", "<p>Edellinen asia palautettiin.", "Edellinen asia palautettiin."),
        (
            "Turku's labels",
            '<p><span class="ehdotuspaatos">Päätös</span>Ehdotus hyväksyttiin.</p>'
            '<p><span class="jaktyyppi">ao</span>Liedon kunta<br><span class="jaktyyppi">tied</span>Kv</p>',
            "Päätös\nEhdotus hyväksyttiin.\nao\tLiedon kunta\ntied\tKv",
        ),
        ("forms hold whole pages", "<form><p>a</p><select><option>x</select><button>y</button></form>", "a"),
    ],
)
def test_text(name: str, html: str, text: str) -> None:
    assert page_of(html).text == text


@pytest.mark.parametrize(
    ("name", "html", "rows"),
    [
        (
            "data",
            "<table><tr><th>Nimi<th>Tehtävä<tr><td>Maija Mallinen<td>pj<tr><td><td>jäsen</table>",
            [["Nimi", "Tehtävä"], ["Maija Mallinen", "pj"], ["", "jäsen"]],
        ),
        (
            "Word puts paragraphs into cells",
            "<table><tr><td><p>Kaupunginhallitus</p></td><td><p>105 §</p></td></tr></table>",
            [["Kaupunginhallitus", "105 §"]],
        ),
        (
            "lists side by side are rows",
            "<table><tr><td>A A<br>B B<br>C C</td><td>pj<br>j<br>j</td></tr></table>",
            [["A A", "pj"], ["B B", "j"], ["C C", "j"]],
        ),
        (
            "a cell of two lines",
            "<table><tr><td>A A<br>lisä</td><td>pj</td></tr></table>",
            [["A A lisä", "pj"]],
        ),
    ],
)
def test_tables(name: str, html: str, rows: list[list[str]]) -> None:
    page = page_of(html)
    assert [[page.text[c.start : c.end] for c in row] for table in page.tables for row in table.rows] == rows
    assert page.text == "\n".join("\t".join(row).strip() for row in rows)


def test_a_layout_table_stands_line_by_line() -> None:
    paragraphs = "".join(f"<p>Kappale {number}.</p>" for number in range(5))
    page = page_of(f"<table><tr><td>Esittelyteksti</td><td>{paragraphs}</td></tr></table>")
    assert page.text.split("\n") == ["Esittelyteksti", *(f"Kappale {number}." for number in range(5))]
    cell = page.tables[0].rows[0][1]
    assert page.text[cell.start : cell.end].startswith("Kappale 0.\nKappale 1.")


def test_tables_in_tables_keep_the_inner_one() -> None:
    page = page_of("<table><tr><td><p>a</p><table><tr><td>b<td>c</table></td><td>d</td></tr></table>")
    assert page.text == "a\nb\tc\nd"
    assert len(page.tables) == 1


def test_look_of_lines() -> None:
    page = page_of(
        '<div class="paatos"><div class="SisaltoSektio"><h3 class="SisaltoOtsikko">Päätös</h3>'
        '<p class="a">x <b>y</b></p><p><strong>Käsittely</strong></p><p style="font-weight:bold">z</p>'
        '<p><b><span style="font-weight: normal">w</span></b></p></div></div>'
        '<table class="t"><tr class="r"><td class="c">1<td>2</table><p><span class="label">Esitys</span></p>'
    )
    look = [(line.tag, line.bold, line.classes) for line in page.lines]
    around = ("SisaltoSektio", "paatos")
    assert look == [
        ("h3", True, ("SisaltoOtsikko", *around)),
        ("p", False, ("a", *around)),
        ("p", True, around),
        ("p", True, around),
        ("p", False, around),
        ("td", False, ("c", "r", "t")),
        ("p", False, ("label",)),
    ]


@pytest.mark.parametrize(
    ("name", "declared", "encoding"),
    [
        ("as declared", "windows-1252", "windows-1252"),
        ("ISO 8859-1 means windows-1252", "iso-8859-1", "windows-1252"),
        ("declared wrongly", "windows-1252", "utf-8"),
        ("declared UTF-8, but is not", "utf-8", "windows-1252"),
        ("unknown", "x-unknown", "windows-1252"),
        ("no text encoding", "zip", "windows-1252"),
    ],
)
def test_encodings(name: str, declared: str, encoding: str) -> None:
    html = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={declared}"></head>'
    document = read((html + "<body><p>päätös – 5 €</p>").encode(encoding), "a.htm")
    assert document.text == "päätös – 5 €"
    assert document.metadata["encoding"] == encoding


def test_what_the_page_says_of_itself() -> None:
    document = read(
        b'<html lang="fi-FI"><head><title>\n Kokous\n 5/2017 </title><meta name="robots" content="noindex">'
        b'<meta name="Description" content="Asia"></head><body>a',
        "a.html",
    )
    assert (document.title, document.language) == ("Kokous 5/2017", "fi")
    assert document.metadata == {"encoding": "utf-8", "robots": "noindex", "description": "Asia"}


@pytest.mark.parametrize(
    ("name", "html", "says"),
    [
        ("nothing to see", "<html><body><script>x</script></body></html>", "shows no text"),
        ("nested too deeply", "<p>" + "<span>" * 20_000 + "y<br>" * 20_000, "nested too deeply"),
        ("too many tags", "<b>" * (MAX_TAGS + 1), "tags"),
    ],
)
def test_refused(name: str, html: str, says: str) -> None:
    with pytest.raises(ReadError, match=says):
        read(html.encode(), "a.html")


def test_deep_nesting_is_read() -> None:
    deep = "<div>" * 1500 + "a" + "</div>" * 1500 + "<table><tr><td>" * 500 + "b"
    assert page_of(deep).text == "a\nb"


NAMES = [
    "p",
    "table",
    "tr",
    "td",
    "th",
    "li",
    "ul",
    "ol",
    "br",
    "b",
    "pre",
    "div",
    "caption",
    "span",
    "title",
]
TAGS = st.sampled_from([f"<{name}>" for name in NAMES] + [f"</{name}>" for name in NAMES]) | st.sampled_from(
    ["<span class=jaktyyppi>", "<span class=ehdotuspaatos>", "<!--", "-->", "&nbsp;", "\t"]
)


@settings(max_examples=150)
@given(st.lists(TAGS | st.text(max_size=6), max_size=40).map("".join))
def test_lines_and_cells_lie_in_the_text(html: str) -> None:
    try:
        page = page_of("<html><body>" + html)
    except ReadError:
        return
    covered = 0
    for line in page.lines:
        found = page.text[line.start : line.end]
        assert found
        assert found == found.strip()
        assert line.start >= covered
        assert not page.text[covered : line.start].strip()
        covered = line.end
    assert not page.text[covered:].strip()
    for table in page.tables:
        for row in table.rows:
            for cell in row:
                assert 0 <= cell.start <= cell.end <= len(page.text)
