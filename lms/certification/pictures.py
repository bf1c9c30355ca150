"""The issuer's own pictures: its emblem and the signatures, where they are set."""

from lms.config import Settings


def issuers_pictures(settings: Settings) -> dict[str, bytes]:
    """By the names that designs know them by."""
    files = {
        "logo": settings.issuer_logo,
        "signature": settings.signature_picture,
        "signature2": settings.signature2_picture,
    }
    return {name: file.read_bytes() for name, file in files.items() if file}
