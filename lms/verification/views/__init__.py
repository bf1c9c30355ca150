"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("verification", __name__)
