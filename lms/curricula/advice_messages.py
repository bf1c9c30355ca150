"""The words of advice: what would make a curriculum better, in Thai and in English.

Advice does not stop a curriculum from being loaded.
"""

ADVICE: dict[str, tuple[str, str]] = {
    # lessons
    "lesson_too_short": (
        "บทเรียนยาวราว {count} คำ สั้นกว่า {least} คำ ให้เพิ่มเนื้อหาหรือรวมกับบทอื่น",
        "about {count} words, fewer than {least}; write more, or join it to another lesson",
    ),
    "lesson_too_long": (
        "บทเรียนยาวราว {count} คำ เกิน {most} คำ ให้แบ่งเป็นสองบท",
        "about {count} words, more than {most}; make two lessons of it",
    ),
    "long_paragraph": (
        "ย่อหน้านี้ยาว {count} ตัวอักษร เกินหนึ่งจอโทรศัพท์ ({most}) ให้แบ่งย่อหน้าหรือทำเป็นข้อ ๆ",
        "a paragraph of {count} letters fills more than a phone's screen ({most}); break it up",
    ),
    "long_phrase": (
        "“{value}…” ยาว {count} ตัวอักษรโดยไม่เว้นวรรค อ่านยาก ให้เว้นวรรคหรือเขียนให้สั้นลง",
        "'{value}…' runs for {count} letters without a space and is hard to read; break it",
    ),
    "hard_to_read": (
        "วลีในบทนี้ยาวเฉลี่ย {count} ตัวอักษร เกิน {most} ให้ใช้ประโยคสั้นลงและเว้นวรรคมากขึ้น",
        "phrases of {count} letters on average (over {most}); write shorter ones",
    ),
    "no_headings": (
        "บทเรียนไม่มีหัวข้อย่อย ให้แบ่งด้วย ##",
        "the lesson has no headings; part it with ##",
    ),
    "no_check": (
        "บทเรียนไม่มีคำถามตรวจสอบความเข้าใจ ให้เพิ่ม ::: check",
        "the lesson has no question to check understanding; add ::: check",
    ),
    "no_summary": (
        "บทเรียนไม่มีสรุป ให้เพิ่ม ::: summary ซึ่งจะอยู่ในบัตรสรุปของหน่วยด้วย",
        "the lesson has no ::: summary, which the module's printed card needs too; add one",
    ),
    "unsourced_law": (
        "กล่าวถึงกฎหมาย (“{value}”) โดยไม่มีแหล่งที่มา เติม [[รหัส]] ไว้ข้างข้อความนั้น",
        "speaks of the law ('{value}') without a source; put its [[key]] beside the words",
    ),
    "short_alt": (
        "คำบรรยายภาพ “{value}” สั้นไป ให้บอกสิ่งที่ภาพแสดงแก่ผู้ที่มองไม่เห็น",
        "'{value}' does not tell somebody who cannot see the picture what it shows; say it",
    ),
    "polite_particle": (
        "“{value}” ไม่ใช้ในบทเรียน ให้เขียนสุภาพแบบกลาง ๆ",
        "'{value}' has no place in a lesson; write politely without it",
    ),
    # modules
    "few_lessons": (
        "หน่วยนี้มีบทเรียน {count} บท ควรมี {least} ถึง {most} บท",
        "the module has {count} lessons; {least} to {most} are good",
    ),
    "no_figure": (
        "หน่วยนี้ไม่มีแผนภาพ ให้วาดอย่างน้อยหนึ่งภาพและใช้ในบทเรียน",
        "no lesson of the module shows a picture; draw at least one diagram",
    ),
    "untaught_objective": (
        "ไม่มีบทเรียนใดสอนวัตถุประสงค์ “{value}” ให้เพิ่มใน objectives ของบทเรียน",
        "no lesson teaches the objective '{value}'; name it in a lesson's objectives",
    ),
    # question banks
    "few_questions": (
        "คลังข้อสอบของหน่วยมี {count} ข้อ ควรมีอย่างน้อย {least} ข้อ",
        "the module's bank has {count} questions; write at least {least}",
    ),
    "few_for_objective": (
        "วัตถุประสงค์ “{value}” มีคำถาม {count} ข้อ ควรมีอย่างน้อย {least} ข้อ",
        "the objective '{value}' has {count} questions; write at least {least}",
    ),
    "no_feedback": (
        "“{value}” ไม่มีข้อเสนอแนะ (feedback) ให้บอกเหตุผลแก่ผู้ที่ตอบเช่นนั้น",
        "'{value}' has no feedback; say why to the one who answers so",
    ),
    "no_sources": (
        "คำถามไม่มีแหล่งที่มา เติมใน sources หากเป็นแนวปฏิบัติที่เสนอเองให้ใช้แหล่งที่มีเครื่องหมาย proposal",
        "the question has no sources; add them, one marked 'proposal' for the writers' own advice",
    ),
    "all_of_the_above": (
        "ตัวเลือก “{value}” อ้างถึงตัวเลือกอื่น ซึ่งสลับที่กันได้ ให้เขียนเป็นคำตอบของตนเอง",
        "the option '{value}' speaks of other options, which change places; make it an answer",
    ),
    "alike": (
        "คำถามนี้คล้ายกับ {value} มาก ให้เปลี่ยนข้อหนึ่ง",
        "much like the question {value}; change one of them",
    ),
    "unbalanced_places": (
        "คำตอบที่ถูกอยู่ลำดับที่ {value} ถึง {count} จาก {total} ข้อ ให้สลับลำดับตัวเลือก",
        "the right option stands at place {value} in {count} of {total}; change their order",
    ),
    "longest_is_right": (
        "ตัวเลือกที่ยาวที่สุดเป็นคำตอบที่ถูก {count} จาก {total} ข้อ ให้เขียนตัวเลือกยาวพอกัน",
        "the longest option is the right one in {count} of {total}; write options of like length",
    ),
    "shortest_is_right": (
        "ตัวเลือกที่สั้นที่สุดเป็นคำตอบที่ถูก {count} จาก {total} ข้อ ให้เขียนตัวเลือกยาวพอกัน",
        "the shortest option is the right one in {count} of {total}; write options of like length",
    ),
    "telling_words": (
        "คำอย่าง เสมอ เท่านั้น อยู่ในตัวเลือกที่ผิดร้อยละ {count} ที่ถูกร้อยละ {total} ให้ใช้พอกันหรือตัดออก",
        "always, only and the like: in {count} % of wrong options, {total} % of right ones; mend",
    ),
    "unbalanced_truth": (
        "คำถามถูกผิดตอบว่า “{value}” ถึง {count} จาก {total} ข้อ ให้มีทั้งสองอย่างพอกัน",
        "{count} of {total} true-false questions are '{value}'; have about as many of both",
    ),
    # the curriculum as a whole
    "few_papers": (
        "ผังข้อสอบนี้ได้ข้อสอบไม่ซ้ำกันเพียง {count} ชุด ให้เพิ่มคำถามในคลังหรือลด count",
        "this blueprint gives only {count} different papers; write more questions or draw fewer",
    ),
    "no_practicum": (
        "หลักสูตรไม่มีการฝึกปฏิบัติ ให้เพิ่ม practicum.yaml",
        "the curriculum has no practicum; add practicum.yaml",
    ),
    "no_examples": (
        "การฝึกปฏิบัติยังไม่มีตัวอย่างงานที่ดีและงานที่ควรแก้ ให้เพิ่ม examples",
        "the practicum has no worked good and poor example; add examples",
    ),
    "no_form": (
        "การฝึกปฏิบัติยังไม่มีใบงาน ให้เพิ่ม form",
        "the practicum has no work sheet; add form",
    ),
}
