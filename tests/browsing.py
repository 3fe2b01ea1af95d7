"""A real browser over a real server: headless Chromium, driven with selenium."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

from corpus.database import Library
from index.search import reindex
from ingest.pipeline import read_bytes
from tests.conftest import ROOT
from tests.library_pages import read_sample

AXE = ROOT / "tests" / "browser" / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = (1280, 900), (390, 844)
_QUIET = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"),
    *(
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-extensions",
    ),
    *("--no-default-browser-check", "--disable-domain-reliability", "--force-prefers-reduced-motion"),
)


def needed(path: str | Path | None, what: str) -> Path:
    """A part of the machine that these tests need: absent on some machines, required in CI."""
    if path is None or not Path(path).exists():
        message = f"{what} is not on this machine (`make browser` says what to install)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return Path(path)


@contextmanager
def chromium(downloads: Path | None = None, *, scripts: bool = True) -> Iterator[webdriver.Chrome]:
    """A browser that talks to nobody but the server under test."""
    binary = needed(shutil.which("chromium") or shutil.which("google-chrome"), "Chromium")
    driver = needed(shutil.which("chromedriver"), "chromedriver")
    options = Options()
    options.binary_location = str(binary)
    for argument in _QUIET:
        options.add_argument(argument)
    preferences: dict[str, object] = {}
    if downloads is not None:
        preferences |= {"download.default_directory": str(downloads), "download.prompt_for_download": False}
    if not scripts:
        preferences["profile.managed_default_content_settings.javascript"] = 2
    options.add_experimental_option("prefs", preferences)
    browser = webdriver.Chrome(options=options, service=Service(str(driver)))
    try:
        browser.set_page_load_timeout(60)
        yield browser
    finally:
        browser.quit()


def look(browser: webdriver.Chrome, size: tuple[int, int] = WIDE, scheme: str = "light") -> None:
    """Give the window a size in CSS pixels, and the user a wish for light or dark."""
    width, height = size
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia",
        {
            "features": [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]
        },
    )


@cache
def _axe() -> str:
    return needed(AXE, "axe-core").read_text("utf-8")


_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def violations(browser: webdriver.Chrome) -> list[str]:
    """What axe-core finds wrong with the page, a line each: rule, place and why.

    The driver's scripts stand outside the page's content policy, so that nothing of it is loosened.
    """
    browser.execute_script(_axe())
    found: dict[str, Any] = browser.execute_async_script(
        "const done = arguments[1];"
        "axe.run(document, {runOnly: {type: 'tag', values: arguments[0]}, resultTypes: ['violations']})"
        ".then(found => done({violations: found.violations, passes: found.passes.length}),"
        " error => done({error: String(error)}));",
        list(_TAGS),
    )
    assert "error" not in found, found
    assert found["passes"], "axe-core looked at nothing"
    return [
        f"{rule['id']} at {json.dumps(node['target'])}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def read_sample_and_seeds(folder: Path, seeds: Path) -> None:
    """The bundled sample and real documents beside the checkout, read into a new library with its index."""
    read_sample(folder)
    with Library.open(folder) as library:
        for path in sorted(seeds.glob("*.txt")):
            data = path.read_bytes()
            library.store(read_bytes(data, path.name, path.as_uri()), data)
        reindex(library)
