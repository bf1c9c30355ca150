"""A browser without a screen, as far from the test as a real one."""

from __future__ import annotations

from contextlib import nullcontext
from contextvars import Context
from datetime import datetime
from functools import partial
from typing import Any

import werkzeug.test
from flask import has_app_context
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wsgi import get_current_url

from lms import clock
from lms.db import db

# Werkzeug's browser looks at host and path to choose its cookies, and would decode all that is
# asked to get there, twice a request: most of the time of a long question.
_without_query = partial(get_current_url, strip_querystring=True)
werkzeug.test.get_current_url = _without_query  # type: ignore[attr-defined]


class Client(FlaskClient):
    """Requests see what the test has built, and nothing of the test's own session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Store what the test built, then answer in a context where no application is current.

        A clock that the test has stopped stays stopped.
        """
        if not has_app_context():  # following a redirect: we are in that other context already
            return super().open(*args, **kwargs)
        db.session.commit()
        moment = clock._frozen.get()
        return Context().run(self._open_at, moment, *args, **kwargs)

    def _open_at(self, moment: datetime | None, *args: Any, **kwargs: Any) -> TestResponse:
        with clock.frozen(moment) if moment else nullcontext():
            return super().open(*args, **kwargs)
