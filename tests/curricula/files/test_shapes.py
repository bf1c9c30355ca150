"""The words of the files and the words of the tables are the same words."""

from enum import StrEnum

import pytest

from lms.curricula import models
from lms.curricula.files import CertificateWord, Issue, Review


@pytest.mark.parametrize(
    ("in_files", "in_tables"),
    [
        (CertificateWord, models.CertificateKind),
        (Issue, models.IssueRule),
        (Review, models.ReviewRule),
    ],
)
def test_what_a_file_may_say_a_table_can_hold(
    in_files: type[StrEnum], in_tables: type[StrEnum]
) -> None:
    assert list(map(str, in_files)) == list(map(str, in_tables))
