"""create_app: the only file that knows every part."""

from __future__ import annotations

import logging
from importlib import import_module

from flask import Flask

from lms import assets, config, db, errors, health, jobs, keys, web
from lms.config import ROOT, Settings

# Parts in the order of a volunteer's story; each has models, and views where it has pages.
PARTS = (
    "people",
    "notices",
    "curricula",
    "learning",
    "assessment",
    "certification",
    "verification",
    "desk",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; settings come from the environment unless given."""
    settings = settings or Settings.from_env()
    settings.data.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    app = db.CommittingFlask(
        "lms", template_folder=str(ROOT / "templates"), static_folder=None
    )
    app.extensions["settings"] = settings
    app.secret_key = keys.session_key(settings)
    db.register(app, settings)
    jobs.register(app, settings)
    web.register(app, settings)
    errors.register(app)
    assets.register(app)
    health.register(app)
    for part in PARTS:
        import_module(f"lms.{part}").register(app)
    return app
