"""The wheel carries everything: installed in a new place, it runs without the source beside it."""

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from lms.root import ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A new environment that holds our wheel, and the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    site = Path(
        subprocess.check_output(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], text=True
        ).strip()
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return python


def run(python, folder, *command):
    """Run in the new environment, away from the source."""
    done = subprocess.run(
        [python, *command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "LMS_DATA": str(folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_console_runs(installed, tmp_path):
    assert "serve" in run(installed, tmp_path, "-m", "lms", "--help")


def test_the_tables_are_made_and_the_application_answers(installed, tmp_path):
    run(installed, tmp_path, "-m", "lms", "db", "upgrade")
    program = (
        "import lms; from lms.app import create_app; app = create_app(); c = app.test_client();"
        "print(lms.__file__, c.get('/healthz').status, c.get('/verify').status, c.get('/').status)"
    )
    printed = run(installed, tmp_path, "-c", program)

    assert str(ROOT / "lms") not in printed
    assert printed.split()[1] == "200"
    assert "500" not in printed


def test_it_carries_what_lies_beside_the_package(installed, tmp_path):
    program = (
        "from lms.root import PACKAGE, ROOT; print(*sorted({p.suffix for p in ROOT.rglob('*')}),"
        "*(n for n in ('templates', 'translations', 'certificates', 'curricula')"
        " if (ROOT / n).is_dir()), (PACKAGE / 'static' / 'vendor').is_dir())"
    )
    printed = run(installed, tmp_path, "-c", program)

    assert printed.endswith("templates translations certificates curricula True\n")
    for suffix in (".html", ".mo", ".md", ".yaml", ".ttf"):
        assert f"{suffix} " in printed
