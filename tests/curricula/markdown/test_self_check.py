"""A question inside a lesson: read without a script, answered by opening an option."""

import pytest

from tests.curricula.markdown.lessons import faults, made, soup

CHECK = """เกริ่นนำ

::: check
ท่านได้ยินเสียงเด็กร้องทุกคืน ควรทำสิ่งใด [[S61]]

- [ ] ไปถามพ่อแม่
  > อาจทำให้เด็กเสี่ยงขึ้น
- [x] โทร. 1300
  > เจ้าหน้าที่จะตรวจต่อ
- [ ] รอดูก่อน
  > ความช่วยเหลือมาช้า
:::

จบ
"""


def test_each_option_opens_to_its_verdict_and_its_reason() -> None:
    html = soup(CHECK)
    box = html.select_one("div.check[role=group]")
    assert box
    assert html.find(id=box["aria-labelledby"]).get_text() == "ตรวจสอบความเข้าใจ"
    assert box.select_one(":scope > p").get_text().startswith("ท่านได้ยิน")
    options = box.select(":scope > details")
    assert [one.summary.get_text() for one in options] == [
        "ไปถามพ่อแม่",
        "โทร. 1300",
        "รอดูก่อน",
    ]
    assert {one["name"] for one in options} == {"check-1"}
    assert not any(one.has_attr("open") for one in options)
    answers = [one.select_one("summary + div.check-answer") for one in options]
    assert [one["class"][1] for one in answers] == ["is-wrong", "is-right", "is-wrong"]
    assert [one.select_one(".check-verdict").get_text() for one in answers] == [
        "ยังไม่ใช่",
        "ถูกต้อง",
        "ยังไม่ใช่",
    ]
    assert "เจ้าหน้าที่จะตรวจต่อ" in answers[1].get_text()
    assert "[x]" not in html.get_text()
    assert "[ ]" not in html.get_text()
    assert "จบ" not in box.get_text()
    assert faults(CHECK) == []


def test_a_second_question_has_names_of_its_own() -> None:
    names = [one["name"] for one in soup(CHECK + CHECK).select("details")]
    assert names == ["check-1"] * 3 + ["check-2"] * 3


@pytest.mark.parametrize("said", ["ถูกต้อง เพราะปลอดภัย", "เพราะปลอดภัย"])
def test_the_verdict_is_not_said_twice(said: str) -> None:
    answer = soup(CHECK.replace("เจ้าหน้าที่จะตรวจต่อ", said)).select_one(".is-right")
    assert answer.get_text().split() == ["ถูกต้อง", "เพราะปลอดภัย"]


def test_a_source_of_an_option_stands_in_its_answer_where_its_link_can_be_reached() -> None:
    html = soup(CHECK.replace("โทร. 1300", "โทร. 1300 [[S62]]"))
    assert not html.select("summary a")
    assert html.select_one(".is-right a")["href"] == "#source-2"


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        ("ถาม", [(1, "check_no_options")]),
        ("- [ ] ก\n  > ข\n- [x] ค\n  > ง", [(1, "check_no_prompt")]),
        ("ถาม\n\n- [x] ก\n  > ข", [(1, "check_few_options")]),
        ("ถาม\n\n- [ ] ก\n  > ข\n- [ ] ค\n  > ง", [(1, "check_right")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [x] ค\n  > ง", [(1, "check_right")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [ ] ค", [(6, "check_no_feedback")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n  > ง\n\nต่อท้าย", [(9, "check_stray")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n  > ง\n- ไม่มีช่อง", [(8, "check_stray")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n  > - ง", [(7, "check_stray")]),
        ("ถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n\n  ง", [(6, "check_stray")]),
        ("## ถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n  > ง", [(1, "check_no_prompt"), (2, "check_stray")]),
        ("ถาม\n\n- [x] [ก](tel:1300)\n  > ข\n- [ ] ค\n  > ง\n- [x] จ\n  > ฉ", [(4, "check_stray")]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(box: str, expected: list[tuple[int, str]]) -> None:
    text = f"::: check\n{box}\n:::"
    assert set(expected) <= set(faults(text))
    consequences = {"check_few_options", "check_right"}
    assert {code for _, code in faults(text)} - {code for _, code in expected} <= consequences
    for fault in made(text).faults:
        assert "{" not in fault.thai + fault.english


def test_a_box_that_is_not_closed_is_named() -> None:
    assert (3, "open_callout") in faults(CHECK.replace(":::\n\nจบ", ""))


def test_a_fault_inside_of_an_option_is_named() -> None:
    assert (7, "unknown_source") in faults(CHECK.replace("เสี่ยงขึ้น", "เสี่ยงขึ้น [[S99]]"))
