"""A certificate's stored files as answers to a browser."""

from __future__ import annotations

import logging
from http import HTTPStatus
from threading import Lock

from flask import Response, request

from lms.certification.models import Certificate, CertificateDocument
from lms.certification.picture import picture
from lms.db import release
from lms.errors import NotFound
from lms.storage import Missing, store

PICTURE_WIDTH = 1400  # pixels
_DRAWING = Lock()  # two who look at once: one draws, the other waits for it
log = logging.getLogger(__name__)


def answer_pdf(certificate: Certificate) -> Response:
    """The newest document, byte for byte."""
    return answer_document(certificate, _newest(certificate))


def answer_document(certificate: Certificate, document: CertificateDocument) -> Response:
    """One version of its document, byte for byte."""
    answer = _answer(document.storage_key, "application/pdf", document.sha256)
    name = f"certificate-{certificate.number}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def answer_picture(certificate: Certificate) -> Response:
    """The picture of the page; drawn by whoever looks first, since few ever do, and kept."""
    if not certificate.documents:
        raise NotFound
    document = certificate.documents[0]  # later ones have the same page
    key, source = picture_key(document), document.storage_key
    answer, known = _head("image/webp", f"{document.sha256}-picture")
    if not known:
        release()  # drawing takes a while; nobody waits for our transaction
        answer.set_data(_picture(key, source))
    return answer


def picture_key(document: CertificateDocument) -> str:
    """The picture's name in the store, whether it was drawn yet or not."""
    return document.picture_key or f"{document.storage_key.removesuffix('.pdf')}.webp"


def _picture(key: str, source: str) -> bytes:
    try:
        return store().get(key)
    except Missing:
        pass
    with _DRAWING:
        if store().exists(key):
            return store().get(key)
        content = picture(store().get(source), PICTURE_WIDTH)
        try:
            store().put(key, content)
        except Exception:  # another process drew it first, or the disk is full: it can be seen
            log.exception("the picture %s was not kept", key)
        return content


def _newest(certificate: Certificate) -> CertificateDocument:
    if not certificate.documents:
        raise NotFound
    return certificate.documents[-1]


def _answer(key: str, content_type: str, tag: str) -> Response:
    answer, known = _head(content_type, tag)
    if not known:
        answer.set_data(store().get(key))
    return answer


def _head(content_type: str, tag: str) -> tuple[Response, bool]:
    """An answer without its content, and whether the browser has that already."""
    answer = Response(mimetype=content_type)
    answer.set_etag(tag)
    # Asked for anew each time: a shared phone must not open it after signing out.
    answer.headers["Cache-Control"] = "private, no-cache"
    known = request.if_none_match.contains(tag)
    if known:
        answer.status_code = HTTPStatus.NOT_MODIFIED
    return answer, known
