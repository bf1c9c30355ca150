"""`lms demo`: seed and remove the demo people."""

from __future__ import annotations

import click

from lms.config import current_settings
from lms.console import say
from lms.desk import demo as people


@click.group()
def demo() -> None:
    """ข้อมูลสาธิต · demo people."""


@demo.command()
def seed() -> None:
    """Add the demo people that are missing (never in production)."""
    if not current_settings().is_demo:
        raise click.ClickException(
            "LMS_MODE=production: ไม่เพิ่มบุคคลสาธิต · demo people are refused in production"
        )
    file = people.seed()
    if file:
        say("บันทึกบุคคลสาธิตแล้ว", f"demo sign-ins are in {file}")
    else:
        say("บุคคลสาธิตมีครบแล้ว", "the demo people are all there")


@demo.command()
def remove() -> None:
    """Take the demo people and all that hangs on them away."""
    gone = people.remove()
    say(f"ลบบุคคลสาธิต {gone} คน", f"{gone} demo people removed with all that was theirs")
