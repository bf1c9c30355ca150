"""Whatever is in the register comes back as it was, from either database into either."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from lms import audit
from lms.certification.lineage.procedure import FILE as PROCEDURE
from lms.certification.lineage.procedure import SHIPPED, procedure_of
from lms.config import Settings
from lms.db import db
from lms.safekeeping import backing_up, finishing, restoring, tables
from lms.storage import Store
from tests.conftest import KINDS
from tests.safekeeping.conftest import NewPlace, closed
from tests.safekeeping.filling import ROWS, everything, fill
from tests.support.databases import migrated


@pytest.fixture(autouse=True)
def _only_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that are made up here are no log: what follows the loading has tests of its own."""
    monkeypatch.setattr(finishing, "finish", lambda *_, **__: [])


def filled(settings: Settings) -> Settings:
    """Rows in every table and a few files."""
    with tables.writing(tables.open_engine(settings)) as connection:
        fill(connection)
    store = Store(settings.store_url)
    for place in range(20):
        store.put(f"certificates/x-{place}/{place}.pdf", f"แฟ้ม {place}".encode())
    return settings


@pytest.mark.parametrize("target", KINDS)
def test_every_table_of_either_database_comes_back_in_either(
    place: Settings, target: str, new_place: NewPlace, folder: Path
) -> None:
    before = everything(filled(place))
    assert all(len(rows) == ROWS for rows in before.values()), "no table is left out"
    made = backing_up.back_up(place, folder / "one")
    there = new_place(target)
    restoring.restore(there, folder / "one")

    after = everything(there)
    assert after.keys() == before.keys()
    for table in before.keys() - {"number_series"}:
        assert after[table] == before[table], table
    assert made.manifest.tables == dict.fromkeys(before, ROWS)
    for one in Store(place.store_url).files():
        assert Store(there.store_url).get(one.key) == Store(place.store_url).get(one.key)


def test_ids_go_on_where_they_were(place: Settings, new_place: NewPlace, folder: Path) -> None:
    backing_up.back_up(filled(place), folder / "one")
    there = new_place("postgresql" if place.database_url.startswith("sqlite") else "sqlite")
    restoring.restore(there, folder / "one")
    with closed(migrated(there)):
        audit.record(None, "tried", "register", None)
        db.session.commit()
        last = db.session.scalar(text("SELECT max(id) FROM audit_entries"))
    assert last == ROWS + 1


def test_the_procedure_that_was_written_here_comes_back(
    place: Settings, new_place: NewPlace, folder: Path
) -> None:
    own = SHIPPED.read_text("utf-8").replace("answer_days: 15", "answer_days: 21")
    (filled(place).data / PROCEDURE).write_text(own, "utf-8")
    backing_up.back_up(place, folder / "one")
    there = new_place("sqlite")
    restoring.restore(there, folder / "one")
    assert procedure_of(there.data).answer_days == 21
