"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__)
