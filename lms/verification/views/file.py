"""The answer for files that were dropped or chosen: one PDF, several, or a table of numbers."""

from __future__ import annotations

from collections.abc import Sequence

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import FileStorage

from lms import sheets
from lms.access import current_actor, public
from lms.db import release
from lms.errors import wants_json
from lms.verification.answers import WORDS, without_answer
from lms.verification.judging import LARGEST, FileAnswer, file_as_json, is_table
from lms.verification.listing import NoNumbers, of_table
from lms.verification.many import MOST_FILES, FileRow, NamedFile, check_files
from lms.verification.services import check_file, is_officer
from lms.verification.views.blueprint import blueprint
from lms.verification.views.listing import answer_list, limits
from lms.verification.views.number import shown_of
from lms.verification.views.record import named, record, remarked
from lms.web import no_store, page


@blueprint.post("/verify/file")
@public
def file() -> ResponseReturnValue:
    """มีผล only when every byte is ours; else what the file is instead."""
    no_store()
    sent = [one for one in request.files.getlist("file") if one.filename]
    if not sent:
        return _refused(_("เลือกไฟล์ PDF ของวุฒิบัตรก่อน แล้วกดตรวจไฟล์"))
    if len(sent) > MOST_FILES:
        return _refused(_("ส่งได้ครั้งละไม่เกิน %(most)s ไฟล์", most=MOST_FILES))
    files = [_read(one) for one in sent]
    if len(files) > 1:
        return _several(files)
    if is_table(files[0].content, files[0].name):
        return _table(files[0])
    return _one(files[0])


def _read(sent: FileStorage) -> NamedFile:
    return NamedFile((sent.filename or "")[-120:], sent.stream.read(LARGEST + 1))


def _refused(message: str) -> ResponseReturnValue:
    if wants_json():
        return jsonify(without_answer(document=None, detail=message)), 422
    return page("verification/desk.html", file_error=message, **limits()), 422


def _one(sent: NamedFile) -> ResponseReturnValue:
    actor = current_actor()
    found = check_file(sent.content, actor, request.remote_addr or "")
    status = 413 if found.why == "large" else 200
    if wants_json():
        return jsonify(file_as_json(found)), status
    return page(
        "verification/file.html",
        found=found,
        fields=named(found.fields),
        remarks=remarked(found.remarks),
        file_name=sent.name,
        words=WORDS,
        record=record(actor, _("ไฟล์ %(name)s", name=sent.name)),
        **shown_of(found.answer, actor),
    ), status


def _table(sent: NamedFile) -> ResponseReturnValue:
    actor = current_actor()
    release()  # nobody's writing waits while a stranger's file is read
    try:
        listing = of_table(sheets.read(sent.content, sent.name).rows)
    except sheets.Unreadable as fault:
        return _refused(_(fault.words))
    except NoNumbers:
        return _refused(_("ไม่พบคอลัมน์เลขที่วุฒิบัตรในตารางนี้ ตั้งหัวคอลัมน์ว่า เลขที่"))
    return answer_list(listing, actor, name=sent.name)


def _several(files: Sequence[NamedFile]) -> ResponseReturnValue:
    actor = current_actor()
    rows = check_files(files, actor, request.remote_addr or "")
    if wants_json():
        return jsonify({"files": [_as_json(row) for row in rows]})
    return page(
        "verification/files.html",
        rows=[(row, _differences(row.found)) for row in rows],
        words=WORDS,
        is_officer=is_officer(actor),
        record=record(actor, ngettext("ไฟล์ %(num)d ไฟล์", "ไฟล์ %(num)d ไฟล์", len(rows))),
    )


def _differences(found: FileAnswer | None) -> list[str]:
    if found is None:
        return []
    return [*(words for words, _each in named(found.fields)), *remarked(found.remarks)]


def _as_json(row: FileRow) -> dict[str, object]:
    said = file_as_json(row.found) if row.found else without_answer(undecided=True)
    return {"file": row.name, **said}
