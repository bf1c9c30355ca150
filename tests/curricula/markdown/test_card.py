"""What a lesson gives to the card that its module is printed as."""

from bs4 import BeautifulSoup

from tests.curricula.markdown.lessons import made

TEXT = """## หัวข้อ
เนื้อหา [[S62]]

::: summary
- เห็นแล้วแจ้ง [[S61, S62]] บ่อย ๆ
- ไปที่ [พมจ.]{term} หรือ [1300](tel:1300)

### ย่อย

![ผัง](media/map.svg "คำใต้ภาพ")
:::

นอกกล่อง

::: summary S61
กล่องที่สอง
:::
"""


def test_it_is_the_inside_of_every_summary_box_and_nothing_else() -> None:
    card = BeautifulSoup(made(TEXT).summary_html, "html.parser")
    words = card.get_text()
    assert "เห็นแล้วแจ้ง" in words
    assert "กล่องที่สอง" in words
    assert "บ่อย\u00a0ๆ" in words
    for elsewhere in ("เนื้อหา", "นอกกล่อง", "สรุปบทเรียน"):
        assert elsewhere not in words
    assert not card.select(".callout")
    assert card.select_one("img[alt='ผัง']")


def test_it_stands_alone_beside_the_cards_of_other_lessons() -> None:
    card = BeautifulSoup(made(TEXT).summary_html, "html.parser")
    assert not card.find_all(id=True)
    assert [link["href"] for link in card.select("a")] == ["tel:1300"]
    marks = card.select("sup.source-mark")
    assert [mark.get_text() for mark in marks] == ["[S61]", "[S62]", "[S61]"]
    assert "พมจ." in card.get_text()


def test_a_question_inside_of_a_summary_ends_with_it() -> None:
    check = "::: check\nถาม\n\n- [x] ก\n  > ข\n- [ ] ค\n  > ง\n:::\n"
    rendered = made(f":::: summary\nในกล่อง\n\n{check}\n::::\n\nนอกกล่อง")
    assert rendered.faults == ()
    card = BeautifulSoup(rendered.summary_html, "html.parser")
    assert card.select_one(".check details")
    assert "นอกกล่อง" not in card.get_text()
    body = BeautifulSoup(rendered.html, "html.parser")
    assert body.find_all("p", recursive=False)[-1].get_text() == "นอกกล่อง"


def test_the_card_changes_nothing_in_the_lesson() -> None:
    html = BeautifulSoup(made(TEXT).html, "html.parser")
    assert [mark["href"] for mark in html.select("sup a")] == [
        "#source-1",
        "#source-2",
        "#source-1",
        "#source-2",
    ]
    assert made("ไม่มีสรุป").summary_html == ""
