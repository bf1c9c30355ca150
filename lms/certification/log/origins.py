"""The name of a log: its site, which of the site's logs it is, and what no other site can have."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit


def new_origin(public_url: str, log_id: int) -> str:
    """As in `example.go.th/log/1-5f0c2a`; two copies of one site do not get the same."""
    parts = urlsplit(public_url)
    return f"{parts.netloc}{parts.path.rstrip('/')}/log/{log_id}-{secrets.token_hex(3)}"
