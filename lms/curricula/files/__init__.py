"""Curricula as folders of files: read, checked to the last line, hashed. Without the database."""

from lms.curricula.files.hashing import content_hash
from lms.curricula.files.loading import Reading, read_curricula, read_curriculum, read_folder
from lms.curricula.files.problems import Problem
from lms.curricula.files.shapes import (
    CertificateRule,
    CertificateWord,
    Criterion,
    EditionFile,
    EditionHead,
    Example,
    Issue,
    LessonFile,
    Level,
    MediaFile,
    ModuleFile,
    Objective,
    PassRule,
    PracticumFile,
    Review,
    Rubric,
    TestFile,
)

__all__ = [
    "CertificateRule",
    "CertificateWord",
    "Criterion",
    "EditionFile",
    "EditionHead",
    "Example",
    "Issue",
    "LessonFile",
    "Level",
    "MediaFile",
    "ModuleFile",
    "Objective",
    "PassRule",
    "PracticumFile",
    "Problem",
    "Reading",
    "Review",
    "Rubric",
    "TestFile",
    "content_hash",
    "read_curricula",
    "read_curriculum",
    "read_folder",
]
