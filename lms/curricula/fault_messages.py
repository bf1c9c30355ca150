"""The words for every fault: what is wrong and how to mend it, in Thai and in English."""

MESSAGES: dict[str, tuple[str, str]] = {
    # any document
    "not_yaml": (
        "อ่านแบบ YAML ไม่ได้ ({reason}) ตรวจย่อหน้า เครื่องหมายคำพูด และเครื่องหมาย : ในข้อความ",
        "not readable as YAML ({reason}); look at indents, quotes and colons inside texts",
    ),
    "not_utf8": (
        "ไฟล์ไม่ได้บันทึกแบบ UTF-8 ให้บันทึกใหม่แบบ UTF-8",
        "not saved as UTF-8; save it again as UTF-8",
    ),
    "same_key": (
        "มีคีย์ “{key}” สองครั้งในที่เดียวกัน ให้เหลือครั้งเดียว",
        "the key '{key}' stands twice in one place; keep one",
    ),
    "not_a_mapping": (
        "ตรงนี้ต้องเป็นรายการแบบ คีย์: ค่า",
        "there must be 'key: value' lines here",
    ),
    "not_a_list": (
        "“{key}” ต้องเป็นรายการ เขียนเป็นข้อ ๆ ขึ้นต้นด้วย - หรืออยู่ใน [ ]",
        "'{key}' must be a list: items that begin with -, or in [ ]",
    ),
    "missing_key": ("ขาด “{key}” ให้เติม", "'{key}' is missing; add it"),
    "unknown_key": (
        "ไม่รู้จัก “{key}” ตรวจตัวสะกดหรือลบออก ที่ใช้ได้คือ {known}",
        "'{key}' is not known; check its spelling or remove it. Known here: {known}",
    ),
    "empty": ("“{key}” ว่างอยู่ ให้เติมข้อความ", "'{key}' is empty; write its text"),
    "too_long": (
        "“{key}” ยาวเกิน {longest} ตัวอักษร ให้เขียนให้สั้นลง",
        "'{key}' is longer than {longest} characters; shorten it",
    ),
    "too_few": (
        "“{key}” ต้องมีอย่างน้อย {count} ข้อ ให้เพิ่ม",
        "'{key}' needs at least {count} items; add more",
    ),
    "twice": (
        "“{value}” ซ้ำกับที่มีอยู่แล้ว ให้เปลี่ยนหรือลบออก",
        "'{value}' stands here already; change or remove it",
    ),
    "not_a_text": (
        "“{key}” ต้องเป็นข้อความ หากเป็นคำอย่าง true หรือ null ให้ใส่เครื่องหมายคำพูด",
        "'{key}' must be a text; put words such as true or null in quotes",
    ),
    "not_a_number": (
        "“{key}” ต้องเป็นจำนวนเต็มตั้งแต่ {low} ถึง {high}",
        "'{key}' must be a whole number from {low} to {high}",
    ),
    "not_a_flag": ("“{key}” ต้องเป็น true หรือ false", "'{key}' must be true or false"),
    "not_a_day": (
        "“{key}” ต้องเป็นวันที่ ค.ศ. แบบ 2026-11-01",
        "'{key}' must be a date such as 2026-11-01",
    ),
    "not_a_choice": (
        "“{key}” เป็น “{value}” ไม่ได้ ต้องเป็นอย่างใดอย่างหนึ่งใน {known}",
        "'{key}' cannot be '{value}'; it must be one of {known}",
    ),
    # questions
    "no_right_option": (
        "ไม่มีตัวเลือกที่ถูก ให้ใส่ correct: true ที่ตัวเลือกที่ถูก",
        "no option is right; put correct: true on the right one",
    ),
    "several_right_options": (
        "คำถามแบบเลือกหนึ่งข้อมีคำตอบถูกหลายข้อ ให้เหลือข้อเดียวหรือเปลี่ยนเป็น type: multiple",
        "a single-choice question has several right options; keep one or use type: multiple",
    ),
    "no_wrong_option": (
        "ทุกตัวเลือกถูกหมด ให้เพิ่มตัวเลือกที่ไม่ถูก",
        "every option is right; add one that is not",
    ),
    "not_one_best": (
        "มีทางเลือกที่ judgement: best อยู่ {count} ข้อ ต้องมีหนึ่งข้อพอดี",
        "{count} options have judgement: best; exactly one must",
    ),
    "extra_is_a_match": (
        "ตัวลวง “{value}” เป็นคำตอบของคู่อื่นอยู่แล้ว ให้เปลี่ยนหรือลบออก",
        "the decoy '{value}' is the right answer of a pair; change or remove it",
    ),
    "blank_answer": (
        "คำตอบที่รับได้ “{value}” ไม่มีตัวอักษรหรือตัวเลข ให้แก้ไข",
        "the accepted answer '{value}' has neither letter nor digit; mend it",
    ),
    # a curriculum as a whole
    "no_curricula": (
        "ไม่พบหลักสูตรในโฟลเดอร์นี้ หลักสูตรคือโฟลเดอร์ย่อยที่มี edition.yaml",
        "no curriculum here; a curriculum is a folder with an edition.yaml",
    ),
    "no_such_file": ("ไม่พบไฟล์นี้ ให้สร้างไฟล์", "this file is not there; create it"),
    "stray_file": (
        "ไม่รู้ว่าไฟล์นี้ใช้ทำอะไร ตรวจชื่อไฟล์ ย้ายไปไว้ใน media หรือลบออก",
        "this file has no use here; check its name, move it into media, or remove it",
    ),
    "bad_name": (
        "ชื่อ “{value}” ต้องขึ้นต้นด้วยเลขสองหลัก ตามด้วย - และ a–z 0–9 เช่น 01-first-step",
        "the name '{value}' must be two digits, - and a–z, 0–9, such as 01-first-step",
    ),
    "slug_is_folder": (
        "slug “{value}” ไม่ตรงกับชื่อโฟลเดอร์ “{folder}” ให้แก้ให้ตรงกัน",
        "the slug '{value}' is not the folder's name '{folder}'; make them one",
    ),
    "begins_with_curriculum": (
        "ไม่ต้องขึ้นต้นด้วยคำว่า หลักสูตร ระบบเติมให้เอง ให้ลบออก",
        "leave out the leading หลักสูตร; pages add it themselves",
    ),
    "no_modules": ("หลักสูตรนี้ยังไม่มีหน่วย ให้สร้างใน modules/", "no modules; make one in modules/"),
    "no_lessons": (
        "หน่วยนี้ยังไม่มีบทเรียน ให้สร้างไฟล์ .md ใน lessons/",
        "this module has no lessons; write a .md file in lessons/",
    ),
    "hours_differ": (
        "หลักสูตรบอก {hours} ชั่วโมง แต่หน่วยรวมกันได้ {total} ชั่วโมง ให้แก้ให้ตรงกัน",
        "the edition says {hours} hours, its modules add up to {total}; make them agree",
    ),
    "unknown_objective": (
        "ไม่มีวัตถุประสงค์ “{value}” ใน module.yaml ที่มีคือ {known}",
        "no objective '{value}' in module.yaml; there are {known}",
    ),
    "unknown_source": (
        "ไม่มีแหล่งที่มา “{value}” ใน sources.yaml ให้เพิ่มที่นั่นหรือแก้รหัส",
        "no source '{value}' in sources.yaml; add it there or mend the key",
    ),
    "unknown_module": (
        "ไม่มีหน่วย “{value}” ในหลักสูตรนี้ ที่มีคือ {known}",
        "no module '{value}' in this curriculum; there are {known}",
    ),
    "unknown_curriculum": (
        "ไม่มีหลักสูตร “{value}” ที่มีคือ {known}",
        "no curriculum '{value}'; there are {known}",
    ),
    "buddhist_year": (
        "ปีนี้เป็น พ.ศ. ให้เขียนเป็น ค.ศ. {value}",
        "this year is of the Buddhist era; write {value}",
    ),
    "unknown_design": (
        "ไม่มีแบบวุฒิบัตร “{value}” ใน certificates/ ที่มีคือ {known}",
        "no certificate design '{value}' in certificates/; there are {known}",
    ),
    "cycle": (
        "ต้องเรียนกันเองเป็นวง {ring} จึงไม่มีหน่วยใดเริ่มได้ ให้ลบ requires ออกหนึ่งแห่ง",
        "{ring} require one another, so none can begin; remove one of the requires",
    ),
    "too_few_questions": (
        "แถวนี้ต้องการ {wanted} ข้อ แต่เลือกได้เพียง {found} ข้อโดยไม่ซ้ำแถวอื่น ให้เขียนคำถามเพิ่มหรือลด count",
        "this row wants {wanted} questions, {found} are left for it; write more or lower count",
    ),
    "points_gap": (
        "คะแนนของระดับต้องเริ่มที่ 0 และเพิ่มทีละ 1",
        "the levels' points must begin with 0 and go up by 1",
    ),
    "pass_points_too_high": (
        "pass_points เกินคะแนนเต็ม {total} ให้ลดลง",
        "pass_points is above the full {total} points; lower it",
    ),
    "form_sum": (
        "min_characters ของทุกส่วนใน form รวมกันได้ {total} ต้องเท่ากับ min_characters ของงาน คือ {whole}",
        "the min_characters of the form's parts add up to {total}; the whole says {whole}",
    ),
    "unknown_criterion": (
        "ไม่มีเกณฑ์ “{value}” ใน rubric ที่มีคือ {known}",
        "no criterion '{value}' in the rubric; there are {known}",
    ),
    "unknown_points": (
        "เกณฑ์นี้ไม่มีระดับ {value} คะแนน ที่มีคือ {known}",
        "this criterion has no level of {value} points; there are {known}",
    ),
    "unjudged": (
        "ตัวอย่างยังไม่ได้ให้คะแนนเกณฑ์ “{value}” ให้เติม",
        "the example says nothing of the criterion '{value}'; judge it",
    ),
    "good_example_fails": (
        "ตัวอย่างที่ดีได้ {points} คะแนน ต้องได้อย่างน้อย {needed} จึงผ่าน",
        "the good example earns {points} points; it takes {needed} to pass",
    ),
    "poor_example_passes": (
        "ตัวอย่างที่ควรแก้ได้ {points} คะแนน ต้องต่ำกว่าเกณฑ์ผ่าน {needed}",
        "the poor example earns {points} points; it must stay below the {needed} that pass",
    ),
    "too_deep": (
        "ไฟล์ YAML ซ้อนกันลึกเกินไป หรือใช้ & และ * ซึ่งใช้ที่นี่ไม่ได้ ให้เขียนตรง ๆ",
        "the YAML is nested too deeply, or uses & and *, which have no place here; write it out",
    ),
    "heavy_picture": (
        "ภาพ “{value}” หนัก {size} kB ให้ย่อให้ไม่เกิน {most} kB",
        "the picture '{value}' weighs {size} kB; bring it to {most} kB or less",
    ),
    "heavy_lesson": (
        "ภาพในบทเรียนหนักรวม {size} kB ให้ไม่เกิน {most} kB",
        "the lesson's pictures weigh {size} kB together; bring them to {most} kB or less",
    ),
    "unsafe_svg": (
        "ภาพ SVG มีสคริปต์ ลิงก์ออกนอกไฟล์ หรือ HTML ให้บันทึกใหม่เป็นภาพอย่างเดียว",
        "the SVG holds a script, a link to elsewhere or HTML; save it again as a plain picture",
    ),
    "min_above_max": ("min ต้องไม่เกิน max", "min must not be above max"),
    # lessons
    "no_front_matter": (
        "ไฟล์ต้องเริ่มด้วยส่วนหัวระหว่าง --- สองบรรทัด",
        "the file must begin with its head between two --- lines",
    ),
    "no_text": ("บทเรียนยังไม่มีเนื้อหา ให้เขียน", "the lesson has no text; write it"),
    "raw_html": (
        "ใช้ HTML ในบทเรียนไม่ได้ ให้ใช้ Markdown แทน",
        "HTML is not allowed in lessons; use Markdown instead",
    ),
    "dangling_media": (
        "ไม่พบไฟล์ “{value}” ตรวจชื่อ หรือเพิ่มไฟล์ในโฟลเดอร์ media ของหน่วย",
        "no file '{value}'; check its name or put it into the module's media folder",
    ),
    "media_kind": (
        "ใช้ไฟล์ “{value}” ตรงนี้ไม่ได้ ต้องเป็น {known}",
        "'{value}' cannot be used here; it must be {known}",
    ),
    "remote_media": (
        "ภาพหรือสื่อต้องอยู่ในโฟลเดอร์ media ของหน่วย ไม่ใช่ที่เว็บอื่น",
        "pictures and media must lie in the module's media folder, not elsewhere",
    ),
    "no_alt": (
        "ภาพไม่มีคำบรรยายสำหรับผู้ที่มองไม่เห็น เขียนระหว่าง [ ] ของภาพ",
        "the picture has no text for those who cannot see it; write it between its [ ]",
    ),
    "inline_image": (
        "ภาพต้องอยู่คนเดียวในย่อหน้า เว้นบรรทัดก่อนและหลังภาพ",
        "a picture must stand alone; leave a blank line before and after it",
    ),
    "no_captions": (
        "วิดีโอต้องมีคำบรรยายเสียง เติม captions=media/….vtt",
        "a video needs captions; add captions=media/….vtt",
    ),
    "bad_link": (
        "ลิงก์ “{value}” ต้องขึ้นต้นด้วย https:// tel: mailto: # หรือ media/",
        "the link '{value}' must begin with https://, tel:, mailto:, # or media/",
    ),
    "heading_level": (
        "หัวข้อเริ่มที่ ## และลึกขึ้นทีละระดับ",
        "headings begin with ## and go down one level at a time",
    ),
    "unknown_callout": (
        "ไม่รู้จักกล่อง “{value}” ที่ใช้ได้คือ {known}",
        "'{value}' is no known box; there are {known}",
    ),
    "open_callout": (
        "กล่อง “{value}” ไม่ได้ปิด เติม ::: หนึ่งบรรทัดเมื่อจบกล่อง",
        "the box '{value}' is not closed; put ::: on a line of its own after it",
    ),
    "check_no_prompt": (
        "กล่อง check ยังไม่มีคำถาม ให้เขียนคำถามก่อนตัวเลือก",
        "the check box has no question; write it above the options",
    ),
    "check_no_options": (
        "กล่อง check ยังไม่มีตัวเลือก ให้เขียนเป็นข้อ ๆ ขึ้นต้นด้วย - [ ] หรือ - [x]",
        "the check box has no options; write them as lines that begin with - [ ] or - [x]",
    ),
    "check_few_options": (
        "กล่อง check มีตัวเลือกเดียว ให้เขียนอย่างน้อยสองข้อ",
        "the check box has one option only; write two at least",
    ),
    "check_right": (
        "กล่อง check ต้องมีข้อถูกหนึ่งข้อ ตอนนี้มี {count} ใส่ [x] ที่ข้อถูกเพียงข้อเดียว",
        "one option of a check box is right, here are {count}; put [x] on that one only",
    ),
    "check_no_feedback": (
        "ตัวเลือกนี้ไม่มีคำอธิบาย เขียนเหตุผลในบรรทัดถัดไป ขึ้นต้นด้วย >",
        "this option has no feedback; say why on the next line, indented, after >",
    ),
    "check_stray": (
        "กล่อง check มีได้แต่คำถาม ตัวเลือก - [ ] ที่เป็นข้อความ และคำอธิบาย > ให้ย้ายส่วนนี้ออก",
        "a check box holds a question, then options - [ ] of text, each with >; move this out",
    ),
    "no_transcript": (
        "เสียงหรือวิดีโอนี้ไม่มีคำถอดเสียง เติมกล่อง ::: transcript ถัดลงไปทันที",
        "this sound or film has no transcript; put a ::: transcript box right after it",
    ),
    "lone_transcript": (
        "คำถอดเสียงต้องอยู่ถัดจาก ::: audio หรือ ::: video ทันที ให้ย้ายไปที่นั่น",
        "a transcript stands right after its ::: audio or ::: video; move it there",
    ),
    "unknown_term": (
        "ไม่มีคำว่า “{value}” ใน glossary.yaml ของหลักสูตร ให้เพิ่มที่นั่นหรือแก้ตัวสะกด",
        "no term '{value}' in the curriculum's glossary.yaml; add it there or mend its spelling",
    ),
    "wide_table": (
        "ตารางกว้างเกิน 3 คอลัมน์ อ่านบนโทรศัพท์ไม่ได้ ให้แบ่งหรือใช้รายการ",
        "a table of more than 3 columns cannot be read on a phone; split it or use a list",
    ),
}
