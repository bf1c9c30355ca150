"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("people", __name__)
