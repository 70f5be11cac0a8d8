"""The API's description: whole, with examples that are true, and the same lists everywhere."""

import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from api.examples import FOLDER
from tests.api.description import described, operations
from tests.api.examples import SUCCESSES, played, settled
from tests.api.people import ADA
from tests.api.service import Service

JSON = "application/json"
NAMES = sorted(operations())
WITHOUT_EXAMPLE = {
    "get_openapi_description": "it would be the description within itself",
    "export_xlsx": "a workbook is no text",
}
"""Operations whose answer has no example, and why."""
LISTS = sorted(
    name
    for name, (method, _, operation) in operations().items()
    if method == "get" and name.startswith("list_") and JSON in operation["responses"]["200"]["content"]
)


def _schema_of(operation: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = operation["responses"]["200"]["content"][JSON]["schema"]
    reference = schema["$ref"].rpartition("/")[2]
    found: dict[str, Any] = described()["components"]["schemas"][reference]
    return found


def _problems_of(example: object, schema: dict[str, Any]) -> list[str]:
    whole = {**schema, "components": described()["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(example)]


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_says_what_it_is_for(name: str) -> None:
    _, _, operation = operations()[name]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)+", name)
    assert operation["summary"]
    assert operation["description"]
    assert len(operation["tags"]) == 1
    for parameter in operation.get("parameters", ()):
        assert parameter["in"] != "path" or parameter["example"], parameter


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_has_examples_that_fit_its_schemas(name: str) -> None:
    _, _, operation = operations()[name]
    contents = list(operation.get("requestBody", {}).get("content", {}).values())
    for status, answer in operation["responses"].items():
        if status.startswith("2") and name not in WITHOUT_EXAMPLE:
            contents += answer.get("content", {}).values()
    for content in contents:
        assert "example" in content, content
        assert not _problems_of(content["example"], content.get("schema", {}))


@pytest.mark.parametrize("name", NAMES)
def test_an_operation_describes_what_it_may_refuse(name: str) -> None:
    _, _, operation = operations()[name]
    refused = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
    assert "429" in refused
    for answer in refused.values():
        assert answer["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


def test_the_ids_of_operations_are_unique() -> None:
    found = re.findall(r'"operationId": "(\w+)"', json.dumps(described()))
    assert len(found) == len(set(found)) == len(NAMES)


def test_no_two_schemas_share_a_name() -> None:
    # They would be called by the modules that they are in.
    assert [name for name in described()["components"]["schemas"] if "__" in name] == []


@pytest.mark.parametrize(("name", "status"), SUCCESSES, ids=str)
def test_an_example_is_what_the_service_answers(service: Service, name: str, status: int) -> None:
    kept = json.loads((FOLDER / f"{name}.json").read_text())
    now = played(name, status, service)
    assert settled({**now, "answers": kept["answers"] | now["answers"], "request": None}) == settled(
        {**kept, "request": None}
    ), "if the API changed on purpose: python -m tests.api.examples"


def test_no_example_is_of_an_operation_that_is_gone() -> None:
    assert {file.stem for file in FOLDER.glob("*.json")} == {name for name, _ in SUCCESSES}


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_in_pages(name: str) -> None:
    _, _, operation = operations()[name]
    queries = {p["name"]: p for p in operation["parameters"] if p["in"] == "query"}
    assert {"after", "limit"} <= set(queries)
    assert not queries["after"]["required"]
    limit = queries["limit"]["schema"]
    assert limit["default"] <= limit["maximum"] <= 2_000
    assert "next" in _schema_of(operation)["required"]


def test_a_page_names_the_next_one_until_there_is_none(service: Service) -> None:
    pages: list[dict[str, Any]] = []
    address: str | None = "/api/v1/catalog?limit=2&text="
    while address:
        answer = service.client.get(address, headers=ADA)
        pages.append(answer.json())
        link = answer.headers.get("Link", "")
        found = re.fullmatch(r'<(/[^>]+)>; rel="next"', link)
        assert (found is None) == (pages[-1]["next"] is None)
        address = found.group(1) if found else None
    titles = [item["title"] for page in pages for item in page["items"]]
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert titles == sorted(titles, key=str.casefold)
    assert len(set(titles)) == 5
