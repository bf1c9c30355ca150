"""Importing an old register: send a file, look at every row, confirm, watch, undo, add scans."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from lms.access import Permission, may, signed_in
from lms.certification.earlier import importing, preview, queries, scanning
from lms.certification.earlier.forms import (
    ColumnsForm,
    ConfirmImportForm,
    FileForm,
    ScansForm,
    StrikeForm,
    column_words,
)
from lms.certification.earlier.headings import layout_at, missing
from lms.certification.earlier.models import EarlierImport, Stage
from lms.certification.earlier.remarks import Outcome
from lms.certification.earlier.scan_words import OF_A_ZIP, WHY
from lms.certification.earlier.stages import is_stalled, is_working, pace_of, to_add, whole_of
from lms.certification.views.blueprint import blueprint
from lms.sheets import LARGEST, XLSX
from lms.sheets import WHY as UNREADABLE
from lms.web import page, paged

LARGEST_ZIP = 300 * 2**20  # bytes; they go to disk as they come


@blueprint.url_value_preprocessor
def _room_for_scans(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Before the form is read: only this page takes so much, and only of whoever is signed in."""
    if endpoint == "certification.send_scans" and "_user_id" in session:
        request.max_content_length = LARGEST_ZIP


@blueprint.get("/certificates/earlier/imports")
@may(Permission.SEE_CERTIFICATES)
def earlier_imports() -> ResponseReturnValue:
    """Every import of the officer's area."""
    return page("certification/earlier_imports.html", found=paged(queries.imports(signed_in()), 20))


@blueprint.route("/certificates/earlier/imports/new", methods=["GET", "POST"])
@may(Permission.KEEP_EARLIER)
def new_earlier_import() -> ResponseReturnValue:
    """Step 1: a file."""
    actor = signed_in()
    form = FileForm().offer(queries.units_of(actor))
    if form.validate_on_submit():
        content = form.file.data.stream.read(LARGEST + 1)
        if 0 < len(content) <= LARGEST:
            name, source, course = form.file.data.filename, form.source.data, form.curriculum.data
            begun = importing.begin(actor, form.unit.data, content, name, source, course)
            return redirect(url_for("certification.earlier_import", import_id=begun.id))
        why = "large" if content else "empty"
        form.file.errors = [_(UNREADABLE[why])]
    shown = page("certification/earlier_new.html", form=form)
    return shown, 422 if form.errors else 200


@blueprint.get("/certificates/earlier/imports/<int:import_id>")
@may(Permission.SEE_CERTIFICATES)
def earlier_import(import_id: int) -> ResponseReturnValue:
    """Step 2 and 3: the rows and what will happen to them; then how far it is, and what it was."""
    return _page(queries.one_import(signed_in(), import_id))


def _page(found: EarlierImport, **forms: Any) -> str:
    shown: dict[str, Any] = {
        "one": found,
        "tallies": preview.tallies(found),
        "to_add": to_add(found),
        "whole": whole_of(found),
        "pace": pace_of(found),
        "working": is_working(found),
        "stalled": is_stalled(found),
        "unreadable": _(UNREADABLE.get(found.fault or "", UNREADABLE["damaged"])),
        "strike_form": StrikeForm(formdata=None),
        "scans_form": ScansForm(formdata=None),
        "confirm_form": _confirm_form(found),
    }
    if found.stage == Stage.READY:
        shown |= _to_look_at(found)
    if found.stage == Stage.DONE:
        shown |= {"bundles": queries.bundles(found.id), "with_scans": queries.with_scans(found.id)}
        shown |= {"why": WHY, "zip_why": OF_A_ZIP}
    return page("certification/earlier_import.html", **(shown | forms))


def _confirm_form(found: EarlierImport) -> ConfirmImportForm:
    return ConfirmImportForm(formdata=None, seen=found.mapping, count=to_add(found))


def _to_look_at(found: EarlierImport) -> dict[str, Any]:
    asked = request.args.get("only", "")
    only = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else None
    rows = paged(queries.rows(found, only))
    return {
        "rows": rows,
        "shown": preview.shown(found, rows.rows),
        "only": only,
        "same_file": queries.earlier_of_same_file(found),
        "lacking": missing(found.columns["places"]),
        "columns_form": _columns_form(found, {"formdata": None}),
    }


def _columns_form(found: EarlierImport, how: dict[str, Any] | None = None) -> ColumnsForm:
    top = queries.first_rows(found.id)
    words = column_words(found.headings, preview.sample_of(top, found.heading_row))
    now: dict[str, Any] = {
        "seen": found.mapping,
        "heading_row": found.heading_row,
        "course": found.curriculum,
        "fill": found.columns.get("fill", False),
    }
    return ColumnsForm(**(how or {}), **now, **found.columns.get("places", {})).offer(words)


@blueprint.post("/certificates/earlier/imports/<int:import_id>/columns")
@may(Permission.KEEP_EARLIER)
def earlier_columns(import_id: int) -> ResponseReturnValue:
    """Judge every row anew by other columns."""
    actor = signed_in()
    found = queries.one_import(actor, import_id, queries.KEEP)
    form = _columns_form(found)
    if not form.validate_on_submit():
        return _page(found, columns_form=form), 422
    places = _guessed(found, form) if "guess" in request.form else form.places
    importing.choose_columns(
        actor,
        import_id,
        _number(form.seen.data),
        importing.Columns(form.heading_row.data, places, form.fill.data, form.course.data),
    )
    return redirect(url_for("certification.earlier_import", import_id=import_id))


def _guessed(found: EarlierImport, form: ColumnsForm) -> dict[str, int]:
    rows = {row.position: row.cells for row in queries.first_rows(found.id)}
    whole = [rows.get(position, []) for position in range(1, max(rows, default=0) + 1)]
    return layout_at(whole, form.heading_row.data or 0).columns


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else -1


@blueprint.post("/certificates/earlier/imports/<int:import_id>/confirm")
@may(Permission.KEEP_EARLIER)
def confirm_earlier(import_id: int) -> ResponseReturnValue:
    """Step 3: the unit vouches for the rows, and a worker adds them."""
    actor = signed_in()
    form = ConfirmImportForm()
    if not form.validate_on_submit():
        return _page(queries.one_import(actor, import_id, queries.KEEP), confirm_form=form), 422
    importing.confirm(actor, import_id, _number(form.seen.data), _number(form.count.data))
    return redirect(url_for("certification.earlier_import", import_id=import_id))


@blueprint.post("/certificates/earlier/imports/<int:import_id>/drop")
@may(Permission.KEEP_EARLIER)
def drop_earlier(import_id: int) -> ResponseReturnValue:
    """ไม่นำเข้า: nothing was added, and nothing of the sheet is kept."""
    importing.drop(signed_in(), import_id)
    flash(_("ไม่ได้นำเข้า ข้อมูลที่อ่านจากไฟล์ลบแล้ว"), "info")
    return redirect(url_for("certification.earlier_imports"))


@blueprint.post("/certificates/earlier/imports/<int:import_id>/strike")
@may(Permission.KEEP_EARLIER)
def strike_earlier_import(import_id: int) -> ResponseReturnValue:
    """เลิกทำทั้งครั้ง, with a reason."""
    actor = signed_in()
    found = queries.one_import(actor, import_id, queries.KEEP)
    form = StrikeForm()
    if not form.validate_on_submit():
        return _page(found, strike_form=form), 422
    struck = importing.strike_import(actor, import_id, form.reason.data)
    flash(_("เลิกทำแล้ว ขีดฆ่า %(count)s รายการ", count=f"{struck:,}"), "good")
    return redirect(url_for("certification.earlier_import", import_id=import_id))


@blueprint.post("/certificates/earlier/imports/<int:import_id>/scans")
@may(Permission.KEEP_EARLIER)
def send_scans(import_id: int) -> ResponseReturnValue:
    """A zip of scans, matched by a worker."""
    actor = signed_in()
    form = ScansForm()
    if not form.validate_on_submit():
        found = queries.one_import(actor, import_id, queries.KEEP)
        return _page(found, scans_form=form), 422
    sent = form.file.data
    scanning.send(actor, import_id, sent.stream, sent.filename)
    return redirect(url_for("certification.earlier_import", import_id=import_id, _anchor="scans"))


@blueprint.get("/certificates/earlier/imports/<int:import_id>/mend.xlsx")
@may(Permission.SEE_CERTIFICATES)
def earlier_mend(import_id: int) -> ResponseReturnValue:
    """The rows that were left out, to be mended and sent again."""
    found = queries.one_import(signed_in(), import_id)
    rows = queries.all_rows(found, Outcome.WRONG, preview.MOST_MENDED)
    answer = Response(preview.to_mend(found, rows), content_type=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="to-mend-{import_id}.xlsx"'
    return answer
