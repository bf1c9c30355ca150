"""Pages whose opening is itself recorded."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from lms.db import write_in_this_request

P = ParamSpec("P")
R = TypeVar("R")


def recorded(view: Callable[P, R]) -> Callable[P, R]:
    """Between the route and @may: the actor's own query must already know that we write."""

    @wraps(view)
    def writing(*args: P.args, **kwargs: P.kwargs) -> R:
        write_in_this_request()
        return view(*args, **kwargs)

    return writing
