"""Sound and film can be read as well."""

from tests.curricula.markdown.lessons import faults, soup

SAID = "::: transcript\nสวัสดี **ทุกท่าน**\n:::\n"


def test_what_is_said_stands_folded_under_its_player() -> None:
    for player in ("::: audio media/talk.mp3\n\n", "::: audio media/talk.mp3\n:::\n"):
        text = player + SAID + "\nต่อไป"
        html = soup(text)
        said = html.select_one("figure + details.transcript")
        assert said
        assert said.summary.get_text() == "คำถอดเสียง"
        assert said.strong
        assert "ต่อไป" not in said.get_text()
        assert faults(text) == []


def test_a_player_without_its_words_is_a_fault() -> None:
    film = "::: video media/talk.mp4 captions=media/talk.vtt"
    assert faults("ก\n\n::: audio media/talk.mp3") == [(3, "no_transcript")]
    assert faults(f"{film}\n:::\n\nคั่น\n\n{SAID}") == [
        (1, "no_transcript"),
        (6, "lone_transcript"),
    ]
    assert faults(f"{film}\n{SAID}") == []


def test_words_without_a_player_are_a_fault() -> None:
    assert faults(f"ก\n\n{SAID}") == [(3, "lone_transcript")]
    twice = f"::: audio media/talk.mp3\n\n{SAID}\n{SAID}"
    assert faults(twice) == [(7, "lone_transcript")]
