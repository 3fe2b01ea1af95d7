"""The Finnish dictionary: the wheel's and the system's, and compounds that are left whole."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources

import pytest

from index import voikko
from index.voikko_output import Piece, parsed

OPAQUE = tomllib.loads(resources.files("index").joinpath("opaque.toml").read_text("utf-8"))["opaque"]
PROBE = tomllib.loads(resources.files("index").joinpath("probe.toml").read_text("utf-8"))["outputs"]

_JUDGED = """
kehittämisverkostoilla kehittämistä verkostojen osallistumismaksuista jäsenmaksu kunnan kuntien kuntaan
lautakunnan puheenjohtajalle pöytäkirjan hyväksyttiin päätettiin merkittiin palautettiin esityksen
mukaisesti hyvinvoinnin terveyden sivistys elinvoiman toimintamallia ydintiimien liittymisestä euroa
vuodessa talousarvion tuusulan oulun helsingin pohjois-savon tampereella nuorisotyön vanhuspalvelulain
jatkosuunnittelu maksuista osallistumis- eu:n sote-keskus vaa'an raa'an xyzzy lapinlahden valtuutettujen
ehdotuksesta lausunnot
"""
JUDGED = tuple(_JUDGED.split())


@pytest.fixture
def fresh() -> Iterator[None]:
    """Whichever dictionary a test chose, the next one chooses for itself."""
    voikko.dictionary.cache_clear()
    yield
    voikko.dictionary.cache_clear()


@pytest.fixture(scope="module")
def native() -> voikko.Outputs:
    try:
        return voikko.native()
    except OSError as error:
        pytest.skip(f"{error}: apt-get install libvoikko1 voikko-fi")


@pytest.mark.parametrize("entry", OPAQUE, ids=lambda entry: entry["word"])
def test_an_opaque_compound_stays_whole(entry: dict[str, str | list[str]]) -> None:
    assert entry["parts"]
    forms = {form.removeprefix("+") for form in voikko.read(str(entry["example"])).forms}
    assert entry["word"] in forms
    assert not forms & set(entry["parts"])


def test_opaque_words_are_listed_once_in_order() -> None:
    words = [entry["word"] for entry in OPAQUE]
    assert words == sorted(set(words))
    assert voikko.opaque() == set(words)


@pytest.mark.parametrize(
    ("name", "output", "base", "pieces"),
    [
        (
            "compound",
            "[Lt][Xp]kehittää[X]kehittä[Tn4]mis[Bh][Bc][Ln][Xp]verkosto[X]verkosto[Sade][Nm]illa",
            "kehittämisverkosto",
            [Piece("kehittämis", "kehittää", False), Piece("verkostoilla", "verkosto", False)],
        ),
        (
            "seam in one word",
            "[Ln][Xp]hyvin=vointi[X]hyvin[Bm]voinn[Sg][Ny]in",
            "hyvin=vointi",
            [Piece("hyvinvoinnin", "hyvin=vointi", False)],
        ),
        ("name", "[Lep][Xp]Oulu[X]oulu[Sg][Ny]n", "Oulu", [Piece("oulun", "Oulu", False)]),
        (
            "structure is not letters",
            "[La][Xr]jj[X][Xp]EU[X]eu[Sg][Ny]:n",
            "EU",
            [Piece("eu:n", "EU", False)],
        ),
        (
            "adjective before a noun",
            "[Ll][Xp]uusi[X]uude[Sg][Ny]n[Bc][Ln][Xp]vuosi[X]vuosi[Sn][Ny]",
            "uusivuosi",
            [Piece("uuden", "uusi", True), Piece("vuosi", "vuosi", False)],
        ),
    ],
)
def test_output_is_read_into_pieces(name: str, output: str, base: str, pieces: list[Piece]) -> None:
    read = parsed(output)
    assert read is not None
    assert (read.base, list(read.pieces)) == (base, pieces), name


@pytest.mark.parametrize("output", ["", "letters", "[Sn][Ny]", "[Bc][Bc]", "[", "[L", "]["])
def test_output_without_a_word_is_none(output: str) -> None:
    assert parsed(output) is None


def test_the_wheel_gives_what_the_probe_says() -> None:
    assert voikko.agrees(voikko.wheel())


def test_both_dictionaries_give_the_same_terms(
    native: voikko.Outputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_wheel = {word: voikko.wheel()(word) for word in JUDGED}
    monkeypatch.setattr(voikko, "dictionary", lambda: native)
    natively = {word: voikko.read(word) for word in JUDGED}
    monkeypatch.setattr(voikko, "dictionary", lambda: lambda word: by_wheel.get(word) or voikko.wheel()(word))
    assert natively == {word: voikko.read(word) for word in JUDGED}


def test_the_systems_dictionary_is_used_when_it_agrees(
    native: voikko.Outputs, fresh: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYKALA_VOIKKO", raising=False)
    assert voikko.agrees(native)
    assert "voikko_native" in voikko.dictionary().__self__.__class__.__module__  # type: ignore[attr-defined]


def test_a_dictionary_that_disagrees_is_not_used(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    def other() -> voikko.Outputs:
        return lambda word: ["[Ln][Xp]muu[X]muu[Sn][Ny]"]

    monkeypatch.delenv("PYKALA_VOIKKO", raising=False)
    monkeypatch.setattr(voikko, "native", other)
    assert voikko.dictionary()("oulun") == PROBE["oulun"]


def test_without_the_systems_dictionary_the_wheel_does(monkeypatch: pytest.MonkeyPatch, fresh: None) -> None:
    def none() -> voikko.Outputs:
        raise OSError("libvoikko is not installed")

    monkeypatch.setattr(voikko, "native", none)
    monkeypatch.delenv("PYKALA_VOIKKO", raising=False)
    assert voikko.read("verkostojen").forms[0] == "verkosto"
    voikko.dictionary.cache_clear()
    monkeypatch.setenv("PYKALA_VOIKKO", "native")
    with pytest.raises(OSError, match="not installed"):
        voikko.dictionary()
