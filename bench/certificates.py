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
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

from bench.report import Plan, Report, conditions, table
from lms.certification.credential import FILE_NAME, credential_jwt
from lms.certification.design import load_design
from lms.certification.document import document_html
from lms.certification.facts import CertificateFacts
from lms.certification.printing import page_pdf, signed_document
from lms.certification.signing import Signer, make_test_key
from lms.pdf import Attachment
from tests.support.paper import AWKWARD, sample_facts

BATCH = 8  # documents in one timed run
MANY = 200  # documents after which the peak of memory is read


def measure(plan: Plan) -> None:
    """Ours and naive take turns."""
    conditions(plan, f"{BATCH} documents a run, awkward names in turn; no database is asked")
    report = Report(plan)
    with tempfile.TemporaryDirectory() as folder:
        make_test_key(Path(folder))
        signer = Signer(Path(folder))
        ways: dict[str, Callable[[CertificateFacts], bytes]] = {
            "naive unsigned": lambda facts: naive(facts, signer),
            "ours unsigned": lambda facts: ours(facts, signer),
            "naive signed": lambda facts: naively_signed(naive(facts, signer), Path(folder)),
            "ours signed": lambda facts: signed_document(facts, signer),
        }
        _speed(ways, report)
        _two(Path(folder), report)
        _memory(ways["ours signed"], report)
    report.write()


def people(count: int) -> list[CertificateFacts]:
    """Facts of so many different people."""
    return [
        replace(sample_facts(*AWKWARD[i % len(AWKWARD)]), number=f"DEMO-2569-{i:07d}-7QK4-M")
        for i in range(count)
    ]


def ours(facts: CertificateFacts, signer: Signer) -> bytes:
    """The page as the worker makes it, before it is signed."""
    jwt = credential_jwt(facts, signer.credential_key).encode()
    return page_pdf(facts, attachments=(Attachment(FILE_NAME, jwt, "credential", "Supplement"),))


def naive(facts: CertificateFacts, signer: Signer) -> bytes:
    """One HTML(string).write_pdf() a document."""
    from weasyprint import HTML
    from weasyprint import Attachment as Attached

    design = load_design(facts.design)
    jwt = credential_jwt(facts, signer.credential_key).encode()
    page = HTML(string=document_html(facts, design), base_url=f"{design.folder.resolve()}/")
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


def _speed(ways: dict[str, Callable[[CertificateFacts], bytes]], report: Report) -> None:
    facts = people(BATCH)
    sizes = {name: len(make(facts[0])) for name, make in ways.items()}
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(report.plan.runs):
        for name, make in ways.items():
            began = process_time()
            for one in facts:
                make(one)
            rates[name].append(BATCH / (process_time() - began))
    lines = []
    for name, found in rates.items():
        rate, base = statistics.median(found), statistics.median(rates[f"naive {name.split()[1]}"])
        report.add(name, rate, "documents/s/core", None if "naive" in name else base)
        report.add(f"{name} bytes", sizes[name], "bytes")
        lines.append((name, rate, f"{rate / base:.2f}", sizes[name]))
    table(("", "a second and core", "of naive", "bytes"), lines)


def _two(folder: Path, report: Report) -> None:
    """Two processes on the clock of the wall."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_some, [folder] * 2))
        began = perf_counter()
        done = sum(pool.map(_some, [folder] * 4))
        rate = done / (perf_counter() - began)
    report.add("ours signed, 2 processes", rate, "documents/s")
    print(f"\nours signed, 2 processes: {rate:.1f} a second")


def _some(folder: Path) -> int:
    signer = Signer(folder)
    return sum(bool(signed_document(one, signer)) for one in people(BATCH))


def _memory(make: Callable[[CertificateFacts], bytes], report: Report) -> None:
    for one in people(MANY):
        make(one)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report.add("peak memory MB", peak, f"MB after {MANY} documents")
    print(f"peak memory after {MANY} more documents: {peak:.0f} MB")
