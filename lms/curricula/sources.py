"""A source that lessons and questions cite by its key, and media that they show by their path."""

from dataclasses import dataclass
from enum import StrEnum


class SourceMark(StrEnum):
    """Whether the cited passage was read, only a part of it could be, or there is none to read:
    a proposal is what the writers advise, not what a law or the ministry says."""

    SEEN = "seen"
    PARTIAL = "partial"
    PROPOSAL = "proposal"


@dataclass(frozen=True, slots=True)
class Source:
    title: str
    where: str
    mark: SourceMark = SourceMark.SEEN
    note: str = ""


@dataclass(frozen=True, slots=True)
class MediaRef:
    """Where a browser gets a media file, and how large it is (bytes; pixels for pictures)."""

    url: str
    size: int
    width: int | None = None
    height: int | None = None
