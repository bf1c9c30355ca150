"""The check of the templates finds what it is for."""

import pytest
from jinja2 import Environment

from tests.checks.templates import check_source, faults

ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("{% if x %}", "does not compile"),
        ('<p style="color:red">x</p>', "style attribute"),
        ("<style>p{}</style>", "inline style"),
        ("<button onclick=go()>x</button>", "on… attribute"),
        ("<script>go()</script>", "inline script"),
        ('<a href="javascript:go()">x</a>', "javascript:"),
        ("<p>สวัสดี</p>", "Thai outside"),
        ('{{ button("บันทึก") }}', "Thai outside"),
        ('{{ _("เหลือ %(n)s", n="สาม") }}', "Thai outside"),
        ('{% include "no_such.html" %}', "no such template"),
    ],
)
def test_a_fault_is_found(source, complaint):
    (line, found), *_ = check_source("\n" + source, ENVIRONMENT)

    assert complaint in found
    assert line in {1, 2}


@pytest.mark.parametrize(
    "source",
    [
        '<p class="x">{{ _("สวัสดี") }}</p>',
        "{{ ngettext('เหลือ %(num)d', 'เหลือ %(num)d', n) }}",
        "{# ภาษาไทยในหมายเหตุ #}",
        '<script type="module" src="/a.js"></script>',
        '<button lang="th">ไทย</button>',
    ],
)
def test_what_is_well_passes(source):
    assert list(check_source(source, ENVIRONMENT)) == []


def test_our_templates_have_none():
    assert list(faults()) == []
