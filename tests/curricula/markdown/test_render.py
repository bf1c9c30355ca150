"""Lessons as HTML, and everything that can be wrong with them."""

import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from lms.curricula.markdown import reading_minutes
from tests.curricula.markdown.lessons import faults, made, soup


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("law", "กฎหมาย"),
        ("do", "ควรทำ"),
        ("dont", "ห้ามทำ"),
        ("case", "กรณีศึกษา"),
        ("summary", "สรุปบทเรียน"),
    ],
)
def test_a_callout_is_a_titled_box(kind: str, title: str) -> None:
    text = f"::: {kind}\n- ข้อแรก\n- ข้อสอง\n:::\n\nนอกกล่อง"
    box = soup(text).select_one(f"div.callout.callout-{kind}[role=note]")
    assert box
    assert box.p
    assert box.p.get_text() == title
    assert [item.get_text() for item in box.select("li")] == ["ข้อแรก", "ข้อสอง"]
    assert "นอกกล่อง" not in box.get_text()
    assert faults(text) == []


def test_source_marks_are_numbered_as_they_come_and_lead_to_a_list_and_back() -> None:
    html = soup("หนึ่ง [[S62]] สอง [[S61, S62]]\n\n::: law S61\nสาม\n:::")
    marks = html.select("sup.source-mark > a")
    assert [mark["href"] for mark in marks] == [
        "#source-1",
        "#source-2",
        "#source-1",
        "#source-2",
    ]
    assert "แหล่งที่มา [1]" in marks[0].get_text()
    items = html.select("section.sources ol li")
    assert [item["id"] for item in items] == ["source-1", "source-2"]
    assert "<มาตรา 41>" in items[0].get_text()
    assert "บางส่วน" in items[0].get_text()
    assert "บางส่วน" not in items[1].get_text()
    for item in items:
        back = item.a
        assert back
        assert html.select_one(f"sup{back['href']}")


def test_neither_a_source_mark_nor_a_repetition_begins_a_line() -> None:
    words = soup("ช้า ๆ [[S61]] แล้ว [[S62]]\n\n- ข้อ [[S61]]").get_text()
    assert "ช้า\u00a0ๆ\u00a0" in words
    assert " [" not in words.replace("แหล่งที่มา [", "")
    assert "แล้ว\u00a0แหล่งที่มา" in words


def test_a_lesson_without_sources_has_no_list() -> None:
    assert not soup("ไม่มีแหล่งที่มา").select("section")


def test_a_picture_alone_is_a_lazy_figure_with_its_caption_and_its_sides() -> None:
    text = 'ก่อน\n\n![ผังการส่งต่อ](media/map.svg "จากบ้านถึงจังหวัด")\n\nหลัง'
    figure = soup(text).figure
    assert figure
    assert figure.img
    assert figure.figcaption
    assert figure.img.attrs == {
        "src": "/media/1/map.svg",
        "alt": "ผังการส่งต่อ",
        "width": "640",
        "height": "360",
        "loading": "lazy",
        "decoding": "async",
    }
    assert figure.figcaption.get_text() == "จากบ้านถึงจังหวัด"
    assert figure.parent
    assert figure.parent.name == "[document]"
    assert made(text).picture_bytes == 3_100


def test_a_picture_in_a_callout_or_a_list_is_a_figure_too() -> None:
    html = soup("::: case\n![ผัง](media/map.svg)\n:::\n\n- ![แผนที่](media/แผนที่.png)")
    assert len(html.select("div.callout > figure")) == 1
    assert len(html.select("li > figure img[src='/media/1/x.png']")) == 1
    assert not html.select("p figure")


def test_a_download_says_what_it_is_and_how_large() -> None:
    link = soup("[แบบฟอร์มส่งต่อ](media/form.pdf){download} ใช้เมื่อพบเหตุ").a
    assert link
    assert link["href"] == "/media/1/form.pdf"
    assert link.has_attr("download")
    assert link.get_text() == "แบบฟอร์มส่งต่อ (PDF 120 kB)"
    assert "{download}" not in made("[ก](media/form.pdf){download}").html


@pytest.mark.parametrize("end", ["", "\n:::"])
def test_a_video_waits_for_the_reader_and_has_captions_and_its_size(end: str) -> None:
    html = soup(f"::: video media/talk.mp4 captions=media/talk.vtt{end}\n\nข้อความต่อ")
    assert html.video
    assert html.video.track
    assert html.video["preload"] == "none"
    assert html.video.has_attr("controls")
    assert not html.video.has_attr("autoplay")
    assert html.video.track["kind"] == "captions"
    assert html.video.track["srclang"] == "th"
    assert "2.3 MB" in html.get_text()
    assert html.p
    assert html.p.get_text() == "ข้อความต่อ"
    assert ":::" not in html.get_text()


def test_a_sound_waits_for_the_reader() -> None:
    html = soup("::: audio media/talk.mp3\n")
    assert html.audio
    assert html.audio["preload"] == "none"
    assert "MP3 1 kB" in html.get_text()


def test_headings_have_ids_for_a_list_of_contents() -> None:
    rendered = made("## หนึ่ง **เน้น** [[S61]]\n\n### ย่อย\n\n## สอง")
    assert [(one.id, one.level, one.text.strip()) for one in rendered.headings] == [
        ("part-1", 2, "หนึ่ง เน้น"),
        ("part-2", 3, "ย่อย"),
        ("part-3", 2, "สอง"),
    ]
    assert '<h3 id="part-2">' in rendered.html


def test_links_to_the_phone_and_to_safe_places_are_kept() -> None:
    html = soup("[1300](tel:1300) [เว็บ](https://www.m-society.go.th/?a=1&b=2) [บน](#part-1)")
    assert [link["href"] for link in html.select("a")] == [
        "tel:1300",
        "https://www.m-society.go.th/?a=1&b=2",
        "#part-1",
    ]
    assert html.select("a")[1]["rel"] == ["noopener", "noreferrer"]


def test_a_table_has_no_style_of_its_own() -> None:
    text = "| ก | ข |\n|:--|--:|\n| 1 | 2 |"
    assert "style" not in made(text).html
    assert [cell.get_text() for cell in soup(text).select("td")] == ["1", "2"]


SAID = "::: transcript\nสวัสดี\n:::"


def test_mistyped_thai_is_mended_and_what_is_used_is_listed() -> None:
    rendered = made("น\u0e4d\u0e49าสะอาด\u200b [[S61]]\n\n![ผัง](media/map.svg)")
    assert "น้ำสะอาด\u00a0<sup" in rendered.html
    assert rendered.sources == ("S61",)
    assert rendered.media == ("media/map.svg",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [(1, "no_text")]),
        ("ก <b>หนา</b>", [(1, "raw_html"), (1, "raw_html")]),
        ("ก\n\n<script>alert(1)</script>", [(3, "raw_html")]),
        ("ก\nข [[S99]]", [(2, "unknown_source")]),
        ("::: law S99\nก\n:::", [(1, "unknown_source")]),
        ("ก\n\n::: note\nข\n:::", [(3, "unknown_callout")]),
        ("ก\n\n::: do\nข\n\nค", [(3, "open_callout")]),
        ("![](media/map.svg)", [(1, "no_alt")]),
        ("![ผัง](media/none.svg)", [(1, "dangling_media")]),
        ("![ผัง](media/form.pdf)", [(1, "media_kind")]),
        ("![ผัง](https://x.th/a.png)", [(1, "remote_media")]),
        ("![ผัง](media/../../secret.svg)", [(1, "remote_media")]),
        ("ก ![ผัง](media/map.svg) ข", [(1, "inline_image")]),
        ("[ก](media/none.pdf){download}", [(1, "dangling_media")]),
        ("[ก](https://x.th/a.pdf){download}", [(1, "remote_media")]),
        ("[ก](http://x.th)", [(1, "bad_link")]),
        ("[ก](//x.th)", [(1, "bad_link")]),
        ("[ก](02-other.md)", [(1, "bad_link")]),
        (f"::: video media/talk.mp4\n{SAID}", [(1, "no_captions")]),
        (f"::: video media/none.mp4 captions=media/none.vtt\n{SAID}", [(1, "dangling_media")] * 2),
        (f"::: video media/talk.mp3 captions=media/talk.vtt\n{SAID}", [(1, "media_kind")]),
        (f"::: audio media/talk.mp3 loop=yes\n{SAID}", [(1, "unknown_key")]),
        ("# ใหญ่เกินไป", [(1, "heading_level")]),
        ("## ก\n\n#### ข้าม", [(3, "heading_level")]),
        ("| ก | ข | ค | ง |\n|--|--|--|--|\n| 1 | 2 | 3 | 4 |", [(1, "wide_table")]),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert faults(text) == expected
    for fault in made(text).faults:
        assert "{" not in fault.thai + fault.english


def test_all_faults_are_named_at_once_in_the_order_of_their_lines() -> None:
    text = "ก [[S99]]\n\n![](media/none.svg)\n\n::: note\n<i>ข</i>"
    assert [line for line, _ in faults(text)] == [1, 3, 3, 5, 5, 6, 6]


NASTY = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[ก](javascript:alert(1))",
        "[ก](data:text/html,<b>)",
        '![" onload="x](media/map.svg "\'><script>")',
        '::: do" onclick="x\n',
        ":::",
        "[[S62]]",
        '[["><script>]]',
        "[[<b>, S61]]",
        "[พมจ.]{term}",
        '[" onclick="x]{term}',
        "\n::: check\nถาม\n\n- [ ] ก\n  > ข\n- [x] ค\n  > ง\n:::\n",
        "\n::: check\n- [ ] <b>\n",
        "\n::: transcript\n",
        "\n::: summary\n",
        "- [x] ก\n",
        '::: video media/talk.mp4"onplay=1\n',
        "<div style='x'>",
        "`code`",
        "## หัวข้อ\n",
        "\n",
        "\n\n",
        "    ",
        "> ",
        "- ",
        "| a | b |\n|:-|-:|\n",
        "&lt;script&gt;",
        "กขค ",
    ]
)


@given(st.lists(st.one_of(NASTY, st.text(max_size=8)), max_size=12).map("".join))
def test_no_text_makes_anything_that_runs_styles_or_loads_from_elsewhere(text: str) -> None:
    html = made(text).html
    for element in BeautifulSoup(html, "html.parser").find_all(True):
        assert element.name not in {"script", "style", "iframe", "object", "form", "input"}
        for name, value in element.attrs.items():
            assert not name.startswith("on")
            assert name != "style"
            if name == "src":
                assert str(value).startswith("/media/1/")
            if name == "href":
                assert re.match(r"(https:|tel:|mailto:|#|/media/1/)", str(value))


@given(st.lists(st.one_of(NASTY, st.text(max_size=8)), max_size=12).map("".join))
def test_ids_are_never_given_twice(text: str) -> None:
    html = BeautifulSoup(made(text).html, "html.parser")
    ids = [element["id"] for element in html.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_reading_takes_at_least_a_minute_and_grows_with_the_text() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("ก" * 700) == 1
    assert reading_minutes("ก " * 701) == 2
