"""`lms`: reads well, starts fast, and says what is wrong with settings."""

import os
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from lms import cli
from lms.root import ROOT


def lms(*arguments, **environment):
    """Run the console as an operator does."""
    return subprocess.run(
        [sys.executable, "-m", "lms", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
    )


def test_help_lists_every_command_and_imports_none_of_their_parts():
    program = "import sys, lms.cli; r = lms.cli.main(['--help'], standalone_mode=False);"
    program += "print([m for m in ('flask', 'sqlalchemy') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )

    names = "serve worker db curricula demo accounts certificates keys verify backup restore doctor"
    for name in names.split():
        assert f"\n  {name} " in done.stdout
    assert done.stdout.endswith("[]\n")


@pytest.mark.parametrize("name", list(cli.COMMANDS))
def test_every_command_of_the_table_is_there_and_explains_itself(name):
    result = CliRunner().invoke(cli.main, [name, "--help"])

    assert result.exit_code == 0, result.output
    assert f"main {name}" in result.output


def test_settings_that_cannot_be_used_are_a_message_and_no_traceback():
    done = lms("doctor", LMS_MODE="tryout", PORT="many")

    assert done.returncode == 2
    assert "LMS_MODE" in done.stderr
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_names_what_is_missing_and_then_that_all_is_well(tmp_path):
    folder = {"LMS_DATA": str(tmp_path)}

    ill = lms("doctor", **folder)
    assert ill.returncode == 1
    assert "lms db upgrade" in ill.stdout

    assert lms("db", "upgrade", **folder).returncode == 0
    well = lms("doctor", **folder)
    assert well.returncode == 0, well.stdout
    assert (tmp_path / "lms.sqlite3").stat().st_mode & 0o077 == 0


def test_the_doctor_finds_a_secret_that_others_may_read(tmp_path):
    lms("db", "upgrade", LMS_DATA=str(tmp_path))
    key = next((tmp_path / "secrets").iterdir())
    key.chmod(0o644)

    done = lms("doctor", LMS_DATA=str(tmp_path))

    assert done.returncode == 1
    assert f"chmod 600 {key}" in done.stdout


def test_a_part_s_command_runs_inside_the_application_and_is_committed(app, monkeypatch):
    from sqlalchemy import select

    from lms.db import db
    from lms.jobs import WorkerPulse, beat

    @click.command()
    @click.pass_context
    def pulse(ctx):
        beat()
        ctx.exit(3)

    cli._inside_application(pulse)
    monkeypatch.setattr("lms.app.create_app", lambda: app)
    result = CliRunner().invoke(pulse)

    assert result.exit_code == 3
    assert db.session.scalars(select(WorkerPulse)).all()


def test_the_doctor_names_a_procedure_that_cannot_be_used(tmp_path):
    lms("db", "upgrade", LMS_DATA=str(tmp_path))
    (tmp_path / "procedure.yaml").write_text("answer_days: soon\n", "utf-8")

    done = lms("doctor", LMS_DATA=str(tmp_path))

    assert done.returncode == 1
    assert "procedure.yaml" in done.stdout
