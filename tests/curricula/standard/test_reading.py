"""A lesson's passages, how long they are, and which of them speak of the law."""

from lms.curricula.markdown.passages import Passage, figures, passages
from lms.curricula.standard.claims import legal_words
from lms.curricula.standard.reading import letters, mean_phrase, phrases, words

LESSON = """\
เปิดเรื่อง **หนา** [[S1]]
ต่อบรรทัด

## หัวข้อ [[S2]]

::: law S3
วรรคหนึ่ง

- ข้อหนึ่ง [[S4, S3]]
- ข้อสอง
:::

![ภาพแสดงบ้าน](media/x.svg)

| ก | ข |
|---|---|
| หนึ่ง | สอง [[S5]] |

::: check
ถามอะไร

- [ ] ไม่ใช่
  > เพราะ [[S6]]
- [x] ใช่
  > ถูก
:::
"""


def test_every_passage_has_its_line_box_and_sources() -> None:
    assert passages(LESSON) == [
        Passage(1, "เปิดเรื่อง หนา ต่อบรรทัด", ("S1",)),
        Passage(4, "หัวข้อ", ("S2",), heading=True),
        Passage(7, "วรรคหนึ่ง", ("S3",), "law"),
        Passage(9, "ข้อหนึ่ง", ("S4", "S3"), "law"),
        Passage(10, "ข้อสอง", ("S3",), "law"),
        Passage(15, "ก ข", (), "row"),
        Passage(17, "หนึ่ง สอง", ("S5",), "row"),
        Passage(20, "ถามอะไร ไม่ใช่ เพราะ ใช่ ถูก", ("S6",), "check"),
    ]


def test_pictures_have_their_words_and_lines() -> None:
    assert figures(LESSON) == [(13, "ภาพแสดงบ้าน")]


def test_letters_words_and_phrases_are_counted_without_spaces() -> None:
    assert letters("ก ข\nค") == 3
    assert phrases("ฟังก่อน 72 ชั่วโมง (PDPA) ๆ") == ["ฟังก่อน", "ชั่วโมง", "ๆ"]
    text = [Passage(1, "ก" * 434), Passage(2, "ข" * 434)]
    assert words(text) == 200
    assert mean_phrase(text) == 434
    assert mean_phrase([]) == 0.0


def test_words_of_law_are_found_and_everyday_words_are_not() -> None:
    assert legal_words("ตามมาตรา 41 ต้องแจ้ง") == "มาตรา 41"
    assert legal_words("ตาม พ.ร.บ.คุ้มครองเด็ก") == "พ.ร.บ."
    assert legal_words("ต้องระวางโทษจำคุกไม่เกินหนึ่งเดือน") == "จำคุก"
    assert legal_words("มาตรการดูแล ปรับตัว และกฎของบ้าน") == ""
