"""The check of the catalogues finds what it is for."""

from babel.messages.catalog import Catalog

from tests.checks.translations import faults, faults_of

WANTED = {"เหลือ %(num)d หน่วย": "a.html:1", "ปิด": "a.html:2"}


def catalogue(**said):
    made = Catalog(locale="en")
    made.add("เหลือ %(num)d หน่วย", said.get("left", "%(num)d left"))
    if "close" not in said or said["close"] is not None:
        made.add("ปิด", said.get("close", "Close"))
    return made


def test_a_complete_catalogue_passes():
    assert list(faults_of("en", catalogue(), WANTED)) == []


def test_a_missing_message_is_found_with_its_place():
    assert list(faults_of("en", catalogue(close=None), WANTED)) == ["a.html:2: not in en: ปิด"]


def test_an_empty_translation_is_missing():
    assert list(faults_of("en", catalogue(close=""), WANTED)) == ["a.html:2: not in en: ปิด"]


def test_a_translation_that_loses_its_value_is_found():
    (fault,) = faults_of("en", catalogue(left="some left"), WANTED)

    assert "other values than asked" in fault


def test_a_message_asked_for_nowhere_is_found():
    (fault,) = faults_of("en", catalogue(), {"ปิด": "a.html:2"})

    assert "asked for nowhere" in fault


def test_the_thai_catalogue_says_the_words_of_the_page():
    thai = Catalog(locale="th")
    thai.add("ปิด", "ปิดหน้าต่าง")

    (fault,) = faults_of("th", thai, {"ปิด": "a.html:2"})

    assert "not the words of the page" in fault


def test_our_catalogues_are_complete():
    assert list(faults()) == []
