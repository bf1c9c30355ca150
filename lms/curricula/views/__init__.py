"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("curricula", __name__)
