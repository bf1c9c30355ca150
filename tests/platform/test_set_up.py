"""bin/_setup.sh: does what is needed, once, and says what it cannot do.

The programs it calls are replaced by ones that write down how they were called.
"""

import os
import shutil
import subprocess

import pytest

from lms.root import ROOT

PYTHON = """
[ "$1" = -c ] || echo "python $*" >> "$LOG"
case "$*" in *assets*) mkdir -p "$PROJECT/lms/static/vendor" ;; esac
case "$*" in *babel*) touch "$PROJECT/translations/en/LC_MESSAGES/messages.mo" ;; esac
"""
UV = """
[ "$1" = --version ] && exit 0
echo "uv $*" >> "$LOG"
[ -z "$UV_FAILS" ] || { echo "no network here"; exit 2; }
[ "$1" = venv ] || exit 0
for last; do :; done
mkdir -p "$last/bin" && cp "$FAKES/fake-python" "$last/bin/python"
"""


class Project:
    """A copy of the scripts, in a folder with spaces and Thai letters."""

    def __init__(self, folder):
        self.root = folder / "โฟลเดอร์ มี ช่องว่าง"
        self.fakes = folder / "fakes"
        self.log = folder / "log"
        shutil.copytree(ROOT / "bin", self.root / "bin")
        for name in ("requirements.lock", "requirements-dev.lock", "requirements-setup.lock"):
            shutil.copy(ROOT / name, self.root)
        (self.root / "translations" / "en" / "LC_MESSAGES").mkdir(parents=True)
        self.fakes.mkdir()
        self.fake("fake-python", PYTHON)
        self.fake("uv", UV)

    @property
    def environment(self):
        return {
            "PATH": f"{self.fakes}:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "LOG": str(self.log),
            "FAKES": str(self.fakes),
            "PROJECT": str(self.root),
        }

    def fake(self, name, text):
        """A program that hides the machine's own of that name."""
        program = self.fakes / name
        program.write_text(f"#!/bin/sh\n{text}\n")
        program.chmod(0o755)
        return program

    def forbid_installing(self):
        """An account that may not become root."""
        self.fake("id", "echo 1000")
        self.fake("sudo", "exit 1")

    def begin(self, *command, **environment):
        return subprocess.Popen(
            [self.root / "bin" / command[0], *command[1:]],
            cwd="/",
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, *command, **environment):
        """The exit code, what was printed, and the programs called."""
        self.log.write_text("")
        process = self.begin(*command, **environment)
        printed, _ = process.communicate(timeout=60)
        return process.returncode, printed, self.log.read_text().splitlines()


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_the_first_run_sets_up_and_then_does_what_was_asked(project):
    code, _printed, called = project.run("run", "--port", "8123")

    assert code == 0
    assert [line.split()[:3] for line in called[:2]] == [
        ["uv", "venv", "--quiet"],
        ["uv", "pip", "install"],
    ]
    assert "--require-hashes" in called[1]
    assert called[1].endswith("/requirements.lock")
    assert called[2] == "python -m lms.assets build"
    assert called[3].endswith(f"compile --directory {project.root}/translations")
    assert called[-1] == "python -m lms serve --port 8123"


def test_the_second_run_does_none_of_it_again(project):
    project.run("run")
    _code, printed, called = project.run("run")

    assert called == ["python -m lms serve"]
    assert printed == ""


def test_a_new_lock_is_installed(project):
    project.run("run")
    with (project.root / "requirements.lock").open("a") as lock:
        lock.write("another==1.0\n")
    _code, _printed, called = project.run("run")

    assert [line.split()[:3] for line in called[:-1]] == [["uv", "pip", "install"]]


def test_a_folder_that_was_moved_gets_an_environment_anew(project):
    project.run("run")
    project.root = project.root.rename(project.root.with_name("ที่ใหม่"))
    _code, _printed, called = project.run("run")

    assert called[0].startswith("uv venv")


def test_two_at_once_set_up_once(project):
    both = [project.begin("lms", "doctor") for _ in range(2)]
    for process in both:
        process.communicate(timeout=60)

    called = project.log.read_text().splitlines()
    assert len([line for line in called if line.startswith("uv venv")]) == 1
    assert called.count("python -m lms doctor") == 2


def test_a_step_that_fails_shows_why_and_is_taken_again_the_next_time(project):
    code, printed, _called = project.run("run", UV_FAILS="yes")
    assert code == 1
    assert "no network here" in printed
    assert "this step failed" in printed

    code, _printed, called = project.run("run")
    assert code == 0
    assert called[0].startswith("uv venv")


def test_an_old_python_is_named(project):
    old = project.fake("old-python", "exit 1")
    project.forbid_installing()

    code, printed, called = project.run("run", LMS_PYTHON=str(old))

    assert code == 1
    assert "sudo apt-get install -y python3 python3-venv" in printed
    assert called == []


def test_a_browser_that_is_a_snap_will_not_do(project):
    snap = project.fake("chromium", "exec /snap/bin/chromium")
    for name in ("google-chrome", "chromium-browser"):
        project.fake(name, "exec /snap/bin/chromium")
    project.forbid_installing()

    code, printed, _called = project.run("test", CHROMIUM=str(snap))

    assert code == 1
    assert "hromium" in printed


def test_the_tests_use_the_browser_that_is_named(project):
    project.fake("chromium", "exec /snap/bin/chromium")
    browser = project.fake("my-chrome", "exit 0")

    code, _printed, called = project.run("test", "tests/thai", CHROMIUM=str(browser))

    assert code == 0
    assert called[-1] == "python -m pytest tests/thai"


def test_it_runs_through_a_link_from_anywhere(project, tmp_path):
    link = tmp_path / "lms"
    link.symlink_to(project.root / "bin" / "lms")
    project.log.write_text("")
    subprocess.run([link, "verify", "file.pdf"], cwd=tmp_path, env=project.environment, check=True)

    assert project.log.read_text().splitlines()[-1] == "python -m lms verify file.pdf"
