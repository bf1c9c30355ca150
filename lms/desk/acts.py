"""What the acts in the record are called; what has no words here is shown by its code."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

ACTS = {
    "case_allowed": _l("ตัดสินว่าอุทธรณ์ฟังขึ้น"),
    "case_answered": _l("ตอบเรื่องเสนอเพิกถอน"),
    "case_declined": _l("ตัดสินไม่ดำเนินการเรื่องวุฒิบัตร"),
    "case_issued": _l("ออกวุฒิบัตรใหม่แทนฉบับเดิม"),
    "case_notified": _l("แจ้งผู้ถือเรื่องเสนอเพิกถอน"),
    "case_proposed": _l("เสนอเรื่องของวุฒิบัตร"),
    "case_revoked": _l("ตัดสินเพิกถอนวุฒิบัตร"),
    "case_withdrawn": _l("ถอนเรื่องของวุฒิบัตร"),
    "certificate_approved": _l("อนุมัติวุฒิบัตร"),
    "certificate_issued": _l("ออกวุฒิบัตร"),
    "certificate_revoked": _l("เพิกถอนวุฒิบัตร"),
    "completed": _l("เรียนครบหลักสูตร"),
    "demo_removed": _l("นำผู้ใช้สาธิตออก"),
    "duplicate_given": _l("ให้ใบแทน"),
    "earlier_added": _l("นำเข้าทะเบียนเดิม: เสร็จ"),
    "earlier_confirmed": _l("นำเข้าทะเบียนเดิม: ยืนยัน"),
    "earlier_dropped": _l("นำเข้าทะเบียนเดิม: ไม่นำเข้า"),
    "earlier_scan_seen": _l("เปิดดูภาพสแกนในทะเบียนเดิม"),
    "earlier_scans_sent": _l("ส่งภาพสแกนเข้าทะเบียนเดิม"),
    "earlier_sent": _l("นำเข้าทะเบียนเดิม: ส่งไฟล์"),
    "earlier_struck": _l("ขีดฆ่าในทะเบียนเดิม"),
    "edition_loaded": _l("นำหลักสูตรเข้าระบบ"),
    "edition_published": _l("เผยแพร่หลักสูตร"),
    "enrolled": _l("ลงทะเบียนอบรม"),
    "first_administrator": _l("ตั้งผู้ดูแลระบบคนแรก"),
    "issuing_finished": _l("ออกวุฒิบัตรหลายฉบับ: เสร็จ"),
    "issuing_paused": _l("ออกวุฒิบัตรหลายฉบับ: หยุดพัก"),
    "issuing_resumed": _l("ออกวุฒิบัตรหลายฉบับ: ทำต่อ"),
    "log_opened": _l("เปิดบันทึกถาวร"),
    "log_key_replaced": _l("เปลี่ยนกุญแจของบันทึกถาวร"),
    "cohort_opened": _l("เปิดรุ่น"),
    "cohort_joined": _l("เพิ่มคนเข้ารุ่น"),
    "cohort_left": _l("นำออกจากรุ่น"),
    "issuing_started": _l("ออกวุฒิบัตรหลายฉบับ: เริ่ม"),
    "issuer_draft_dropped": _l("ทิ้งร่างของผู้ออกวุฒิบัตร"),
    "issuer_published": _l("เผยแพร่ผู้ออกวุฒิบัตรฉบับใหม่"),
    "issuer_saved": _l("บันทึกร่างของผู้ออกวุฒิบัตร"),
    "join_accepted": _l("รับคำขอเข้าร่วม"),
    "join_declined": _l("ไม่รับคำขอเข้าร่วม"),
    "key_installed": _l("ติดตั้งกุญแจลงลายมือชื่อ"),
    "key_retired": _l("เลิกใช้กุญแจลงลายมือชื่อ"),
    "backup_made": _l("สำรองข้อมูลทั้งระบบ"),
    "restored": _l("กู้คืนระบบจากข้อมูลสำรอง"),
    "name_asked": _l("ขอแก้ไขชื่อ"),
    "name_changed": _l("แก้ไขชื่อ"),
    "name_confirmed": _l("ยืนยันชื่อบนวุฒิบัตร"),
    "name_declined": _l("ไม่แก้ไขชื่อตามที่ขอ"),
    "person_changed": _l("แก้ไขทะเบียน"),
    "person_entered": _l("เพิ่มในทะเบียน"),
    "person_seen": _l("เปิดดูทะเบียนบุคคล"),
    "profile_changed": _l("แก้ไขข้อมูลของตน"),
    "role_ended": _l("ยุติบทบาท"),
    "role_granted": _l("ให้บทบาท"),
    "secret_set": _l("ตั้งรหัส"),
    "signed_in": _l("เข้าสู่ระบบ"),
    "slip_made": _l("ออกใบรหัสเข้าใช้"),
    "standing_changed": _l("เปลี่ยนสถานะอาสาสมัคร"),
    "work_handed_in": _l("ส่งงานฝึกปฏิบัติ"),
    "work_passed": _l("ตรวจงานฝึกปฏิบัติ: ผ่าน"),
    "work_returned": _l("ตรวจงานฝึกปฏิบัติ: ส่งคืนให้แก้ไข"),
}
SUBJECTS = {
    "certificate": _l("วุฒิบัตรที่"),
    "cohort": _l("รุ่น รายการที่"),
    "curriculum": _l("หลักสูตรที่"),
    "earlier_certificate": _l("รายการทะเบียนเดิมที่"),
    "earlier_import": _l("การนำเข้าทะเบียนเดิมครั้งที่"),
    "edition": _l("หลักสูตรฉบับที่"),
    "enrolment": _l("การลงทะเบียนที่"),
    "issue_run": _l("งานออกวุฒิบัตรที่"),
    "issuer_profile": _l("ผู้ออกวุฒิบัตร รายการที่"),
    "join_request": _l("คำขอที่"),
    "key": _l("กุญแจที่"),
    "log": _l("บันทึกถาวร เล่มที่"),
    "person": _l("บุคคลที่"),
    "register": _l("ทะเบียน"),
    "submission": _l("งานที่ส่งที่"),
    "work": _l("งานที่"),
}


def act_words(act: str) -> Any:
    """An act as its reader calls it."""
    return ACTS.get(act, act)


def subject_words(subject_type: str) -> Any:
    """What an act was about; its number follows."""
    return SUBJECTS.get(subject_type, subject_type)
