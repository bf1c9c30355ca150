"""Every route says who may open it."""

from flask import Flask

from lms.access import Permission
from lms.app import create_app
from tests.support.settings import scratch_folder, settings_for

MEND = (
    "These routes name neither a permission nor @public, so anybody could open them. Put\n"
    "@may(Permission.…) (lms/access.py lists them) or @public right under the route:\n"
)


def unguarded(app: Flask) -> list[str]:
    """Routes whose view has not been through @may or @public."""
    return [
        f"{rule.rule} → {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        if not isinstance(access_of(app, rule.endpoint), Permission)
        and access_of(app, rule.endpoint) != "public"
    ]


def access_of(app: Flask, endpoint: str) -> object:
    """What @may or @public left on the view."""
    return getattr(app.view_functions[endpoint], "access", None)


def test_every_route_names_a_permission_or_is_public():
    with scratch_folder() as folder:
        found = unguarded(create_app(settings_for(folder)))

    assert not found, MEND + "\n".join(found)


def test_a_route_without_either_is_found():
    app = Flask("forgotten", static_folder=None)
    app.add_url_rule("/secret", "secret", lambda: "x")

    assert unguarded(app) == ["/secret → secret"]
