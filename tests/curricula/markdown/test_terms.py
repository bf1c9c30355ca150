"""Words of the glossary: marked where they stand, explained at the lesson's end."""

from tests.curricula.markdown.lessons import faults, made, soup

TEXT = "ไปที่ [พมจ.]{term} แล้วไป [พมจ.]{term} กับ [ผู้เสียหาย]{term} [[S62]]"


def test_a_term_leads_to_its_meaning_and_the_meaning_back_to_the_first_use() -> None:
    html = soup(TEXT)
    uses = html.select("p a.term")
    assert [use["href"] for use in uses] == ["#term-1", "#term-1", "#term-2"]
    assert [use.get("id") for use in uses] == ["used-1", None, "used-2"]
    assert uses[0].get_text() == "พมจ."
    section = html.select_one("section.terms")
    assert section.h2.get_text() == "คำในบทนี้"
    term, meaning = section.select_one("dt"), section.select_one("dd")
    assert term["id"] == "term-1"
    assert term.get_text() == "พมจ. provincial office"
    assert term.span["lang"] == "en"
    assert "สำนักงานของ <จังหวัด> ต่าง\u00a0ๆ" in meaning.get_text()
    assert meaning.select("a")[-1]["href"] == "#used-1"
    assert faults(TEXT) == []
    assert made(TEXT).terms == ("พมจ.", "ผู้เสียหาย")


def test_the_meanings_stand_before_the_sources_and_may_add_to_them() -> None:
    html = soup(TEXT)
    assert [one["class"] for one in html.select("section")] == [["terms"], ["sources"]]
    assert html.select("dd")[1].select_one("sup a")["href"] == "#source-2"
    assert made(TEXT).sources == ("S62", "S61")


def test_a_lesson_without_terms_has_no_list_of_them() -> None:
    assert not soup("ไม่มีคำยาก").select("section")


def test_a_word_that_is_not_in_the_glossary_is_a_fault_and_stays_a_word() -> None:
    text = "ก\nข [ศูนย์]{term}"
    assert faults(text) == [(2, "unknown_term")]
    assert "ศูนย์" in soup(text).p.get_text()
    assert not soup(text).select("a")


def test_a_term_in_a_heading_is_part_of_the_heading() -> None:
    assert made("## ไปที่ [พมจ.]{term}").headings[0].text == "ไปที่ พมจ."
