"""The register's answer for a number: the landing page of every QR, and its print."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms import clock
from lms.access import Actor, Permission, public
from lms.certification.qr_payload import payload_of
from lms.config import current_settings
from lms.errors import wants_json
from lms.thai import be_year
from lms.verification import queries
from lms.verification.answers import CLASSES, KINDS, Answer, Entry, Status, as_json
from lms.verification.misreadings import doubts
from lms.verification.services import check_number, is_officer
from lms.verification.table import doubtful
from lms.verification.views.blueprint import blueprint, checking_actor
from lms.verification.views.credential import credential_of, wants_credential
from lms.verification.views.record import record
from lms.web import no_store, page


@blueprint.get("/v/<number>")
@blueprint.get("/V/<number>")
@blueprint.get("/verify/<number>")
@public
def number(number: str) -> ResponseReturnValue:
    """มีผล · ถูกเพิกถอน · หมดอายุ · ไม่พบข้อมูล."""
    actor = checking_actor()
    answer = check_number(number, actor, request.remote_addr or "", "number")
    if wants_credential():
        return credential_of(answer)
    status = 404 if answer.status is Status.NOT_FOUND else 200
    if wants_json():
        return jsonify(as_json(answer)), status
    shown = shown_of(answer, actor) | {"typed": number[:60], "doubt": _doubt(answer, number)}
    return page("verification/answer.html", said=_said(answer.entry), **shown), status


def _said(entry: Entry | None) -> dict[str, object] | None:
    """What the certificate's QR should say: the page's script holds the paper's own against it."""
    if entry is None:
        return None
    payload = payload_of(entry.facts)
    return {
        "number": payload.number,
        "holder": payload.holder,
        "curriculum": payload.curriculum,
        "kind": payload.kind,
        "issuedOn": payload.issued_on.isoformat(),
        "expiresOn": payload.expires_on.isoformat() if payload.expires_on else None,
        "issuer": payload.issuer,
    }


def _doubt(answer: Answer, typed: str) -> dict[str, object] | None:
    """Where to look again on the paper, when what was typed cannot be a number of ours."""
    found = doubts(typed, be_year(clock.today())) if answer.entry is None else None
    return {"words": doubtful(found), "likely": found.likely} if found else None


@blueprint.get("/verify/<number>/print")
@public
def printed(number: str) -> ResponseReturnValue:
    """พิมพ์ผลการตรวจสอบ: one page for the file, asked of the register anew."""
    actor = checking_actor()
    no_store()
    answer = check_number(number, actor, request.remote_addr or "", "print")
    status = 404 if answer.status is Status.NOT_FOUND else 200
    shown = shown_of(answer, actor)
    return page(
        "verification/print.html",
        typed=number[:60],
        record=record(actor, _("เลขที่ %(number)s", number=number[:60]), _path(answer)),
        **shown,
    ), status


def shown_of(answer: Answer, actor: Actor | None) -> dict[str, object]:
    """What the pages of an answer need; an officer of the holder's area sees more."""
    entry = answer.entry
    sees_more = actor is not None and actor.may(Permission.SEE_CERTIFICATES)
    holder = queries.holder_in_area(actor, entry) if actor and entry and sees_more else None
    return {
        "answer": answer,
        "entry": entry,
        "facts": entry.facts if entry else None,
        "kind": _(KINDS[entry.facts.kind]) if entry else _("วุฒิบัตร"),
        "revocation": _revocation(entry),
        "holder": holder,
        "is_officer": is_officer(actor),
        "site": site(),
        "here": f"{current_settings().public_url}{_path(answer)}",
    }


def _revocation(entry: Entry | None) -> str:
    return _(CLASSES[entry.revocation_class]) if entry and entry.revocation_class else ""


def site() -> str:
    """The address as it stands on the paper."""
    parts = urlsplit(current_settings().public_url)
    return f"{parts.netloc}{parts.path}"


def _path(answer: Answer) -> str:
    if answer.entry is None:
        return request.path
    return url_for("verification.number", number=answer.entry.facts.number)
