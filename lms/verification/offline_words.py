"""What pages say that check without the register: the offline page, and the checker in one file.

Each page carries both languages, for it cannot ask for another.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable

from babel.support import Translations

from lms.root import ROOT
from lms.thai.dates import MONTHS


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds these words
    return words


_ANSWERS = {
    "proven": N_("ลายเซ็นถูกต้อง"),
    "proven_about": N_("รายการเพิกถอน ณ วันที่ %(date)s เวลา %(time)s · โปรดตรวจซ้ำเมื่อมีสัญญาณ"),
    "revoked": N_("ถูกเพิกถอน"),
    "revoked_about": N_("ตามรายการเพิกถอน ณ วันที่ %(date)s เวลา %(time)s"),
    "expired": N_("หมดอายุ"),
    "expired_about": N_("ใช้ได้ถึงวันที่ %(until)s"),
    "undecided": N_("ยังตรวจไม่ได้"),
    "no_list_about": N_(
        "ลายเซ็นถูกต้อง แต่ที่นี่ไม่มีรายการเพิกถอนของเลขที่นี้ จึงยังไม่รู้ว่าถูกเพิกถอนหรือไม่ โปรดตรวจซ้ำเมื่อมีสัญญาณ"
    ),
    "unknown_key_about": N_("ลงลายเซ็นด้วยกุญแจที่ที่นี่ไม่รู้จัก ยังสรุปไม่ได้ว่าจริงหรือปลอม โปรดตรวจซ้ำเมื่อมีสัญญาณ"),
    "unreadable_about": N_(
        "อ่านลายเซ็นในคิวอาร์โค้ดไม่ได้ อาจสแกนหรือคัดลอกมาไม่ครบ โปรดสแกนใหม่ ยังสรุปไม่ได้ว่าจริงหรือปลอม"
    ),
    "absent_about": N_("มีแต่เลขที่ ไม่มีลายเซ็นให้ตรวจ โปรดสแกนคิวอาร์โค้ดบนกระดาษ หรือตรวจเมื่อมีสัญญาณ"),
    "no_kit_about": N_("เครื่องนี้ยังไม่มีกุญแจของหน่วยงานผู้ออก ต้องเปิดหน้าตรวจสอบสักครั้งขณะมีสัญญาณ"),
    "no_check_about": N_("เบราว์เซอร์นี้ตรวจลายเซ็นชนิดนี้ไม่ได้ ยังสรุปไม่ได้ว่าจริงหรือปลอม"),
    "forged": N_("คิวอาร์โค้ดนี้ไม่ใช่ของจริง"),
    "forged_about": N_("ลายเซ็นไม่ถูกต้อง ข้อความถูกแก้ไขหรือทำขึ้นเอง อย่าใช้กระดาษนี้เป็นหลักฐาน"),
    "other_number": N_("คิวอาร์โค้ดเป็นของฉบับอื่น"),
    "other_number_about": N_(
        "ลายเซ็นเป็นของเลขที่ %(number)s ไม่ใช่เลขที่ในที่อยู่ของโค้ด อย่าใช้กระดาษนี้เป็นหลักฐาน"
    ),
    "test": N_("เอกสารทดสอบ ไม่มีผลทางราชการ"),
}

_FIELDS = {
    "claims": N_("ข้อความในเอกสาร ยังไม่ได้พิสูจน์"),
    "number": N_("เลขที่"),
    "curriculum": N_("หลักสูตร"),
    "kind": N_("ชนิดของเอกสาร"),
    "issued_on": N_("ให้ไว้ ณ วันที่"),
    "expires_on": N_("ใช้ได้ถึงวันที่"),
    "no_expiry": N_("ไม่มีวันหมดอายุ"),
    "issuer": N_("หน่วยงานผู้ออก"),
    "wutthibat": N_("วุฒิบัตร"),
    "kiattibat": N_("เกียรติบัตร"),
    "prakatsaniyabat": N_("ประกาศนียบัตร"),
    "sample_curriculum": N_("หลักสูตรตัวอย่าง ยังไม่ใช่หลักสูตรทางการ"),
    "compare": N_(
        "เทียบทุกช่องกับกระดาษหรือไฟล์ที่ถืออยู่ หากไม่ตรงแม้ช่องเดียว ถือว่าไม่ใช่ฉบับที่ออกให้ โปรดติดต่อหน่วยงานผู้ออก"
    ),
}

_READING = {
    "camera": N_("สแกนคิวอาร์โค้ด"),
    "camera_start": N_("เปิดกล้อง"),
    "camera_looking": N_("หันกล้องไปที่คิวอาร์โค้ดบนวุฒิบัตร"),
    "camera_refused": N_("เปิดกล้องไม่ได้ โปรดอนุญาตให้ใช้กล้อง หรือเลือกรูปถ่ายแทน"),
    "camera_foreign": N_("คิวอาร์โค้ดนี้ไม่ใช่ของวุฒิบัตร"),
    "camera_no-code": N_("ไม่พบคิวอาร์โค้ดในรูปนี้ ถ่ายใหม่ให้โค้ดเต็มภาพ คมชัด และไม่มีเงา"),
    "camera_no-reader": N_("เบราว์เซอร์นี้อ่านรูปไม่ได้ โปรดวางข้อความของคิวอาร์โค้ดแทน"),
    "photo": N_("หรือเลือกรูปถ่ายของคิวอาร์โค้ด"),
    "text": N_("หรือวางข้อความของคิวอาร์โค้ด"),
    "text_hint": N_("คัดลอกจากแอปสแกน มีเครื่องหมาย # ตามด้วยตัวเลขยาว"),
    "check": N_("ตรวจสอบ"),
}

_OFFLINE = {
    "title": N_("ตรวจสอบวุฒิบัตรโดยไม่มีสัญญาณ"),
    "lead": N_("ขณะนี้ต่อกับทะเบียนไม่ได้ เครื่องนี้ตรวจลายเซ็นในคิวอาร์โค้ดได้เอง และไม่ส่งสิ่งใดออกจากเครื่อง"),
    "retry": N_("ลองต่อกับทะเบียนอีกครั้ง"),
    "age": N_("รายการเพิกถอนล่าสุดในเครื่องนี้: วันที่ %(date)s เวลา %(time)s"),
    "no_age": N_("เครื่องนี้ยังไม่มีรายการเพิกถอน"),
}

_CHECKER = {
    "title": N_("เครื่องตรวจวุฒิบัตรแบบแฟ้มเดียว"),
    "lead": N_("เปิดแฟ้มนี้จากที่ใดก็ได้โดยไม่ต้องมีเครือข่ายหรือเครื่องแม่ข่าย ไม่มีสิ่งใดถูกส่งออกจากเครื่องของท่าน"),
    "age": N_(
        "แฟ้มนี้ทำเมื่อวันที่ %(date)s เวลา %(time)s การเพิกถอนหลังจากนั้นไม่อยู่ในแฟ้มนี้ โปรดขอแฟ้มใหม่เป็นระยะ"
    ),
    "site": N_("ทะเบียนที่มีคำตอบล่าสุด"),
    "keys": N_("กุญแจที่แฟ้มนี้รู้จัก (ทุกดอกต้องตรงกับที่เว็บไซต์ประกาศ)"),
    "file": N_("ตรวจไฟล์ PDF หรือหนังสือรับรอง"),
    "file_choose": N_("ลากไฟล์มาวางที่นี่ หรือเลือกไฟล์"),
    "file_hint": N_(
        "ไฟล์ PDF ของวุฒิบัตร หรือไฟล์ credential.jwt ตรวจลายมือชื่อของไฟล์ทั้งไฟล์และหนังสือรับรองข้างใน"
    ),
    "file_proven_about": N_(
        "ไฟล์ไม่ถูกแก้ไขตั้งแต่หน่วยงานผู้ออกลงลายมือชื่อ"
        " รายการเพิกถอน ณ วันที่ %(date)s เวลา %(time)s · โปรดตรวจซ้ำเมื่อมีสัญญาณ"
    ),
    "file_stamped_about": N_(
        "ไฟล์ไม่ถูกแก้ไขตั้งแต่หน่วยงานผู้ออกลงลายมือชื่อ ส่วนที่ต่อท้ายเป็นตราประทับเวลาและข้อมูลสำหรับตรวจในระยะยาวเท่านั้น"
        " รายการเพิกถอน ณ วันที่ %(date)s เวลา %(time)s · โปรดตรวจซ้ำเมื่อมีสัญญาณ"
    ),
    "file_altered": N_("ไฟล์นี้ไม่ตรงกับต้นฉบับ"),
    "file_altered_about": N_("ไฟล์ถูกแก้ไขหลังหน่วยงานผู้ออกลงลายมือชื่อ อย่าใช้ไฟล์นี้เป็นหลักฐาน"),
    "file_foreign_about": N_(
        "ลายมือชื่อของไฟล์ไม่ใช่ของหน่วยงานผู้ออกที่แฟ้มนี้รู้จัก แม้หนังสือรับรองข้างในอาจเป็นของจริง อย่าใช้ไฟล์นี้เป็นหลักฐาน"
    ),
    "file_forged_about": N_("ลายเซ็นของหนังสือรับรองไม่ถูกต้อง อย่าใช้ไฟล์นี้เป็นหลักฐาน"),
    "file_longer_about": N_(
        "ลายมือชื่อถูกต้องสำหรับส่วนต้นของไฟล์ แต่มีสิ่งอื่นต่อท้ายภายหลัง ซึ่งอาจเปลี่ยนสิ่งที่เห็นบนหน้า"
        " ตรวจได้เฉพาะหนังสือรับรองข้างใน ขอไฟล์ต้นฉบับ หรือตรวจกับทะเบียน"
    ),
    "file_unsigned_about": N_(
        "ไฟล์ไม่มีลายมือชื่อดิจิทัล ตรวจได้เฉพาะหนังสือรับรองข้างใน หน้าของไฟล์อาจถูกแก้ไข ขอไฟล์ต้นฉบับ หรือตรวจกับทะเบียน"
    ),
    "file_kind_about": N_(
        "ที่นี่อ่านลายมือชื่อของไฟล์ชนิดนี้ไม่ได้ ตรวจได้เฉพาะหนังสือรับรองข้างใน หน้าของไฟล์อาจถูกแก้ไข โปรดตรวจกับทะเบียน"
    ),
    "file_unknown_about": N_("ไม่พบหนังสือรับรองของวุฒิบัตรในไฟล์นี้ อาจเป็นภาพสแกน ยังสรุปไม่ได้ว่าจริงหรือปลอม"),
}


Translate = Callable[[str], str]
_LANGUAGES = {"th": MONTHS, "en": calendar.month_name[1:]}
_OTHER_LANGUAGE = {"th": "English", "en": "ภาษาไทย"}


def offline_words(translate: Translate) -> dict[str, str]:
    """The words of the offline page, by name."""
    words = {**_ANSWERS, **_FIELDS, **_READING, **_OFFLINE}
    return {name: translate(text) for name, text in words.items()}


def checker_words(translate: Translate) -> dict[str, str]:
    """The words of the checker in one file, by name."""
    words = {**_ANSWERS, **_FIELDS, **_READING, **_CHECKER}
    return {name: translate(text) for name, text in words.items()}


def in_both(words: Callable[[Translate], dict[str, str]]) -> dict[str, dict[str, str]]:
    """A page's words in both languages, with the months and the name of the other language."""
    found = {}
    for language, months in _LANGUAGES.items():
        catalogue = Translations.load(str(ROOT / "translations"), [language])
        more = {"months": " ".join(months), "language": _OTHER_LANGUAGE[language]}
        found[language] = words(catalogue.gettext) | more
    return found
