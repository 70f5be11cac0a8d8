"""The catalog's JSON Schema, and its findings as problems with file, line and field."""

import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from orchestrator.services.site_files import values
from orchestrator.services.site_files.nodes import ListNode, MappingNode, Node, ScalarKind, ScalarNode
from orchestrator.services.site_files.problems import Place, ProblemCode, Problems

SCHEMA_NAME = "catalog.schema.json"
_IN_CLONE = Path(__file__).resolve().parents[3] / "inventory" / SCHEMA_NAME
_DATE_FIELD = ".released"
_BY_TYPE = {
    "string": ProblemCode.NOT_TEXT,
    "integer": ProblemCode.NOT_A_WHOLE_NUMBER,
    "boolean": ProblemCode.NOT_TRUE_OR_FALSE,
    "array": ProblemCode.NOT_A_LIST,
    "object": ProblemCode.NOT_A_MAPPING,
}
_FORMS = {
    "sha256": ProblemCode.SHA256_FORM,
    "source": ProblemCode.PATH_FORM,
    "feed": ProblemCode.PATH_FORM,
    "product_code": ProblemCode.PRODUCT_CODE_FORM,
    "package": ProblemCode.PACKAGE_FORM,
    "chocolatey_id": ProblemCode.PACKAGE_FORM,
    "version": ProblemCode.VERSION_FORM,
    "package_version": ProblemCode.VERSION_FORM,
    "feed_newest": ProblemCode.VERSION_FORM,
    "provides": ProblemCode.CAPABILITY_FORM,
}
"""Which form a field's pattern stands for; a pattern of any other field is that of an item's id."""
_LIMITS = {
    "enum": ProblemCode.UNKNOWN_CHOICE,
    "maxLength": ProblemCode.TOO_LONG,
    "minLength": ProblemCode.EMPTY,
    "minItems": ProblemCode.EMPTY,
    "maxItems": ProblemCode.TOO_LONG,
    "minimum": ProblemCode.OUT_OF_RANGE,
    "maximum": ProblemCode.OUT_OF_RANGE,
}
_Finding = tuple[Place, ProblemCode, str, str]


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    # A wheel carries the schema beside this module, a clone where people find it.
    shipped = files(__package__).joinpath(SCHEMA_NAME)
    text = shipped.read_text("utf-8") if shipped.is_file() else _IN_CLONE.read_text("utf-8")
    return Draft202012Validator(json.loads(text))


def check_schema(tree: MappingNode, problems: Problems) -> dict[str, Any]:
    """The item as plain data; it is as the schema says where no problem was added."""
    data = {key: _plain(value) for key, value in tree.entries.items()}
    for error in _validator().iter_errors(data):
        node: Node = tree
        for step in error.absolute_path:
            node = node.entries[str(step)] if isinstance(node, MappingNode) else _item_of(node, step)
        for place, code, value, expected in _TRANSLATED.get(str(error.validator), _limit)(error, node):
            problems.add(place, code, value, expected)
    return data


def _item_of(node: Node, step: str | int) -> Node:
    return node.items[int(step)] if isinstance(node, ListNode) else node


def _plain(node: Node) -> Any:  # noqa: ANN401 - plain data of any shape
    if isinstance(node, MappingNode):
        return {key: _plain(value) for key, value in node.entries.items()}
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    number = values.plain_number(node)
    if number is not None:
        return number
    if node.kind is ScalarKind.TEXT or (node.kind is ScalarKind.DATE and node.place.path.endswith(_DATE_FIELD)):
        return node.text
    return _RARER.get(node.kind, _neither)(node.text)


def _neither(text: str) -> object:
    """Stands for a value that no type of the schema allows, such as a decimal number."""
    del text
    return object()


def _nothing(text: str) -> None:
    del text


_RARER: dict[ScalarKind, Callable[[str], Any]] = {ScalarKind.TRUTH: values.is_true, ScalarKind.NOTHING: _nothing}


def _shown(node: Node) -> str:
    return node.text if isinstance(node, ScalarNode) else ""


def _not_for_provider(error: ValidationError, node: Node) -> Iterator[_Finding]:
    del error
    yield node.place, ProblemCode.NOT_FOR_THIS_PROVIDER, _shown(node), ""


def _wrong_type(error: ValidationError, node: Node) -> Iterator[_Finding]:
    wanted = str(error.validator_value)
    if wanted != "string":
        yield node.place, _BY_TYPE[wanted], _shown(node), _bounds(error)
    elif isinstance(node, ScalarNode) and node.kind is ScalarKind.NOTHING:
        yield node.place, ProblemCode.EMPTY, "", ""
    elif isinstance(node, ScalarNode):
        yield node.place, ProblemCode.NEEDS_QUOTES, node.text, f'"{node.text}"'
    elif isinstance(node, MappingNode) and len(node.entries) == 1:
        # A product code without quotes: to YAML its braces are a mapping.
        inner = f"{{{next(iter(node.entries))}}}"
        yield node.place, ProblemCode.NEEDS_QUOTES, inner, f'"{inner}"'
    else:
        yield node.place, ProblemCode.NOT_TEXT, "", ""


def _unknown_keys(error: ValidationError, node: Node) -> Iterator[_Finding]:
    known = _schema(error)["properties"]
    for key, value in node.entries.items() if isinstance(node, MappingNode) else ():
        if key not in known:
            yield value.place, ProblemCode.UNKNOWN_KEY, key, values.nearest(key, known) or ", ".join(known)


def _missing_keys(error: ValidationError, node: Node) -> Iterator[_Finding]:
    wanted = error.validator_value
    names: list[str] = wanted if isinstance(wanted, list) else ["name_pattern"]
    for name in names:
        if isinstance(node, MappingNode) and name not in node.entries:
            path = f"{node.place.path}.{name}" if node.place.path else name
            yield Place(node.place.file, path, node.place.line), ProblemCode.MISSING, "", ""


def _wrong_form(error: ValidationError, node: Node) -> Iterator[_Finding]:
    del error
    field = node.place.path.rsplit(".", 1)[-1].split("[", 1)[0]
    yield node.place, _FORMS.get(field, ProblemCode.ID_FORM), _shown(node), ""


def _limit(error: ValidationError, node: Node) -> Iterator[_Finding]:
    limit = error.validator_value
    expected = ", ".join(limit) if isinstance(limit, list) else _bounds(error) or str(limit)
    yield node.place, _LIMITS[str(error.validator)], _shown(node), expected


def _bounds(error: ValidationError) -> str:
    schema = _schema(error)
    return f"{schema['minimum']}..{schema['maximum']}" if "minimum" in schema else ""


def _schema(error: ValidationError) -> dict[str, Any]:
    return error.schema if isinstance(error.schema, dict) else {}


_TRANSLATED: dict[str, Callable[[ValidationError, Node], Iterator[_Finding]]] = {
    "not": _not_for_provider,
    "type": _wrong_type,
    "additionalProperties": _unknown_keys,
    "required": _missing_keys,
    "dependentRequired": _missing_keys,
    "pattern": _wrong_form,
}
