"""The directions of docs/architecture.md: the contracts of pyproject.toml, [tool.importlinter].

Run by bin/check: `python -m tests.checks.directions`.
"""

import sys

from importlinter.cli import lint_imports

if __name__ == "__main__":
    sys.exit(lint_imports(config_filename="pyproject.toml", no_cache=True, no_logo=True))
