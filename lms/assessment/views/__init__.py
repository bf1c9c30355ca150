"""Pages of this part."""

from flask import Blueprint

blueprint = Blueprint("assessment", __name__)
