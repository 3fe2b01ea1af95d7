"""What servers lie about: each named rule with a page it must catch and one it must let pass."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.platforms import Page, adapter_for, adapters
from ingest.platforms.lies import COMMON_LIES
from tests.platform_pages import answers, html, page

ANY = "https://kunta.example/sivu"
LONG = "<p>" + "Kunnanhallitus käsitteli virheen 404 ja istunto on vanhentunut. " * 80 + "</p>"
LINKS = "".join(f"<a href='/s/{n}'>Sivu {n}</a> " for n in range(20))

COMMON = [
    ("nothing", Page(ANY), "empty-body"),
    ("white space", Page(ANY, body=b" \r\n\xef\xbb\xbf"), "empty-body"),
    ("web page for a PDF", html("https://kunta.example/kokous/2024118.PDF", LONG), "html-for-file"),
    ("session", html(ANY, "<p>Istuntosi on vanhentunut. <a href='/'>Alkuun</a></p>"), "session-page"),
    ("session, English", html(ANY, "<h1>Session expired</h1>"), "session-page"),
    ("log-in", html(ANY, "<form><input name=u><input type=password></form>"), "login-page"),
    ("guard", html(ANY, "<h1>Just a moment...</h1><script>x()</script>"), "blocked"),
    ("404 in the title", html(ANY, "<h1>404 - Sivua ei löytynyt</h1><a href='/'>Etusivu</a>"), "error-page"),
    ("Finnish", html(ANY, "<h2>Sivua ei löydy</h2>"), "error-page"),
    ("Swedish", html(ANY, "<h1>Sidan hittades inte</h1>"), "error-page"),
    ("error word", html(ANY, "<h1>Virhe!</h1>"), "error-page"),
    ("ASP.NET", html(ANY, "<h1>Server Error in '/' Application.</h1>"), "error-page"),
    ("PHP", html(ANY, "<b>Fatal error</b>: Uncaught Error in /srv/dreq.php on line 12"), "error-page"),
    ("script shell", html(ANY, "<div id=root></div><script src=/app.js></script>"), "script-shell"),
]
HONEST = [
    ("minutes that speak of errors", html(ANY, LONG)),
    (
        "a short item headed by a number",
        html(ANY, "<h1>450 vuotta täyttävän kunnan juhlat</h1><p>Päätös</p>"),
    ),
    ("a § above 400", html(ANY, "<h1>412 § Tilinpäätös</h1><p>Päätös: Hyväksyttiin.</p>")),
    ("an item about an error", html(ANY, "<h1>Virheen korjaaminen asemakaavassa</h1><p>Päätös</p>")),
    ("a log-in box in the corner", html(ANY, f"<h1>Pöytäkirjat</h1><input type=password>{LINKS}")),
    ("a PDF", Page("https://kunta.example/a.pdf", body=b"%PDF-1.4 \x00\x01")),
    ("a frameset", html(ANY, "<frame src='?page=meeting_handlers'><script></script>")),
    ("another status is honest", Page(ANY, status=404)),
]


@pytest.mark.parametrize(("name", "lying", "rule"), COMMON, ids=[one[0] for one in COMMON])
def test_lies_to_everybody(name: str, lying: Page, rule: str) -> None:
    said = adapter_for("own-site").lies(lying)
    assert said is not None
    assert said.partition(":")[0] == rule


@pytest.mark.parametrize(("name", "honest"), HONEST, ids=[one[0] for one in HONEST])
def test_honest_pages(name: str, honest: Page) -> None:
    assert adapter_for("own-site").lies(honest) is None


def _example(platform: str, name: str, **changes: object) -> Page:
    return replace(page(platform, name, answers(platform)[name]["url"]), **changes)  # type: ignore[arg-type]


D = "https://kuusiranta.example/d10/cgi/DREQUEST.PHP"
H = "https://haapavaara.example/fi-FI"
T = "http://vihtaniemi.example/kh"
R = "https://rautasalmi.example/ktwebscr/"
BODIES = "".join(f"<a href='DREQUEST.PHP?page=meetings&amp;id={n}'>Lautakunta {n}</a>" for n in range(5))
LISTED = "".join(
    f"<a href='/fi-FI/Toimielimet/Kh/Kokous_{n}52023'>Kh - Kokous {n}.5.2023</a>" for n in range(1, 5)
)

CARD = "".join(f"<tr><th>{label}</th><td></td></tr>" for label in ("Hankkeen nimi", "Hanketyyppi", "Salkku"))

OWN = [
    (
        "dynasty10",
        "another meeting",
        _example("dynasty10", "meeting.html", url=f"{D}?page=meeting&id=2024125"),
        "another-meeting",
    ),
    (
        "dynasty10",
        "another item",
        _example("dynasty10", "item.html", url=f"{D}?page=meetingitem&id=2024118-9"),
        "another-item",
    ),
    ("dynasty10", "bodies for a meeting", html(f"{D}?page=meeting&id=2024118", BODIES), "list-for-meeting"),
    ("dynasty10", "page for RSS", html(f"{D}?page=rss/meetings&show=30", BODIES), "no-rss"),
    (
        "dynasty-static",
        "another meeting",
        _example("dynasty-static", "2017311.HTM", url="http://lumijarvi.example/kokous/2017344.HTM"),
        "another-meeting",
    ),
    ("dynasty-static", "no data", html("http://lumijarvi.example/kokous/TELIMET.HTM", LINKS), "no-data"),
    ("tweb", "the form again", _example("tweb", "form.html", url=f"{R}pk_asil_tweb.htm?bid=1"), "form-again"),
    (
        "tweb",
        "no meeting",
        html(f"{R}pk_asil_tweb.htm?bid=1", "<table class=list><tr><td>§</td></tr></table>" + LINKS),
        "no-meeting",
    ),
    (
        "tweb",
        "page for a document",
        _example("tweb", "form.html", url=f"{R}fileshow?doctype=3&docid=1"),
        "page-for-file",
    ),
    (
        "cloudnc",
        "another meeting",
        _example("cloudnc", "meeting.html", url=f"{H}/Toimielimet/Kunnanhallitus/Kokous_1322023"),
        "another-meeting",
    ),
    ("cloudnc", "list for an item", html(f"{H}/content/7103/23", LISTED), "front-for-item"),
    (
        "cloudnc",
        "led to the front page",
        _example("cloudnc", "front.html", url=f"{H}/content/7103/23", landed=H),
        "front-for-item",
    ),
    (
        "cloudnc",
        "error under menus",
        html(f"{H}/Toimielimet", f"<div id='Error_panel'>Sivua ei löytynyt</div>{LINKS}{LONG}"),
        "hidden-error",
    ),
    ("casem-api", "HTML", html("http://k.example/api/opennc/v1/Nodes", LINKS), "no-json"),
    (
        "casem-api",
        "an error in JSON",
        Page("http://k.example/api/opennc/v1/Nodes", body=b'{"odata.error": {"message": {"value": "No"}}}'),
        "service-error",
    ),
    (
        "turku",
        "another meeting",
        _example("turku", "meeting.htm", url=f"{T}/2021/0201002p/welcome.htm"),
        "another-meeting",
    ),
    (
        "turku",
        "year nought",
        html(f"{T}/2031/welcome.htm", "<h1>Esityslistat/pöytäkirjat - Kunnanhallitus 0000</h1>"),
        "year-nought",
    ),
    ("turku", "shell for JSON", html("https://p.example/api/toimielimet", LINKS), "no-json"),
    (
        "ahjo",
        "another decision",
        _example("ahjo", "decision.json", url="https://h.example/ahjorest/v1/decisions/%7BB%7D"),
        "another-object",
    ),
    ("ahjo", "HTML", html("https://h.example/ahjorest/v1/meetings/H1", LINKS), "no-json"),
    (
        "own-site",
        "no such list",
        Page("https://m.example/wp-json/wp/v2/media", body=b'{"code": "rest_no_route"}'),
        "rest-error",
    ),
    (
        "own-site",
        "front page",
        html("https://m.example/poytakirjat/2020", LINKS, landed="https://m.example/"),
        "front-for-page",
    ),
    (
        "network-pages",
        "front page",
        html("https://v.example/verkostot/uso", LINKS, landed="https://v.example/"),
        "front-for-page",
    ),
    (
        "oulu-projects",
        "card without a name",
        html(
            "https://t.example/kortti.asp?hankeid=9",
            f"<table>{CARD}</table>{LINKS}",
        ),
        "empty-card",
    ),
    (
        "mfiles",
        "page for a document",
        html("https://mf.example/Kokoukset/l/12/9001", LINKS),
        "page-for-document",
    ),
]


@pytest.mark.parametrize(("platform", "name", "lying", "rule"), OWN, ids=[f"{o[0]}: {o[1]}" for o in OWN])
def test_lies_of_a_platform(platform: str, name: str, lying: Page, rule: str) -> None:
    said = adapter_for(platform).lies(lying)
    assert said is not None
    assert said.partition(":")[0] == rule


def test_every_rule_has_a_case() -> None:
    assert {lie.name for lie in COMMON_LIES} == {rule for _, _, rule in COMMON}
    for platform, adapter in adapters().items():
        tried = {rule for tested, _, _, rule in OWN if tested == platform}
        assert {lie.name for lie in adapter.own_lies} == tried, platform


def test_a_page_too_long_to_read_is_a_lie_not_a_crash() -> None:
    long = Page(ANY, body=b"<html>" + b"<i>" * 100_000)
    assert adapter_for("dynasty10").lies(replace(long, url=f"{D}?page=meeting&id=1")) is None
    tags = Page(f"{D}?page=meeting&id=1", body=b"<html>" + b"<i>" * 300_000)
    assert (adapter_for("dynasty10").lies(tags) or "").startswith("unreadable")
