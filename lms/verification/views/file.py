"""The answer for a file that was dropped or chosen."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import current_actor, public
from lms.errors import wants_json
from lms.verification.answers import WORDS, without_answer
from lms.verification.services import LARGEST, check_file, file_as_json
from lms.verification.views.blueprint import blueprint
from lms.verification.views.number import shown_of
from lms.web import no_store, page


@blueprint.post("/verify/file")
@public
def file() -> ResponseReturnValue:
    """มีผล only when every byte is ours; else what the file is instead."""
    no_store()
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        message = _("เลือกไฟล์ PDF ของวุฒิบัตรก่อน แล้วกดตรวจไฟล์")
        if wants_json():
            return jsonify(without_answer(document=None, detail=message)), 422
        return page("verification/desk.html", file_error=message), 422
    content = sent.stream.read(LARGEST + 1)
    actor = current_actor()
    found = check_file(content, actor, request.remote_addr or "")
    status = 413 if found.why == "large" else 200
    if wants_json():
        return jsonify(file_as_json(found)), status
    shown = shown_of(found.answer, actor) | {"file_name": sent.filename[:120], "words": WORDS}
    return page("verification/file.html", found=found, **shown), status
