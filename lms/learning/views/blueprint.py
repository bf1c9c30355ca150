"""The part's blueprint, on its own so that every file of pages may import it."""

from flask import Blueprint

blueprint = Blueprint("learning", __name__)
