"""`lms worker`: runs queued work and the periodic sweeps until told to stop."""

from __future__ import annotations

from pathlib import Path

import click

from lms import jobs
from lms.config import Settings, current_settings


def heartbeat(settings: Settings) -> Path:
    """The file whose age tells when a worker last took work from the queue."""
    return settings.data / "worker.alive"


@jobs.periodic("heartbeat")
def beat() -> None:
    """Through the queue like any other work, so that it proves the whole way."""
    heartbeat(current_settings()).touch()


@click.command()
def worker() -> None:
    """ทำงานเบื้องหลัง · run queued work and periodic sweeps."""
    from lms.app import create_app

    app = create_app()
    jobs.sweep(app)  # what a dead worker left does not wait for the minute
    jobs.consumer(app).run()
