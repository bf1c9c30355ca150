"""Making documents: print and sign a batch, store the files, then say so in one transaction.

The rows come last and all at once: whatever stops a worker, a document that anybody can fetch
is known here, and a certificate without one is found and made again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, select

from lms import clock
from lms.certification import claims, signers
from lms.certification.crew import Crew
from lms.certification.facts import CertificateFacts
from lms.certification.log import entries
from lms.certification.log.appending import append
from lms.certification.log.proofs import inclusions
from lms.certification.log.stored import LogError
from lms.certification.models import Certificate, CertificateDocument
from lms.certification.pictures import issuers_pictures
from lms.config import current_settings
from lms.db import commit, db, insert_each_once
from lms.learning.models import Enrolment
from lms.notices.services import News, tell_all
from lms.storage import store

if TYPE_CHECKING:
    from lms.certification.press import Press
    from lms.certification.signing import Signer

SECONDS = 8.0  # of printing at a time: the worker has other work too
_helpers: Crew | None = None
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished document that is not stored yet."""

    certificate: Row[Any]  # id, number, facts, person_id
    content: bytes
    sha256: str

    @property
    def key(self) -> str:
        """Its name in the file store."""
        return f"certificates/{self.certificate.number.lower()}/{self.sha256[:16]}.pdf"


def make_waiting() -> None:
    """Make whatever waits; a worker that has helpers leaves the rest to them after a while."""
    ends = time.monotonic() + SECONDS
    for _ in batches():
        if _helpers and time.monotonic() > ends:
            _helpers.start()
            return


def make_some(after: int) -> int:
    """Make one batch of what waits above `after`; how many became known."""
    taken = claims.take(after=after)
    return make(taken) if taken else 0


def helped_by(crew: Crew) -> None:
    """This process is a worker: what is much is printed by these processes beside it."""
    global _helpers  # noqa: PLW0603 - a process is a worker or is none
    _helpers = crew


def call_helpers() -> None:
    """There is much to print; whoever helps, comes."""
    if _helpers:
        _helpers.start()


def batches() -> Iterator[int]:
    """Claim and make batch after batch until nothing is free; yields how many became known.

    Raises what the store raises.
    """
    claims.release_dead()
    last = 0
    while True:
        if taken := claims.take(after=last):
            last = taken[-1]
            yield make(taken)
        elif not claims.release_dead():
            return
        else:
            last = 0


def make(certificate_ids: Sequence[int]) -> int:
    """Make the documents of certificates that this worker holds; how many became known.

    One that cannot be printed is noted and does not hold up the others. A store that fails
    fails for all: that is noted and raised, for there is no sense in printing on.
    """
    try:
        rows = db.session.execute(_waiting(certificate_ids)).all()
        press = the_press()
        proofs = inclusions({row.id: row.facts for row in rows})
        db.session.rollback()  # printing takes a while; nobody waits for our transaction
        made, faults = _printed(press, rows, proofs)
        store().put_many({one.key: one.content for one in made})
        return _keep(press, made, faults)
    except Exception as fault:
        db.session.rollback()
        claims.note(certificate_ids, fault)
        commit()
        raise


def the_press() -> Press:
    """This process's press, kept for as long as key and pictures stay the same."""
    return _press(signers.signer(), tuple(sorted(issuers_pictures(current_settings()).items())))


@lru_cache(maxsize=1)
def _press(signer: Signer, pictures: tuple[tuple[str, bytes], ...]) -> Press:
    from lms.certification.press import Press  # loads WeasyPrint, which web pages never need

    return Press(signer, dict(pictures))


def _waiting(certificate_ids: Sequence[int]) -> Any:
    return (
        select(Certificate.id, Certificate.number, Certificate.facts, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == Certificate.enrolment_id)
        .where(Certificate.id.in_(certificate_ids), claims.undocumented())
        .order_by(Certificate.id)
    )


def _printed(
    press: Press, rows: Sequence[Row[Any]], proofs: Mapping[int, dict[str, Any]]
) -> tuple[list[Made], dict[int, Exception]]:
    made, faults = [], {}
    for row in rows:
        try:
            if row.id not in proofs:
                raise LogError("the log does not know this certificate: see lms log verify")
            content = press.document(_thaw(row.facts), clock.now(), proofs[row.id]).pdf
        except Exception as fault:
            log.exception("certificate %s has no document yet", row.id)
            faults[row.id] = fault
        else:
            made.append(Made(row, content, hashlib.sha256(content).hexdigest()))
    return made, faults


def _thaw(facts: dict[str, object]) -> CertificateFacts:
    return CertificateFacts.from_json(json.dumps(facts, ensure_ascii=False))


def _keep(press: Press, made: Sequence[Made], faults: dict[int, Exception]) -> int:
    """The rows of what is on disk, the end of the holds and the holders' notices, together."""
    for certificate_id, fault in faults.items():
        claims.note([certificate_id], fault)
    known: set[int] = set()
    if made:
        assert press.signer is not None
        signers.remember(press.signer)
        known = _insert(made, press.signer.key.key_id)
        claims.let_go([one.certificate.id for one in made])
        tell_all("issued", [_news(one.certificate) for one in made if one.certificate.id in known])
        _log(made, known)
    commit()
    return len(known)


def _insert(made: Sequence[Made], key_id: str) -> set[int]:
    """The certificates whose document is ours: of two workers the first is believed."""
    moment = clock.now()
    rows = [
        {
            "certificate_id": one.certificate.id,
            "level": "B-B",
            "sha256": one.sha256,
            "size": len(one.content),
            "storage_key": one.key,
            "picture_key": None,  # drawn when it is first looked at
            "key_id": key_id,
            "created_at": moment,
        }
        for one in made
    ]
    return insert_each_once(CertificateDocument, rows, "certificate_id")


def _log(made: Sequence[Made], known: set[int]) -> None:
    """The last thing before the commit: whoever logs makes all others wait."""
    ours = [one.sha256 for one in made if one.certificate.id in known]
    rows = db.session.scalars(
        select(CertificateDocument).where(CertificateDocument.sha256.in_(ours))
    )
    append([entries.document(row) for row in rows])


def _news(row: Row[Any]) -> News:
    return News(
        row.person_id,
        f"issued:{row.id}",
        f"/certificates/{row.id}",
        {"curriculum": row.facts["curriculum_th"]},
    )
