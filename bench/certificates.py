"""`bin/bench certificates`: documents a second and core, beside naive WeasyPrint.

Naive is what everybody does: the same page, `HTML(string).write_pdf()` a document, PDF/A-3 with
the credential attached; and pyHanko with its defaults. Seconds are the processor's, so that
others on the machine disturb little.
"""

from __future__ import annotations

import resource
import statistics
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

from bench.report import Plan, Report, conditions, table
from lms.certification.credential import FILE_NAME, credential_jwt
from lms.certification.design import load_design
from lms.certification.document import document_html
from lms.certification.facts import CertificateFacts
from lms.certification.press import Press
from lms.certification.qr_text import qr_text
from lms.certification.signing import Signer, make_test_key
from lms.qr import verify_address
from tests.support.paper import AWKWARD, SITE, sample_facts

BATCH = {"naive": 8, "ours": 400}  # documents in one timed run
MANY = 2_000  # documents after which memory is read again
MOMENT = datetime(2026, 11, 22, 9, tzinfo=UTC)


def measure(plan: Plan) -> None:
    """Ours and naive take turns."""
    runs = " and ".join(f"{count} {way}" for way, count in BATCH.items())
    conditions(plan, f"{runs} documents a run, awkward names in turn; no database is asked")
    report = Report(plan)
    with tempfile.TemporaryDirectory() as folder:
        make_test_key(Path(folder))
        signer = Signer(Path(folder))
        unsigned, signed = Press(signer, seal=False), Press(signer)
        ways: dict[str, Callable[[CertificateFacts], bytes]] = {
            "naive unsigned": lambda facts: naive(facts, signer),
            "ours unsigned": lambda facts: unsigned.document(facts, MOMENT).pdf,
            "naive signed": lambda facts: naively_signed(naive(facts, signer), Path(folder)),
            "ours signed": lambda facts: signed.document(facts, MOMENT).pdf,
        }
        _compiling(signer, report)
        _speed(ways, report)
        _two(Path(folder), report)
        _memory(ways["ours signed"], report)
    report.write()


def people(count: int) -> list[CertificateFacts]:
    """Facts of so many different people."""
    found = []
    for place in range(count):
        number = f"DEMO-2569-{place:07d}-7QK4-M"
        facts = sample_facts(*AWKWARD[place % len(AWKWARD)], number=number)
        found.append(replace(facts, verify_url=verify_address(SITE, number)))
    return found


def naive(facts: CertificateFacts, signer: Signer) -> bytes:
    """One HTML(string).write_pdf() a document."""
    from weasyprint import HTML
    from weasyprint import Attachment as Attached

    design = load_design(facts.design)
    jwt = credential_jwt(facts, signer.credential_key).encode()
    code = qr_text(facts, signer.credential_key)
    html = document_html(facts, design, code=code)
    page = HTML(string=html, base_url=f"{design.folder.resolve()}/")
    attached = Attached(file_obj=BytesIO(jwt), name=FILE_NAME, relationship="Supplement")
    return bytes(page.write_pdf(pdf_variant="pdf/a-3a", attachments=[attached]) or b"")


def naively_signed(pdf: bytes, folder: Path) -> bytes:
    """pyHanko as its documentation shows it: the key read for every document."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    key = str(folder / "signing.pem")
    loaded = signers.SimpleSigner.load(key, key)  # type: ignore[no-untyped-call]
    about = signers.PdfSignatureMetadata(
        field_name="Signature", subfilter=fields.SigSeedSubFilter.PADES
    )
    out = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), about, signer=loaded)
    return bytes(out.getvalue())


def _compiling(signer: Signer, report: Report) -> None:
    """What comes before the first document of a kind."""
    began = process_time()
    Press(signer).document(people(1)[0], MOMENT)
    seconds = process_time() - began
    report.add("compiling a page", seconds, "s")
    print(f"\ncompiling a page, and the first document: {seconds:.1f} s")


def _speed(ways: dict[str, Callable[[CertificateFacts], bytes]], report: Report) -> None:
    facts = {way: people(count) for way, count in BATCH.items()}
    sizes = {name: max(len(make(one)) for one in facts["naive"]) for name, make in ways.items()}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(report.plan.runs):
        for name, make in ways.items():
            some = facts[name.split()[0]]
            began = process_time()
            for one in some:
                make(one)
            rates[name].append(len(some) / (process_time() - began))
    lines = []
    for name, found in rates.items():
        rate, base = statistics.median(found), statistics.median(rates[f"naive {name.split()[1]}"])
        report.add(name, rate, "documents/s/core", None if "naive" in name else base)
        report.add(f"{name} bytes", sizes[name], "bytes")
        lines.append((name, rate, f"{rate / base:.1f}", sizes[name]))
    table(("", "a second and core", "of naive", "bytes at most"), lines)


def _two(folder: Path, report: Report) -> None:
    """One and two processes on the clock of the wall."""
    for processes in (1, 2):
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            list(pool.map(_some, [(folder, 8)] * processes))  # each has its pages
            began = perf_counter()
            done = sum(pool.map(_some, [(folder, 1_000)] * processes))
            rate = done / (perf_counter() - began)
        report.add(f"ours signed, processes={processes}", rate, "documents/s")
        print(f"ours signed, {processes} of the wall's clock: {rate:.0f} a second")


@cache
def _press(folder: Path) -> Press:
    return Press(Signer(folder))


def _some(asked: tuple[Path, int]) -> int:
    folder, count = asked
    return sum(bool(_press(folder).document(one, MOMENT).pdf) for one in people(count))


def _memory(make: Callable[[CertificateFacts], bytes], report: Report) -> None:
    before = _peak()
    for one in people(MANY):
        make(one)
    after = _peak()
    report.add("peak memory MB", after, f"MB after {MANY} documents", before)
    print(f"peak memory {before:.0f} MB, after {MANY} more documents {after:.0f} MB")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
