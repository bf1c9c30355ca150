import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lms.curricula.fault_messages import MESSAGES
from lms.curricula.files.schemas import FOLDER, SHAPES, shape_faults
from lms.curricula.questions import Kind
from tests.curricula.files import folder

NAMES = sorted(file.name.removesuffix(".schema.json") for file in FOLDER.glob("*.json"))
QUESTION: dict[str, Any] = {"id": "q1", "objective": "o1", "difficulty": "easy", "prompt": "?"}
PARTS: dict[str, dict[str, Any]] = {
    "single": {"options": [{"text": "a", "correct": True}, {"text": 72}]},
    "multiple": {"options": [{"text": "a", "correct": True}, {"text": "b", "feedback": "…"}]},
    "truefalse": {"answer": False, "feedback": {"true": "…", "false": "…"}},
    "matching": {
        "pairs": [{"left": "a", "right": "b"}, {"left": "c", "right": "d", "feedback": "…"}],
        "extra": ["e", {"text": "f", "feedback": "…"}],
    },
    "ordering": {"items": ["a", "b", 3]},
    "short": {"accept": [1300, "โทร 1300"]},
    "situational": {
        "situation": "…",
        "options": [
            {"text": "a", "judgement": "best"},
            {"text": "b", "judgement": "acceptable"},
            {"text": "c", "judgement": "wrong"},
        ],
    },
}
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "type", "options", "draw", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((FOLDER / f"{name}.schema.json").read_text()))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("edition", folder.EDITION),
        ("module", folder.MODULE.format(number=1, hours=2, requires="[]")),
        ("lesson", folder.LESSON.split("---")[1]),
        ("questions", folder.QUESTIONS),
        ("practicum", folder.PRACTICUM),
        ("sources", folder.SOURCES),
    ],
)
def test_a_right_file_has_the_shape_its_schema_asks_for(name: str, text: str) -> None:
    plain = yaml.safe_load(text)
    if name == "edition":
        plain["law_as_of"] = str(plain["law_as_of"])  # our own reader leaves days as they stand
    assert shape_faults(name, plain) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_type_of_question_has_its_own_shape(kind: Kind) -> None:
    question = QUESTION | PARTS[kind] | {"type": str(kind)}
    assert shape_faults("questions", [question]) == []
    (fault,) = shape_faults("questions", [question | {"why": 1}])
    assert (fault.code, fault.path) == ("unknown_key", (0, "why"))
    assert "prompt" in fault.words["known"]
    for part in PARTS[kind]:
        if part not in {"feedback", "extra"}:
            without = {key: value for key, value in question.items() if key != part}
            (fault,) = shape_faults("questions", [without])
            assert (fault.code, fault.words["key"]) == ("missing_key", part)


def test_a_blank_value_is_a_missing_one() -> None:
    (fault,) = shape_faults(
        "lesson", {"title_th": None, "title_en": "a", "summary_en": "b", "minutes": 1}
    )
    assert (fault.code, fault.words) == ("missing_key", {"key": "title_th"})


@given(name=st.sampled_from(NAMES), value=plain)
def test_whatever_stands_there_every_fault_has_its_words(name: str, value: object) -> None:
    for fault in shape_faults(name, value):
        assert fault.code in SHAPES & set(MESSAGES)
        assert fault.thai
        assert fault.english


def test_the_guide_points_to_every_schema() -> None:
    guide = (Path(__file__).parents[3] / "docs" / "author.md").read_text("utf-8")
    assert [name for name in NAMES if f"(schemas/{name}.schema.json)" not in guide] == []
