"""The JSON API keeps to its own description, whatever it is asked: schemathesis makes the questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from corpus.database import Library
from index.search import reindex
from tests.library_pages import read_sample
from tests.serving import serving

FEW, MANY = 30, 1_000
ENDPOINTS = (
    *("/api/v1/search", "/api/v1/items/{item_id}", "/api/v1/networks", "/api/v1/networks/{name}/matrix"),
    *("/api/v1/participations", "/api/v1/fees", "/api/v1/cases/{number}", "/api/v1/municipalities"),
    *("/api/v1/changes", "/api/v1/coverage", "/api/v1/stats"),
)
PLACES: dict[str, list[dict[str, str]]] = {
    "/api/v1/items/{item_id}": [{"item_id": "kuusiranta/kunnanhallitus/2024-10-21/213"}],
    "/api/v1/networks/{name}/matrix": [{"name": "USO"}, {"name": "EVE"}],
    "/api/v1/cases/{number}": [{"number": "412/00.04.01/2024"}],
}
REAL = {
    "q": st.sampled_from(
        ["verkosto", "kunta:Kuusiranta", "maksu:>100 OR pvm:2024", '"osallistuu verkostoon"']
    ),
    "network": st.sampled_from(["USO", "EVE", "uso-verkosto"]),
    "municipality": st.sampled_from(["Kuusiranta", "Hopeakoski"]),
    "season": st.sampled_from(["2023-2024", "2025-2026"]),
    "since": st.sampled_from(["2020-01-01", "0001-01-01", "9999-12-31"]),
    "everyone": st.sampled_from(["true", "false"]),
}
"""Values that something is found by, put into some of the cases: arbitrary ones find nothing."""

_LEFT_OUT = [positive_data_acceptance, negative_data_rejection]
"""A question may fit the description and still not be readable: 400 says what is wrong with it. And all
values of an address are text: what schemathesis takes for a wrong type, such as true for a name, is one."""


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("api") / "library"
    read_sample(folder, "kuusiranta", "hopeakoski")
    with Library.open(folder) as library:
        reindex(library)
    with serving(folder, seconds=60.0, patience=60.0) as address:
        yield schemathesis.openapi.from_url(f"{address}/api/openapi.json")


def test_these_are_all_endpoints(api: Any) -> None:
    assert [one.ok().path for one in api.get_all_operations()] == list(ENDPOINTS)


def keeps_to_its_description(api: Any, endpoint: str, cases: int) -> None:
    operation = api[endpoint]["GET"]
    kinds = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    asked = {parameter.name for parameter in operation.query}
    if asked:
        kinds.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    known = {name: values for name, values in REAL.items() if name in asked}

    @settings(max_examples=cases, database=None, suppress_health_check=list(HealthCheck))
    @given(
        case=st.one_of(kinds),
        place=st.sampled_from([*PLACES.get(endpoint, []), None]),
        values=st.one_of(st.just({}), st.fixed_dictionaries({}, optional=known)),
    )
    def ask(case: Any, place: dict[str, str] | None, values: dict[str, str]) -> None:
        if case.meta.generation.mode is GenerationMode.POSITIVE:
            if place is not None:
                case.path_parameters = place
            case.query = {**(case.query or {}), **values}
        case.call_and_validate(excluded_checks=_LEFT_OUT, timeout=60)

    ask()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_an_endpoint_keeps_to_its_description(api: Any, endpoint: str) -> None:
    keeps_to_its_description(api, endpoint, FEW)


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_thousand_cases(api: Any, endpoint: str) -> None:
    keeps_to_its_description(api, endpoint, MANY)
