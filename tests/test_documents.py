"""What the documents say is there, is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lms.cli import COMMANDS
from lms.root import ROOT

DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PICTURE = re.compile(r'<img src="([^"]+)"')
PATH = re.compile(
    r"`((?:lms|bin|tests|templates|translations|certificates|curricula|bench)/[\w./-]*)`"
)
COMMAND = re.compile(r"(?:^|[`\s])(?:bin/)?lms ([a-z]+)\b(?! is)", re.MULTILINE)
NAMED = re.compile(r"\b(LMS_[A-Z_]+[A-Z])\b")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_links_and_pictures_lead_somewhere(document):
    text = re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text("utf-8"), flags=re.DOTALL)
    targets = LINK.findall(text) + PICTURE.findall(text)

    assert [target for target in targets if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_files_and_folders_that_are_named_exist(document):
    named = PATH.findall(document.read_text("utf-8"))
    made_at_set_up = ("lms/static/vendor/",)

    assert [
        path for path in named if not (ROOT / path).exists() and path not in made_at_set_up
    ] == []


def test_the_table_of_settings_is_whole():
    read = set(NAMED.findall((ROOT / "lms" / "config.py").read_text("utf-8")))
    told = set(NAMED.findall((ROOT / "docs" / "operate.md").read_text("utf-8")))

    assert read - told == set()
    assert told - read == {"LMS_PYTHON", "LMS_BACKUP_PASSPHRASE"}  # read by bin/, by lms backup


@pytest.mark.parametrize("document", DOCUMENTS, ids=ids)
def test_commands_that_are_shown_can_be_called(document):
    blocks = re.findall(r"```sh\n(.*?)```|`([^`\n]+)`", document.read_text("utf-8"), re.DOTALL)
    shown = COMMAND.findall("\n".join(block or inline for block, inline in blocks))

    assert set(shown) <= set(COMMANDS)


def test_pictures_are_small():
    assert [
        p.name for p in (ROOT / "docs" / "pictures").iterdir() if p.stat().st_size > 60_000
    ] == []
