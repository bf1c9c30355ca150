"""`python -m lms` is the console."""

from lms.cli import main

main(prog_name="lms")
