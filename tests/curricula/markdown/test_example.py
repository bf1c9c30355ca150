"""The lesson that docs/author.md shows is a right one."""

import re

from lms.curricula.glossary import Term
from lms.curricula.markdown import render
from lms.curricula.sources import MediaRef, Source
from lms.root import ROOT


def test_the_example_for_authors_has_no_fault() -> None:
    text = (ROOT / "docs/author.md").read_text("utf-8")
    example = re.search(r"```markdown\n---\n.*?\n---\n(.*?)```", text, re.DOTALL)
    assert example

    rendered = render(
        example[1],
        {"S62": Source("พ.ร.บ.", "มาตรา 41")},
        lambda path: MediaRef(f"/media/1/{path}", 900, 320, 200),
        {"พนักงานเจ้าหน้าที่": Term("ผู้มีอำนาจตามกฎหมาย")},
    )

    assert rendered.faults == ()
    assert rendered.summary_html
    assert "check-1" in rendered.html
    assert rendered.terms
