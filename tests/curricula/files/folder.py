"""A small curriculum on disk, right in every file, to be broken one place at a time."""

from pathlib import Path

EDITION = """\
slug: first-aid
position: 1
name_th: อพม. ปฐมพยาบาลทางใจ
name_en: First aid
person_title_en: Volunteer
summary_th: สรุป
summary_en: Summary
hours: 5
law_as_of: 2026-11-01
sample: true
prerequisites: []
certificate: {kind: wutthibat, issue: automatic, validity_months: null, design: standard}
pass: {percent: 70, attempts: 3, review: after_submission}
pre_test:
  minutes: 20
  draw:
    - {module: 01-listen, count: 1}
post_test:
  minutes: 30
  draw:
    - {module: 01-listen, count: 1}
    - {module: 01-listen, objective: o1, difficulty: easy, count: 1}
    - {module: 02-refer, count: 1}
"""
MODULE = """\
code: "1.{number}"
title_th: หน่วย
title_en: Module
summary_th: สรุป
summary_en: Summary
hours: {hours}
objectives:
  - {{id: o1, th: "ฟังเป็น", en: "Listen"}}
requires: {requires}
"""
LESSON = """\
---
title_th: ฟังให้ได้ยิน
title_en: Listening
summary_en: How to listen.
minutes: 8
objectives: [o1]
---
เปิดเรื่อง [[S62]]

## ฟัง

![คนสองคนคุยกัน](media/talk.svg)

::: law S62
มาตรา 41
:::
"""
QUESTIONS = """\
- id: q01
  type: truefalse
  objective: o1
  difficulty: easy
  sources: [S62]
  prompt: ฟังก่อนพูด
  answer: true
- id: q02
  type: single
  objective: o1
  difficulty: medium
  sources: []
  prompt: ข้อใดถูก
  options:
    - {text: ฟัง, correct: true}
    - {text: สอบสวน}
- id: q03
  type: short
  objective: o1
  difficulty: hard
  sources: [seed]
  prompt: สายด่วนหมายเลขใด
  accept: [1300, "โทร 1300"]
"""
PRACTICUM = """\
title_th: งานในพื้นที่
title_en: Field work
instructions_th: |
  ทำดังนี้

  1. เริ่ม
instructions_en: Do it.
privacy_th: ห้ามใส่ชื่อ
privacy_en: No names
photos: {min: 1, max: 4}
min_characters: 200
module: 02-refer
rubric:
  pass_points: 1
  criteria:
    - id: c1
      title_th: เข้าใจ
      title_en: Understanding
      levels:
        - {points: 0, th: ไม่มี, en: none}
        - {points: 1, th: มี, en: some}
"""
SOURCES = """\
seed: {title: ข่าว, where: thaigov.go.th, mark: seen}
S62:
  title: พ.ร.บ.คุ้มครองเด็ก
  where: ราชกิจจานุเบกษา
  mark: partial
S99: {title: ไม่ได้ใช้, where: ที่อื่น, mark: seen}
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="9"/></svg>'


def write_curriculum(root: Path) -> Path:
    """The curriculum's folder, first-aid, below `root`."""
    (root / "sources.yaml").write_text(SOURCES, "utf-8")
    folder = root / "first-aid"
    files = {"edition.yaml": EDITION, "practicum.yaml": PRACTICUM}
    for number, slug, hours, requires in (
        (1, "01-listen", 2, "[]"),
        (2, "02-refer", 3, "[01-listen]"),
    ):
        module = f"modules/{slug}"
        files |= {
            f"{module}/module.yaml": MODULE.format(number=number, hours=hours, requires=requires),
            f"{module}/questions.yaml": QUESTIONS,
            f"{module}/lessons/01-first.md": LESSON,
            f"{module}/media/talk.svg": SVG,
        }
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return folder
