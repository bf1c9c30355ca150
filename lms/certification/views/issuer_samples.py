"""The issuer's certificates on the awkward names, as pictures and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.certification.design import all_designs, load_design
from lms.certification.facts import CertificateFacts, CertificateKind
from lms.certification.issuer import samples, versions
from lms.certification.issuer.fields import KINDS
from lms.certification.issuer.profile import Profile
from lms.certification.pictures import kept_picture
from lms.certification.views.blueprint import blueprint
from lms.config import current_settings
from lms.db import release
from lms.errors import NotFound
from lms.storage import Missing
from lms.web import page

EVERYBODY = "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which sample; whatever is no choice is the first one."""

    design: str
    kind: str
    who: str
    version: str

    @property
    def address(self) -> dict[str, Any]:
        """As it stands in the address."""
        given = {"design": self.design, "kind": self.kind, "who": self.who}
        return given | ({"version": self.version} if self.version else {})


@blueprint.get("/certificates/issuer/preview")
@may(Permission.MANAGE_ISSUER)
def issuer_preview() -> ResponseReturnValue:
    """The draft, else what is in force, or an older version, on a name that can be chosen."""
    found = versions.versions(signed_in())
    return page(
        "certification/issuer_preview.html",
        found=found,
        asked=_asked(),
        people=[one.printed_name for one in samples.people()],
        kinds=KINDS,
        designs=all_designs(),
    )


@blueprint.get("/certificates/issuer/sample.<any(png, pdf):form>")
@may(Permission.MANAGE_ISSUER)
def issuer_sample(form: str) -> ResponseReturnValue:
    """One sample, or all of them in one PDF; always stamped ตัวอย่าง."""
    asked, settings = _asked(), current_settings()
    shown = _profile(asked)
    release()  # drawing takes a while; nobody waits for our transaction
    design, kind = load_design(asked.design), CertificateKind(asked.kind)
    everybody = samples.certificates(shown, design, kind, settings)
    drawn = samples.drawn(_chosen(everybody, asked.who), settings)
    if form == "png":
        return _answer(drawn.png, "image/png", drawn.key)
    return _answer(drawn.pdf, "application/pdf", drawn.key)


@blueprint.get("/certificates/issuer/pictures/<digest>")
@may(Permission.MANAGE_ISSUER)
def issuer_picture(digest: str) -> ResponseReturnValue:
    """One of the pictures that were sent, as it was kept."""
    versions.versions(signed_in())
    release()
    try:
        content = kept_picture(digest)
    except Missing:
        raise NotFound from None
    mimetype = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    return _answer(content, mimetype, digest)


def _asked() -> Asked:
    many = [str(place) for place in range(len(samples.people()))]
    designs = [design.name for design in all_designs()]
    version = request.args.get("version", "")
    return Asked(
        design=_one_of(designs, "design"),
        kind=_one_of([kind.value for kind in KINDS], "kind"),
        who=_one_of([*many, EVERYBODY], "who"),
        version=version if version.isascii() and version.isdigit() and len(version) < 7 else "",
    )


def _one_of(known: list[str], name: str) -> str:
    given = request.args.get(name, "")
    return given if given in known else known[0]


def _profile(asked: Asked) -> Profile:
    actor = signed_in()
    if asked.version:
        return Profile.from_plain(versions.version(actor, int(asked.version)).content)
    return versions.edited(versions.versions(actor), current_settings())


def _chosen(everybody: list[CertificateFacts], who: str) -> list[CertificateFacts]:
    return everybody if who == EVERYBODY else [everybody[int(who)]]


def _answer(content: bytes, mimetype: str, tag: str) -> ResponseReturnValue:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.set_etag(tag)
    return answer.make_conditional(request)
