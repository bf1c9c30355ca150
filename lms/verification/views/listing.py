"""Answers to a list of numbers: counted, paged, printed, or taken home as a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from lms import clock, sheets
from lms.access import Actor, current_actor, public
from lms.errors import wants_json
from lms.verification import carried, earlier, table
from lms.verification.answers import Status, as_json
from lms.verification.listing import MOST, MOST_PUBLIC, Listing
from lms.verification.many import MOST_FILES, RowAnswer, check_rows, most_rows
from lms.verification.naming import Agreement
from lms.verification.services import is_officer
from lms.verification.views.blueprint import blueprint
from lms.verification.views.record import record
from lms.web import Page, no_store, page

_ON_A_PAGE = 50


def _is(status: Status) -> Callable[[RowAnswer], bool]:
    return lambda row: row.answer is not None and row.answer.status is status


_SHOWN: dict[str, Callable[[RowAnswer], bool]] = {
    "look": lambda row: row.needs_a_look,
    "name": lambda row: row.name is Agreement.DIFFERS,
    **{status.value: _is(status) for status in Status},
}


@blueprint.post("/verify/list")
@public
def list_again() -> ResponseReturnValue:
    """Another page of a list, some of its answers, or all of them as a file."""
    actor = current_actor()
    listing = carried.unpacked(request.form.get("kept", ""), actor)
    if listing is None:
        message = _("รายการนี้เก่าเกิน 1 ชั่วโมง โปรดส่งใหม่")
        return page("verification/desk.html", file_error=message, **limits()), 422
    return answer_list(listing, actor, again=True)


def answer_list(
    listing: Listing, actor: Actor | None, *, name: str = "", again: bool = False
) -> ResponseReturnValue:
    """Every row of a list, answered; raises Refused."""
    no_store()
    asked = sum(bool(row.typed) for row in listing.rows)
    if asked > most_rows(actor):
        return _too_many(asked, actor)
    answers = check_rows(listing.rows, actor, request.remote_addr or "", again=again)
    wanted = request.form.get("as")
    if wanted in {"xlsx", "csv"}:
        return _table(listing, answers, actor, wanted)
    if wants_json():
        return jsonify(_as_json(listing, answers))
    return _page(listing, answers, actor, name or request.form.get("name", ""))


def _too_many(asked: int, actor: Actor | None) -> ResponseReturnValue:
    most = most_rows(actor)
    if wants_json():
        return jsonify({"rows": None, "detail": f"at most {most}"}), 422
    return page("verification/too_many.html", asked=asked, most=most), 422


def _page(
    listing: Listing, answers: Sequence[RowAnswer], actor: Actor | None, name: str
) -> ResponseReturnValue:
    show = request.form.get("show", "")
    chosen = [row for row in answers if show not in _SHOWN or _SHOWN[show](row)]
    chosen.sort(key=lambda row: not row.needs_a_look)  # stable: else in the list's own order
    whole = request.form.get("page") == "all"
    found = [row.answer for row in answers if row.answer and row.answer.entry]
    tests = sum(answer.is_test for answer in found)
    counts = {key: sum(map(holds, answers)) for key, holds in _SHOWN.items()}
    return page(
        "verification/list.html",
        shown=_paged(chosen, whole=whole),
        whole=whole,
        counts={key: count for key, count in counts.items() if count},
        asked=len(answers),
        show=show,
        all_test=bool(found) and tests == len(found),
        some_test=0 < tests < len(found),
        listing=listing,
        kept=carried.packed(listing, actor),
        is_officer=is_officer(actor),
        said=table.said,
        agreeing=table.agreeing,
        doubtful=table.doubtful,
        in_old_register=table.in_old_register,
        record=record(actor, _("รายการ %(name)s", name=name[:120]) if name else _rows(answers)),
        name=name[:120],
    )


def _rows(answers: Sequence[RowAnswer]) -> str:
    words: str = ngettext("รายการ %(num)d แถว", "รายการ %(num)d แถว", len(answers))
    return words


def _paged(rows: list[RowAnswer], *, whole: bool) -> Page[RowAnswer]:
    if whole:
        return Page(rows, 1, max(len(rows), 1), len(rows))
    text = request.form.get("page", "1")
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    number = min(max(wanted, 1), max(1, -(-len(rows) // _ON_A_PAGE)))
    start = (number - 1) * _ON_A_PAGE
    return Page(rows[start : start + _ON_A_PAGE], number, _ON_A_PAGE, len(rows))


def _table(
    listing: Listing, answers: Sequence[RowAnswer], actor: Actor | None, kind: str
) -> Response:
    """The list with its answers, in its own order."""
    officer = is_officer(actor)
    headings = table.headings(listing, officer=officer)
    rows = table.rows(listing, answers, str(get_locale()), officer=officer)
    if kind == "xlsx":
        content = sheets.write_xlsx(headings, rows, _("ผลการตรวจสอบวุฒิบัตร"))
    else:
        content = sheets.write_csv(headings, rows)
    answer = Response(content, mimetype=sheets.XLSX if kind == "xlsx" else sheets.CSV)
    day = clock.today().isoformat()
    answer.headers["Content-Disposition"] = f'attachment; filename="verified-{day}.{kind}"'
    return answer


def _as_json(listing: Listing, answers: Sequence[RowAnswer]) -> dict[str, object]:
    return {
        "rows": [
            {
                "row": one.asked.place,
                "asked": one.asked.typed,
                "name_agrees": one.name.value if listing.has_names else None,
                "doubt": one.doubt.doubt.value if one.doubt else None,
                "earlier": earlier.fields(one.earlier) if one.earlier else None,
                **(as_json(one.answer) if one.answer else {"status": None}),
            }
            for one in answers
        ]
    }


def limits() -> dict[str, int]:
    """What the desk says of how much may be sent at a time."""
    return {"most_public": MOST_PUBLIC, "most": MOST, "most_files": MOST_FILES}
