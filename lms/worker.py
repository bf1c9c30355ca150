"""`lms worker`: runs queued work and the periodic sweeps until told to stop."""

from __future__ import annotations

import click


@click.command()
def worker() -> None:
    """ทำงานเบื้องหลัง · run queued work and periodic sweeps."""
    from lms import jobs
    from lms.app import create_app

    jobs.consumer(create_app()).run()
