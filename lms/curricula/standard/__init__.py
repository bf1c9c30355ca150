"""What makes a curriculum good beyond being readable by the system: advice, file by file.

Nothing here stops a curriculum from being loaded: the ministry may know better.
"""

from lms.curricula.standard.advising import advice_on

__all__ = ["advice_on"]
