"""A browser without a screen, as far from the test as a real one."""

from __future__ import annotations

from contextvars import Context
from typing import Any

from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.db import db


class Client(FlaskClient):
    """Requests see what the test has built, and nothing of the test's own session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Store what the test built, then answer in a context where no application is current."""
        if not has_app_context():  # following a redirect: we are in that other context already
            return super().open(*args, **kwargs)
        db.session.commit()
        return Context().run(super().open, *args, **kwargs)
