"""Pages of the holder, of the approver, and of officers who keep the issued certificates."""

from lms.certification.views import (
    appeals,
    cases,
    earlier,
    earlier_imports,
    holder,
    issuer,
    issuer_samples,
    officers,
    replacing,
    runs,
)
from lms.certification.views.blueprint import blueprint

__all__ = [
    "appeals",
    "blueprint",
    "cases",
    "earlier",
    "earlier_imports",
    "holder",
    "issuer",
    "issuer_samples",
    "officers",
    "replacing",
    "runs",
]
