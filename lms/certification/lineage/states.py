"""The states of what is proposed about a certificate, and the one table of what may follow. Pure.

A case for cause (`needs_hearing`) is decided only after the holder was told the reasons and
has answered or let the time pass. The other classes are decided as soon as a second person
has read them; the rest ends with a new certificate.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class CaseKind(StrEnum):
    """What is proposed."""

    REVOCATION = "revocation"
    CORRECTION = "correction"
    RENEWAL = "renewal"
    APPEAL = "appeal"  # against a revocation, as the holder wrote it
    REINSTATEMENT = "reinstatement"  # an appeal succeeded: a new certificate for a revoked one


class CaseState(StrEnum):
    """Where a case stands: what its newest step led to."""

    PROPOSED = "proposed"
    NOTIFIED = "notified"  # the holder was told the reasons; days to answer run
    ANSWERED = "answered"
    REVOKED = "revoked"  # decided, with effect from a day
    ISSUED = "issued"  # the corrected or renewed certificate has its number
    ALLOWED = "allowed"  # the appeal succeeded
    DECLINED = "declined"  # decided against
    WITHDRAWN = "withdrawn"


FINAL = frozenset(
    {
        *(CaseState.REVOKED, CaseState.ISSUED, CaseState.ALLOWED),
        *(CaseState.DECLINED, CaseState.WITHDRAWN),
    }
)
_OPEN = frozenset(CaseState) - FINAL

_MAY_FOLLOW: dict[CaseKind, dict[CaseState, frozenset[CaseState]]] = {
    CaseKind.REVOCATION: {
        CaseState.NOTIFIED: frozenset({CaseState.PROPOSED}),
        CaseState.ANSWERED: frozenset({CaseState.NOTIFIED, CaseState.ANSWERED}),
        CaseState.REVOKED: _OPEN,
        CaseState.DECLINED: _OPEN,
        CaseState.WITHDRAWN: _OPEN,
    },
    CaseKind.CORRECTION: dict.fromkeys(
        (CaseState.ISSUED, CaseState.DECLINED, CaseState.WITHDRAWN),
        frozenset({CaseState.PROPOSED}),
    ),
}
for _kind in (CaseKind.RENEWAL, CaseKind.REINSTATEMENT):
    _MAY_FOLLOW[_kind] = _MAY_FOLLOW[CaseKind.CORRECTION]
_MAY_FOLLOW[CaseKind.APPEAL] = dict.fromkeys(
    (CaseState.ALLOWED, CaseState.DECLINED, CaseState.WITHDRAWN), frozenset({CaseState.PROPOSED})
)


def may_follow(kind: CaseKind, present: CaseState, wanted: CaseState) -> bool:
    """Whether a case of this kind may go from where it stands to there."""
    return present in _MAY_FOLLOW[kind].get(wanted, frozenset())


def is_heard(state: CaseState, answer_by: date | None, today: date) -> bool:
    """Whether the holder has answered, or had all the days to: the last day is still theirs."""
    if state is CaseState.ANSWERED:
        return True
    return state is CaseState.NOTIFIED and answer_by is not None and today > answer_by
