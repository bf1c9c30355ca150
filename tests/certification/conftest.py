"""For tests of certificates."""

from hypothesis import settings

# A busy machine is no fault: examples may take as long as they need, and are the same every time.
settings.register_profile("patient", deadline=None, derandomize=True)
settings.load_profile("patient")
