"""Issuers for tests: what somebody fills in, and pictures as people send them."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from PIL import Image, ImageDraw

from lms.access import Role
from lms.certification.issuer.profile import Profile, Signatory
from lms.people.models import Person
from tests.builders import an_officer

PAGE = "/certificates/issuer"
DRAFT = f"{PAGE}/draft"
RED, BLUE = (200, 0, 0), (0, 0, 200)


def central(**facts: Any) -> Person:
    """A central officer of the whole country."""
    return an_officer(Role.CENTRAL_OFFICER, **facts)


def drawn(colour: tuple[int, int, int] = RED, form: str = "PNG", **saving: Any) -> bytes:
    """A filled circle on nothing; on white where the format knows no transparency."""
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((40, 40, 360, 360), fill=(*colour, 255))
    if form == "JPEG":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    out = BytesIO()
    image.save(out, form, **saving)
    return out.getvalue()


def sent(content: bytes, name: str = "รูป.png") -> tuple[BytesIO, str]:
    """A file as a browser sends it."""
    return BytesIO(content), name


def filled(**changes: Any) -> dict[str, Any]:
    """The form as somebody fills it in for the first time."""
    return {
        "version": "new",
        "issuer_th": "กรมทดสอบ",
        "issuer_en": "Department of Tests",
        "signatory_name": "นางสาวสมหญิง  ใจดี",
        "signatory_positions": "รองอธิบดี รักษาราชการแทน\r\nอธิบดีกรมทดสอบ",
        **changes,
    }


def version_of(client: FlaskClient, path: str = DRAFT) -> str:
    """What the page says that its reader has seen."""
    page: str = client.get(path).text
    field = page.index('name="version"')
    value = page.index('value="', field) + len('value="')
    return page[value : page.index('"', value)]


def save(client: FlaskClient, **changes: Any) -> None:
    """Fill in and save the draft, as it was last seen."""
    answer = client.post(DRAFT, data=filled(**{"version": version_of(client)} | changes))
    assert answer.status_code == 303, answer.text


def publish(client: FlaskClient) -> None:
    """Confirm the publishing of the draft."""
    version = version_of(client, f"{PAGE}/publish")
    assert client.post(f"{PAGE}/publish", data={"version": version}).status_code == 303


def a_profile(**changes: Any) -> Profile:
    """A plain one, with what is wanted otherwise."""
    one = Signatory(name="นางสาวสมหญิง  ใจดี", positions=("อธิบดีกรมทดสอบ",))
    return Profile(**{"issuer_th": "กรมทดสอบ", "signatories": (one,)} | changes)
