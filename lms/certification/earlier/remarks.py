"""What is said of a row, how bad it is, and how to mend it. The words are Thai msgids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any


def N_(words: str) -> str:  # noqa: N802 - the name by which Babel finds these words
    return words


class Outcome(IntEnum):
    """What will happen with a row; the order in which an officer wants to see them."""

    WRONG = 1  # left out until it is mended
    DOUBTFUL = 2  # added, and worth a look
    KNOWN = 3  # in the register already
    REPEATED = 4  # stands further up in the same file
    NEW = 5


WRONG = {
    "no_number": N_("ไม่มีเลขที่ กรอกเลขที่ตามกระดาษ ถ้าเป็นแถวรวมหรือหมายเหตุ ไม่ต้องแก้"),
    "no_digits": N_("เลขที่ไม่มีตัวเลข ตรวจว่าเลือกคอลัมน์เลขที่ถูกหรือไม่"),
    "national_id": N_("ช่องเลขที่เป็นเลขประจำตัวประชาชน ห้ามนำเข้า เลือกคอลัมน์เลขที่ใหม่"),
    "our_number": N_("เป็นรูปแบบเลขที่ของระบบนี้ ไม่ใช่ฉบับที่ออกก่อนมีระบบ ให้ตรวจที่หน้าตรวจสอบวุฒิบัตร"),
    "number_is_day": N_(
        "โปรแกรมตารางเปลี่ยนเลขที่เป็นวันที่ (%(cell)s) จัดรูปแบบเซลล์เป็นข้อความ แล้วพิมพ์เลขที่ตามกระดาษ"
    ),
    "no_name": N_("ไม่มีชื่อ กรอกชื่อและนามสกุลตามกระดาษ"),
    "no_curriculum": N_("ไม่มีชื่อหลักสูตร กรอกในแถว ใส่หลักสูตรของทั้งไฟล์ หรือเลือกใช้ค่าของแถวบน"),
    "bad_date": N_("อ่านวันที่ “%(cell)s” ไม่ได้ พิมพ์ เช่น 12 ก.ย. 2561"),
    "future_date": N_("วันที่ออกอยู่ในอนาคต (พ.ศ. %(year)s) แก้ปีให้ถูก"),
    "excel_year": N_(
        "วันที่เป็น พ.ศ. %(year)s มักเกิดจากพิมพ์ปีสองหลักใน Excel พิมพ์ปีสี่หลักเป็นข้อความ เช่น 12 ก.ย. 2561"
    ),
    "unlikely_year": N_("วันที่เป็น พ.ศ. %(year)s พิมพ์ปีสี่หลัก เช่น 2561"),
    "excel_fault": N_("เซลล์มีข้อผิดพลาดของโปรแกรมตาราง (%(cell)s) แก้สูตรหรือพิมพ์ค่าแทน"),
    "too_long": N_("ข้อความยาวเกิน (%(length)s ตัวอักษร) ตรวจว่าเลือกคอลัมน์ถูกหรือไม่"),
}
DOUBTFUL = {
    "no_date": N_("ไม่มีวันที่ออก จะบันทึกโดยไม่มีวันที่"),
    "two_digits": N_("ปีมีสองหลัก อ่านเป็น พ.ศ. %(year)s"),
    "old_year": N_("พ.ศ. %(year)s เก่ากว่าที่คาด โปรดเทียบกับกระดาษ"),
    "serial_date": N_("วันที่เป็นเลขลำดับของโปรแกรมตาราง (%(cell)s) โปรดเทียบกับกระดาษ"),
    "date_span": N_("วันที่เป็นช่วง (%(cell)s) ใช้วันสุดท้าย"),
    "one_name": N_("ไม่มีนามสกุล ผู้ตรวจต้องพิมพ์ชื่อเต็มจึงจะพบ"),
    "number_taken": N_("เลขนี้มีของ %(holder)s แล้ว (นำเข้าครั้งที่ %(import_id)s) โปรดเทียบกับกระดาษ"),
    "number_twice": N_("เลขนี้มีของ %(holder)s แล้ว (แถวที่ %(row)s) โปรดเทียบกับกระดาษ"),
}
REMARKED = {
    "filled": N_("ใช้ค่าของแถวบน: %(values)s"),
    "known": N_("มีในทะเบียนเดิมแล้ว ไม่นำเข้าซ้ำ"),
    "known_otherwise": N_(
        "มีในทะเบียนเดิมแล้ว แต่หลักสูตรหรือวันที่ต่างกัน ถ้าของใหม่ถูก ให้ขีดฆ่ารายการเดิมก่อนแล้วนำเข้าอีกครั้ง"
    ),
    "repeated": N_("ซ้ำกับแถวที่ %(row)s ในไฟล์นี้"),
    "heading_again": N_("เป็นหัวตารางที่ซ้ำลงมา"),
}
WORDS = WRONG | DOUBTFUL | REMARKED

OUTCOMES = {
    Outcome.WRONG: N_("ต้องแก้ไข"),
    Outcome.DOUBTFUL: N_("นำเข้า ควรดู"),
    Outcome.KNOWN: N_("มีอยู่แล้ว"),
    Outcome.REPEATED: N_("ซ้ำในไฟล์"),
    Outcome.NEW: N_("นำเข้า"),
}


def outcome(remarks: Iterable[Sequence[Any]]) -> Outcome:
    """What becomes of a row with these remarks."""
    codes = {remark[0] for remark in remarks}
    if codes & {"repeated", "heading_again"}:
        return Outcome.REPEATED
    if codes & WRONG.keys():
        return Outcome.WRONG
    if codes & {"known", "known_otherwise"}:
        return Outcome.KNOWN
    return Outcome.DOUBTFUL if codes & DOUBTFUL.keys() else Outcome.NEW
