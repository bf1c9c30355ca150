"""One smoke journey on PostgreSQL and Redis: the same code, configured and nothing more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, text

from tests.journeys import steps
from tests.support.browser import new_context
from tests.support.live import Server, start
from tests.support.pressing import press
from tests.support.servers import database_url, postgresql


@pytest.fixture
def server(tmp_path: Path, redis_url: str) -> Iterator[Server]:
    with postgresql() as cluster:
        engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE journey"))
        engine.dispose()
        configured = {
            "LMS_DATABASE_URL": database_url(cluster, "journey"),
            "LMS_REDIS_URL": redis_url,
        }
        server = start(tmp_path / "data", **configured)
        try:
            server.wait_until_ready()
            yield server
        finally:
            server.stop()


def test_a_volunteer_signs_in_enrols_takes_the_pre_test_and_reads(
    server: Server, browser: Browser
) -> None:
    page = new_context(browser, server).new_page()
    steps.sign_in(page, server.accounts("volunteer")[0])
    steps.enrol(page, "อพม. ผู้นำการเปลี่ยนแปลง")
    steps.take_test(page, "change-leader", "pre")
    page.goto("/curricula/change-leader/resume")
    press(page.get_by_role("button", name="อ่านจบแล้ว"))
    page.goto("/curricula/change-leader")

    assert page.get_by_role("main").get_by_text("1 จาก 4 บทเรียน").count() == 1
    assert not (server.data / "lms.sqlite3").exists()
    assert not (server.data / "jobs.sqlite3").exists()
    page.context.close()
