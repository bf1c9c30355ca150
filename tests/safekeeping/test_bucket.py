"""From one machine to PostgreSQL and S3, and back from there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.doctor import _store
from lms.safekeeping import backing_up, restoring
from lms.safekeeping.faults import Stopped
from lms.storage import Store
from tests.safekeeping.conftest import Made, NewPlace
from tests.safekeeping.installation import GOOD, PHRASE, answers, documents, opened
from tests.support.bucket import Bucket, a_bucket

MANY = 250


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    with a_bucket() as bucket:
        monkeypatch.setenv("AWS_ENDPOINT_URL", bucket.address)
        monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
        monkeypatch.setenv("AWS_REGION", "th-1")
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "knows")
        yield bucket


def test_an_installation_moves_to_postgresql_and_a_bucket_and_back(
    bucket: Bucket, certified: Made, new_place: NewPlace, folder: Path
) -> None:
    small = certified("sqlite")
    papers, store = documents(small), Store(small.store_url)
    for number in range(MANY):
        store.put(f"media/{number}.webp", f"ภาพ {number}".encode())
    backing_up.back_up(small, folder / "one", phrase=PHRASE)
    large = new_place("postgresql", LMS_STORE_URL="s3://files/production")
    assert restoring.restore(large, folder / "one", phrase=PHRASE).faults == []
    assert len(bucket.files) == MANY + len(papers)
    assert all(key.startswith("production/") for key in bucket.files)
    with opened(large) as app:
        assert {answers(app, *paper) for paper in papers.items()} == {GOOD}

    first = backing_up.back_up(large, folder / "two", phrase=PHRASE)
    second = backing_up.back_up(large, folder / "three", phrase=PHRASE)
    assert first.linked == 0
    assert second.linked == second.manifest.files == MANY + len(papers)
    back = new_place("sqlite")
    assert restoring.restore(back, folder / "three", phrase=PHRASE).faults == []
    assert documents(back) == papers


def test_the_doctor_looks_at_a_bucket_and_says_when_it_does_not_answer(
    bucket: Bucket, new_place: NewPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    (well,) = _store(new_place("sqlite", LMS_STORE_URL="s3://files/production"))
    assert (well.remedy, well.state) == ("", "เขียนได้ · writable s3://files/production")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "false")
    (ill,) = _store(new_place("sqlite", LMS_STORE_URL="s3://files/another"))
    assert ill.remedy == "LMS_STORE_URL"


def test_a_bucket_that_is_not_empty_is_refused(
    bucket: Bucket, with_tables: Made, new_place: NewPlace, folder: Path
) -> None:
    backing_up.back_up(with_tables("sqlite"), folder / "one")
    there = new_place("sqlite", LMS_STORE_URL="s3://files/production")
    Store(there.store_url).put("media/mine.webp", b"mine")
    with pytest.raises(Stopped, match=r"not empty: s3://files/production: media/mine\.webp"):
        restoring.restore(there, folder / "one")
