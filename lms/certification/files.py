"""A certificate's stored files as answers to a browser."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from lms.certification.models import Certificate, CertificateDocument
from lms.errors import NotFound
from lms.storage import store


def answer_pdf(certificate: Certificate) -> Response:
    """The newest document, byte for byte."""
    document = _newest(certificate)
    answer = _answer(document.storage_key, "application/pdf", document.sha256)
    name = f"certificate-{certificate.number}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def answer_picture(certificate: Certificate) -> Response:
    """The picture of the newest document."""
    document = _newest(certificate)
    if document.picture_key is None:
        raise NotFound
    return _answer(document.picture_key, "image/webp", f"{document.sha256}-picture")


def _newest(certificate: Certificate) -> CertificateDocument:
    if not certificate.documents:
        raise NotFound
    return certificate.documents[-1]


def _answer(key: str, content_type: str, tag: str) -> Response:
    answer = Response(mimetype=content_type)
    answer.set_etag(tag)
    # Asked for anew each time: a shared phone must not open it after signing out.
    answer.headers["Cache-Control"] = "private, no-cache"
    if request.if_none_match.contains(tag):
        answer.status_code = HTTPStatus.NOT_MODIFIED
    else:
        answer.set_data(store().get(key))
    return answer
