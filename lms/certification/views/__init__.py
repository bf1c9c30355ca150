"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("certification", __name__)
