"""Draws certificates of nobody, in a process of its own: `python -m lms.certification.issuer.draw`.

Facts and pictures come in as JSON; out go the length of the PDF, the PDF, and its first page as
PNG. Whatever the facts say, what is drawn is a sample.
"""

import json
import sys
from base64 import b64decode
from dataclasses import replace

from lms.confined import give_up_what_is_not_needed

MEMORY = 2**30  # bytes of address space
PROCESSOR = 25  # seconds
LARGEST_FILE = 20 * 2**20  # the typesetter puts typefaces into its temporary folder


def main() -> None:
    """Answer one question."""
    give_up_what_is_not_needed(memory=MEMORY, processor=PROCESSOR, files=LARGEST_FILE)
    from lms.certification.facts import CertificateFacts
    from lms.certification.key_making import key_of_nobody
    from lms.certification.picture import page_png
    from lms.certification.printing import page_pdf
    from lms.certification.qr_text import qr_text
    from lms.pdf import bound

    asked = json.load(sys.stdin)
    pictures = {name: b64decode(content) for name, content in asked["pictures"].items()}
    facts = [replace(CertificateFacts.from_json(one), sample=True) for one in asked["facts"]]
    key = key_of_nobody()  # a QR as dense as a real one, which proves nothing
    pages = [page_pdf(one, code=qr_text(one, key), pictures=pictures) for one in facts]
    pdf = bound(pages) if len(pages) > 1 else pages[0]
    sys.stdout.buffer.write(len(pdf).to_bytes(8, "big") + pdf + page_png(pages[0]))


if __name__ == "__main__":
    main()
