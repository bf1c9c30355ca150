"""Pages of the holder, of the approver, and of officers who keep the issued certificates."""

from lms.certification.views import holder, issuer, issuer_samples, officers, runs
from lms.certification.views.blueprint import blueprint

__all__ = ["blueprint", "holder", "issuer", "issuer_samples", "officers", "runs"]
