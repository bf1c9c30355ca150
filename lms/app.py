"""create_app: the only file that knows every part."""

from __future__ import annotations

import logging

from flask import Flask

from lms import assets, db, errors, health, jobs, keys, web
from lms.assessment import tasks as assessment_tasks
from lms.assessment import views as assessment_views
from lms.certification import stamping as certification_stamping
from lms.certification import tasks as certification_tasks
from lms.certification import views as certification_views
from lms.certification.earlier import tasks as earlier_tasks
from lms.certification.lineage import tasks as lineage_tasks
from lms.certification.log import tasks as log_tasks
from lms.config import Settings
from lms.curricula import frozen
from lms.desk import navigation
from lms.desk import views as desk_views
from lms.learning import views as learning_views
from lms.notices import views as notices_views
from lms.people import sign_in
from lms.people import tasks as people_tasks
from lms.people import views as people_views
from lms.root import ROOT
from lms.verification import views as verification_views

VIEWS = (
    desk_views,
    verification_views,
    certification_views,
    assessment_views,
    learning_views,
    notices_views,
    people_views,
)

# Importing them names their tasks, so that a worker of this application knows them.
TASKS = (
    assessment_tasks,
    certification_tasks,
    certification_stamping,
    earlier_tasks,
    lineage_tasks,
    log_tasks,
    people_tasks,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, ready to serve; settings come from the environment unless given."""
    settings = settings or Settings.from_env()
    settings.data.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in (
        "huey",
        "weasyprint",
        "fontTools",
        "pikepdf",
    ):  # they announce every task, font and page
        logging.getLogger(name).setLevel(logging.WARNING)
    app = db.CommittingFlask("lms", template_folder=str(ROOT / "templates"), static_folder=None)
    app.extensions["settings"] = settings
    app.secret_key = keys.session_key(settings)
    db.register(app, settings)
    jobs.register(app, settings)
    web.register(app, settings)
    errors.register(app)
    assets.register(app)
    health.register(app)
    sign_in.register(app)
    frozen.guard()
    navigation.register(app)
    for views in VIEWS:
        app.register_blueprint(views.blueprint)
    return app
