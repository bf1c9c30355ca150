"""The JSON Schemas of docs/schemas: they say what shape each file of a curriculum has."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource

from lms.curricula.faults import Fault, Path
from lms.root import ROOT

FOLDER = ROOT / "docs" / "schemas"
_SUFFIX = ".schema.json"


def _is_day(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


_FORMATS = FormatChecker(formats=())
_FORMATS.checkers["date"] = (_is_day, ValueError)


def shape_faults(name: str, plain: object) -> list[Fault]:
    """All that makes `plain` another shape than the schema `name` ("module", "questions") asks for.

    A value that is left blank counts as one that is not there.
    """
    found: dict[tuple[str, Path], Fault] = {}
    for error in validator(name).iter_errors(_without_blanks(plain)):
        for fault in _FAULTS[str(error.validator)](error):
            found.setdefault((fault.code, fault.path), fault)
    return list(found.values())


@cache
def validator(name: str) -> Draft202012Validator:
    """The validator of one schema; the others are where its references lead."""
    schemas = _schemas()
    resources = [(key, Resource.from_contents(schema)) for key, schema in schemas.items()]
    registry: Registry[Any] = Registry().with_resources(resources)
    return Draft202012Validator(schemas[name + _SUFFIX], registry=registry, format_checker=_FORMATS)


@cache
def _schemas() -> dict[str, dict[str, Any]]:
    files = sorted(FOLDER.glob(f"*{_SUFFIX}"))
    return {file.name: json.loads(file.read_text("utf-8")) for file in files}


def _without_blanks(plain: object) -> object:
    if isinstance(plain, dict):
        return {key: _without_blanks(value) for key, value in plain.items() if value is not None}
    if isinstance(plain, list):
        return [_without_blanks(item) for item in plain]
    return plain


def _missing(error: ValidationError) -> Iterator[Fault]:
    path = _path(error)
    for key in error.validator_value:
        if key not in error.instance:
            yield Fault("missing_key", path, {"key": key})


def _unknown(error: ValidationError) -> Iterator[Fault]:
    known = error.schema["properties"]
    for key in error.instance:
        if key not in known:
            words = {"key": str(key), "known": ", ".join(known)}
            yield Fault("unknown_key", (*_path(error), str(key)), words)


def _another_type(error: ValidationError) -> Iterator[Fault]:
    wanted = error.validator_value
    wanted = wanted[0] if isinstance(wanted, list) else wanted
    if wanted == "integer":
        yield from _out_of_range(error)
    else:
        yield _fault(_TYPES[wanted], error)


_TYPES = {
    "string": "not_a_text",
    "boolean": "not_a_flag",
    "array": "not_a_list",
    "object": "not_a_mapping",
}


def _out_of_range(error: ValidationError) -> Iterator[Fault]:
    schema = error.schema
    yield _fault("not_a_number", error, low=schema.get("minimum"), high=schema.get("maximum"))


def _no_choice(error: ValidationError) -> Iterator[Fault]:
    known = error.validator_value
    known = known if isinstance(known, list) else [known]
    yield _fault("not_a_choice", error, value=error.instance, known=", ".join(known))


def _repeated(error: ValidationError) -> Iterator[Fault]:
    seen: list[object] = []
    for place, value in enumerate(error.instance):
        if value in seen:
            yield Fault("twice", (*_path(error), place), {"value": str(value)})
        seen.append(value)


def _says(code: str, **words: str) -> Callable[[ValidationError], Iterator[Fault]]:
    """The fault `code`, with a limit of the schema as one of its words."""

    def said(error: ValidationError) -> Iterator[Fault]:
        yield _fault(code, error, **{word: error.schema[key] for word, key in words.items()})

    return said


def _fault(code: str, error: ValidationError, **words: object) -> Fault:
    path = _path(error)
    key = next((step for step in reversed(path) if isinstance(step, str)), "")
    key = key or str(error.schema.get("title", ""))
    return Fault(code, path, {"key": key, **{name: str(word) for name, word in words.items()}})


def _path(error: ValidationError) -> Path:
    return tuple(error.absolute_path)


_FAULTS: dict[str, Callable[[ValidationError], Iterator[Fault]]] = {
    "required": _missing,
    "additionalProperties": _unknown,
    "type": _another_type,
    "enum": _no_choice,
    "const": _no_choice,
    "minimum": _out_of_range,
    "maximum": _out_of_range,
    "minLength": _says("empty"),
    "maxLength": _says("too_long", longest="maxLength"),
    "minItems": _says("too_few", count="minItems"),
    "uniqueItems": _repeated,
    "format": _says("not_a_day"),
}
SHAPES = set(_TYPES.values()) | {
    *("missing_key", "unknown_key", "not_a_number", "not_a_choice", "twice"),
    *("empty", "too_long", "too_few", "not_a_day"),
}
