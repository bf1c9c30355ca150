"""Words that are put into a template while it is compiled."""

from __future__ import annotations

import pytest
from babel.support import Translations
from flask import Flask
from jinja2 import DictLoader

from lms import templating
from lms.templating import template_in

THAI = "เรียนต่อ"
PAGES = {
    "fixed": "{{ _('เรียนต่อ') }}",
    "marked": "{{ _('ร้อยละ 50%% <b>') }}|{{ _('เรียนต่อ') ~ ' <i>' }}",
    "valued": "{{ _('ข้อ %(n)s', n=wanted) }}",
    "counted": "{{ ngettext('%(num)d หน่วย', '%(num)d หน่วย', wanted) }}",
    "shared": "{% from 'macro' import said with context %}{{ said() }}{% include 'fixed' %}",
    "macro": "{% macro said() %}{{ gettext('เรียนต่อ') }}{% endmacro %}",
}


class Catalogue(Translations):
    """Answers with what it was asked, told apart by an E in front."""

    def ugettext(self, message: str) -> str:
        return f"E {message}"

    def ungettext(self, singular: str, plural: str, n: int) -> str:
        return f"E {singular}"


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> Flask:
    def load(_folder: str, languages: list[str]) -> Translations:
        return Catalogue() if languages == ["en"] else Translations()

    monkeypatch.setattr(templating.Translations, "load", staticmethod(load))
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader(PAGES)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.autoescape = True
    return app


@pytest.mark.parametrize(
    ("name", "thai", "english"),
    [
        ("fixed", THAI, f"E {THAI}"),
        ("marked", f"ร้อยละ 50% <b>|{THAI} &lt;i&gt;", f"E ร้อยละ 50% <b>|E {THAI} &lt;i&gt;"),
        ("valued", "ข้อ &lt;7&gt;", "E ข้อ &lt;7&gt;"),
        ("shared", THAI + THAI, f"E {THAI}E {THAI}"),
    ],
)
def test_each_language_has_its_own_words(speaking, name, thai, english):
    assert template_in(speaking, name, "th").render(wanted="<7>") == thai
    assert template_in(speaking, name, "en").render(wanted="<7>") == english
    assert template_in(speaking, name, "th").render(wanted="<7>") == thai


def test_what_is_counted_is_said_while_rendering(speaking):
    english = template_in(speaking, "counted", "en")

    assert [english.render(wanted=n) for n in (1, 2)] == ["E 1 หน่วย", "E 2 หน่วย"]


def test_fixed_words_are_looked_up_once_however_often_they_are_read(speaking, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(
        Catalogue, "ugettext", lambda _self, message: asked.append(message) or message
    )

    for _ in range(3):
        template_in(speaking, "fixed", "en").render()

    assert asked == [THAI]


def test_a_page_comes_in_its_readers_language(app, client):
    thai = client.get("/sign-in").get_data(as_text=True)
    client.set_cookie("lang", "en")
    english = client.get("/sign-in").get_data(as_text=True)
    client.set_cookie("lang", "th")

    assert "เข้าสู่ระบบ" in thai
    assert "<h1>Sign in" in english
    assert client.get("/sign-in").get_data(as_text=True).count("เข้าสู่ระบบ") == thai.count("เข้าสู่ระบบ")
