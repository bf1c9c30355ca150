"""Every outermost block of a lesson can be named, so that a reader's place can be found."""

import pytest

from lms.curricula.places import PLACE, with_places


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>ก</p>\n<p>ข</p>", '<p id="p-1">ก</p>\n<p id="p-2">ข</p>'),
        # headings are known by their own ids
        ('<h2 id="part-1">ก</h2><p>ข</p>', '<h2 id="part-1">ก</h2><p id="p-1">ข</p>'),
        # what lies inside a block is part of it
        ("<ul><li><p>ก</p></li></ul>", '<ul id="p-1"><li><p>ก</p></li></ul>'),
        # elements without an end do not open a level
        (
            '<figure><img src="a"></figure><p>ก<br>ข</p><p>ค</p>',
            '<figure id="p-1"><img src="a"></figure><p id="p-2">ก<br>ข</p><p id="p-3">ค</p>',
        ),
        ("", ""),
    ],
)
def test_outermost_blocks_get_ids_in_their_order(html, expected):
    assert with_places(html) == expected


@pytest.mark.parametrize("place", ["p-1", "p-120", "part-3"])
def test_a_place_is_one_of_these_ids(place):
    assert PLACE.fullmatch(place)


@pytest.mark.parametrize("place", ["", "p", "main", "p-1 ", "p-๑", "part-12345", "<b>"])
def test_nothing_else_is_a_place(place):
    assert not PLACE.fullmatch(place)
