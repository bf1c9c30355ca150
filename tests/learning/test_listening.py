"""A lesson read aloud: by the browser's Thai voice where there is one, or from a recording."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect

from lms.curricula.loading import load
from lms.curricula.outline import published_of
from tests.builders import a_volunteer, an_enrolment, sign_in
from tests.curricula.files.folder import write_curriculum
from tests.journeys import steps
from tests.learning.test_reading import FIRST, course_edition
from tests.support.accessibility import axe_violations
from tests.support.pressing import press
from tests.support.weight import budgeted, weigh

LESSON = "/curricula/change-leader/01-volunteer-and-ministry/01-who-we-are"
PICTURED = "/curricula/opm-administrator/01-rules-and-structure/01-who-is-who"
LATER_PAGE = 12_000  # bytes over the wire, as docs/architecture.md says
LISTEN = "ฟังบทเรียน"
SPEAKER = """
const heard = window.heard = [];
let now = null;
const told = [];
const speaker = {
  voices: [{lang: "en-US", localService: true}],
  speaking: false,
  pending: false,
  getVoices() { return this.voices; },
  addEventListener(_, listener) { told.push(listener); },
  speak(utterance) {
    heard.push({text: utterance.text, rate: utterance.rate, lang: utterance.voice.lang});
    [now, this.speaking] = [utterance, true];
  },
  cancel() {
    const cut = now;
    [now, this.speaking] = [null, false];
    window.silences = (window.silences ?? 0) + 1;
    if (cut) setTimeout(() => cut.onerror({error: "interrupted"}));
  },
};
window.said = () => {
  const done = now;
  [now, speaker.speaking] = [null, false];
  done?.onend({});
};
window.thaiComes = (...voices) => {
  speaker.voices.push(...voices, {lang: "th_TH", localService: true});
  told.forEach((listener) => listener());
};
Object.defineProperty(window, "speechSynthesis", {value: speaker});
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def reader(page, live_server):
    """Staff before a lesson, with a browser whose voices have not come yet."""
    page.add_init_script(SPEAKER)
    steps.sign_in(page, live_server.accounts("central_officer")[0])
    page.goto(LESSON)
    return page


@pytest.fixture
def listener(reader):
    """The same, once the Thai voice is there and reads."""
    reader.evaluate("thaiComes()")
    play(reader).click()
    return reader


def play(page):
    return page.get_by_role("button", name=LISTEN)


def heard(page):
    return [one["text"] for one in page.evaluate("heard")]


def until_heard(page, count):
    page.wait_for_function("count => heard.length >= count", arg=count)


def marked(page):
    return page.locator(".is-read-aloud").inner_text()


def test_the_button_waits_for_a_thai_voice(reader):
    expect(play(reader)).to_have_count(0)
    reader.evaluate("thaiComes()")
    expect(play(reader)).to_be_visible()
    expect(play(reader)).to_have_attribute("aria-pressed", "false")
    expect(reader.get_by_role("button", name="เลิกฟัง")).to_have_count(0)


def test_it_reads_from_the_title_to_the_end_and_nothing_that_is_no_text(listener):
    for count in range(2, 400):
        listener.evaluate("said()")
        if play(listener).get_attribute("aria-pressed") == "false":
            break
        until_heard(listener, count)
    texts = heard(listener)
    lesson = BeautifulSoup(listener.content(), "html.parser")
    article = lesson.select_one("#lesson")
    whole = " ".join(texts)
    assert texts[0] == lesson.h1.get_text().replace("\u00a0", " ")
    for kind in ("h2:not(section h2)", "li:not(section li)", ".check > p:not(.check-hint)"):
        words = article.select(kind)
        assert words
        for one in words:
            for mark in one.select("sup"):
                mark.extract()
            assert " ".join(one.get_text().split()) in whole
    options = [" ".join(one.get_text().split()) for one in article.select("summary")]
    assert [f"ข้อ {number} {words}" in whole for number, words in enumerate(options, 1)]
    for silent in (".check-answer p", "section.sources li", "section.terms dd"):
        for one in article.select(silent):
            words = " ".join(one.get_text().split())
            assert len(words) < 15 or words not in whole
    assert "[1]" not in whole
    assert max(len(text) for text in texts) <= 130
    assert {one["lang"] for one in listener.evaluate("heard")} == {"th_TH"}
    expect(listener.get_by_role("status").filter(has_text="อ่านออกเสียงจบแล้ว")).to_have_count(1)


def test_a_picture_is_read_by_what_stands_for_it(reader):
    reader.goto(PICTURED)
    alt = reader.locator("#lesson figure img").first.get_attribute("alt")
    reader.evaluate("thaiComes()")
    play(reader).click()
    while not reader.locator("figure.is-read-aloud").count():
        reader.get_by_role("button", name="ย่อหน้าถัดไป").click()
    reader.wait_for_function("() => heard.at(-1).text.startsWith('ภาพ ')")
    assert f"ภาพ {alt}".startswith(heard(reader)[-1])


def test_the_block_that_is_read_is_marked_and_on_the_screen(listener):
    for _ in range(12):
        count = len(heard(listener))
        listener.evaluate("said()")
        until_heard(listener, count + 1)
    assert listener.locator(".is-read-aloud").count() == 1
    assert heard(listener)[-1] in " ".join(marked(listener).split())
    listener.wait_for_function(
        "() => { const place = document.querySelector('.is-read-aloud').getBoundingClientRect();"
        " return place.top >= 0 && place.top < innerHeight - 90; }"
    )


def test_it_pauses_goes_on_at_the_block_and_stops(listener):
    listener.evaluate("said()")
    until_heard(listener, 2)
    second = heard(listener)[1]
    play(listener).click()
    expect(play(listener)).to_have_attribute("aria-pressed", "false")
    assert not listener.evaluate("speechSynthesis.speaking")
    expect(listener.get_by_role("status").filter(has_text="หยุดชั่วคราว")).to_have_count(1)
    play(listener).click()
    until_heard(listener, 3)
    assert heard(listener)[2] == second
    listener.get_by_role("button", name="เลิกฟัง").click()
    assert not listener.evaluate("speechSynthesis.speaking")
    expect(listener.locator(".is-read-aloud")).to_have_count(0)
    expect(play(listener)).to_be_focused()


def test_one_goes_back_and_on_by_paragraphs_with_the_keyboard_alone(reader):
    reader.evaluate("thaiComes()")
    play(reader).focus()
    reader.keyboard.press("Enter")
    title = marked(reader)
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    assert marked(reader) != title
    reader.keyboard.press("Shift+Tab")
    reader.keyboard.press("Shift+Tab")
    reader.keyboard.press("Enter")
    assert marked(reader) == title
    reader.keyboard.press("Enter")
    assert marked(reader) == title


def test_the_speed_is_kept(listener):
    listener.get_by_role("combobox", name="ความเร็วในการอ่าน").select_option("1.25")
    until_heard(listener, 2)
    assert [one["rate"] for one in listener.evaluate("heard")] == [1, 1.25]
    listener.reload()
    listener.evaluate("thaiComes()")
    play(listener).click()
    assert listener.evaluate("heard")[0]["rate"] == 1.25


def test_leaving_the_page_is_silence(listener):
    listener.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert not listener.evaluate("speechSynthesis.speaking")


def test_a_voice_on_the_phone_is_preferred_to_one_over_the_net(reader):
    reader.evaluate("thaiComes({lang: 'th-TH', localService: false})")
    play(reader).click()
    assert reader.evaluate("heard")[0]["lang"] == "th_TH"


def test_a_voice_that_fails_says_so(listener):
    listener.evaluate(
        "() => { speechSynthesis.speak = (one) => setTimeout(() => one.onerror({}));"
        " window.said(); }"
    )
    expect(listener.get_by_role("status").filter(has_text="เสียงขัดข้อง")).to_have_count(1)
    expect(play(listener)).to_have_attribute("aria-pressed", "false")


def test_the_bar_is_in_reach_of_the_thumb_and_accessible_at_320_px(listener):
    listener.set_viewport_size({"width": 320, "height": 640})
    for button in listener.locator(".listen-bar > *").all():
        box = button.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["y"] > 500
        assert min(box["width"], box["height"]) >= 44
    assert listener.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_violations(listener) == []


def test_a_first_lesson_with_its_scripts_keeps_to_the_budget(page, live_server):
    steps.sign_in(page, live_server.accounts("volunteer")[5])
    page.goto("/curricula/change-leader")
    enrol = page.locator("main form[action$='/enrol']").get_by_role("button")
    if enrol.count():
        press(enrol)
    weigh(page, "/curricula/change-leader")

    weight = weigh(page, LESSON)

    assert weight["Script"] > 1_000
    assert budgeted(weight) <= LATER_PAGE, dict(weight)


def test_a_recording_plays_without_a_script(client, app, tmp_path: Path):
    folder = write_curriculum(tmp_path)
    lesson = folder / "modules/01-listen/lessons/01-first.md"
    lesson.write_text(
        lesson.read_text("utf-8").replace("minutes: 8", "minutes: 8\naudio: media/read.mp3"),
        "utf-8",
    )
    (folder / "modules/01-listen/media/read.mp3").write_bytes(b"ID3" * 700)
    load(folder, publish=True)
    learner = a_volunteer()
    an_enrolment(learner, course_edition(published_of("first-aid")))
    sign_in(client, learner)
    page = BeautifulSoup(client.get(FIRST).text, "html.parser")
    player = page.select_one("audio[controls][preload=none]")
    assert client.get(player["src"]).data == b"ID3" * 700
    assert "2\u00a0kB" in player.parent.get_text()
    assert "listen.js" not in str(page)
    assert not page.select("[data-listen]")
