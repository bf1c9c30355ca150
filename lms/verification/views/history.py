"""ประวัติ of a certificate: why it was issued and what came of it, for its holder and officers."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from lms.access import Permission, may, signed_in
from lms.certification.design import called
from lms.certification.facts import printed_name_of
from lms.certification.forms import CLASSES
from lms.certification.lineage import history as past
from lms.certification.lineage.finding import line_of
from lms.certification.lineage.forms import WHYS
from lms.curricula.outline import outline
from lms.verification.checks import newest_of
from lms.verification.views.blueprint import blueprint
from lms.web import language, no_store, page


@blueprint.get("/certificates/<int:certificate_id>/history")
@may(Permission.USE_ACCOUNT)
def history(certificate_id: int) -> ResponseReturnValue:
    """Everything on one page, made for printing; a holder reads their own part."""
    actor = signed_in()
    no_store()
    found = past.load(actor, certificate_id)
    officer, events = past.is_officer_of(actor, found), past.events(found)
    return page(
        "verification/history.html",
        certificate=found,
        facts=found.facts,
        printed=printed_name_of(found.facts),
        edition=found.enrolment.edition,
        rule=outline(found.enrolment.edition_id),
        line=line_of(certificate_id),
        officer=officer,
        events=events if officer else past.for_holder(events),
        checks=newest_of(certificate_id) if officer else [],
        classes=CLASSES,
        whys=WHYS,
        design=called(found.facts["design"], language()),
    )
