"""Examples in the description: what the service was sent and answered over a small campus, word for word.

``examples/<operation>.json`` holds ``{"path": {…}, "request": …, "answers": {"200": …}}``. A test plays them again and
compares.
"""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"


def illustrate(description: dict[str, Any]) -> None:
    """Put the examples into a description, beside the schemas of what they are examples of."""
    for methods in description["paths"].values():
        for operation in methods.values():
            file = FOLDER / f"{operation['operationId']}.json"
            if file.is_file():
                _put(operation, json.loads(file.read_text()))


def _put(operation: dict[str, Any], example: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and parameter["name"] in example["path"]:
            parameter["example"] = example["path"][parameter["name"]]
    if "request" in example:
        for content in operation["requestBody"]["content"].values():
            content["example"] = example["request"]
    for status, answer in example["answers"].items():
        for content in operation["responses"][status].get("content", {}).values():
            content["example"] = answer
