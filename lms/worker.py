"""`lms worker`: runs queued work and the periodic sweeps until told to stop."""

from __future__ import annotations

import os

import click


@click.command()
def worker() -> None:
    """ทำงานเบื้องหลัง · run queued work and periodic sweeps."""
    from lms import jobs
    from lms.app import create_app
    from lms.certification import making
    from lms.certification.crew import Crew
    from lms.config import Settings
    from lms.premises import refuse_half_restored

    refuse_half_restored(Settings.from_env().data)
    app = create_app()
    making.helped_by(Crew(os.cpu_count() or 1, niceness=5))
    jobs.sweep(app)  # what a dead worker left does not wait for the minute
    jobs.consumer(app).run()
