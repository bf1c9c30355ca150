"""Keeps a few programs running: restarts what dies, stops all when told, leaves no orphan."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from lms.console import CannotStart, say

_PR_SET_PDEATHSIG = 1
_LONGEST_PAUSE = 30.0  # seconds between two tries of a program that keeps dying
_SETTLED = 60.0  # seconds after which a program counts as running well
_FIRST_TRIES = 3  # deaths before the first answer, after which we give up
_TICK = 0.25


@dataclass
class Service:
    """One program that is to run for ever (or once: `Supervisor.run_first`)."""

    name: str
    command: Sequence[str]
    keep: Sequence[int] = ()  # file descriptors that it inherits
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        """Run it in a session of its own, so that Ctrl-C reaches us alone, and once."""
        self.process = subprocess.Popen(
            self.command,
            pass_fds=self.keep,
            start_new_session=True,
            preexec_fn=die_with_parent(),  # noqa: PLW1509 - we have one thread
            stdin=subprocess.DEVNULL,
        )
        self.started = time.monotonic()

    @property
    def is_alive(self) -> bool:
        """Whether it runs now."""
        return self.process is not None and self.process.poll() is None

    def tend(self) -> None:
        """Start it when it is due: at once after a first death, then 1, 2, 4 … 30 s later."""
        if self.is_alive or time.monotonic() < self.due:
            return
        if self.process is not None:
            self._bury(self.process)
        if time.monotonic() >= self.due:
            self.start()

    def _bury(self, dead: subprocess.Popen[bytes]) -> None:
        well = time.monotonic() - self.started > _SETTLED
        self.pause = 0.0 if well else min(max(2 * self.pause, 1.0), _LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        self.process = None
        self.deaths += 1
        say(
            f"{self.name} หยุดทำงาน (รหัส {dead.returncode}) จะเริ่มใหม่ใน {self.pause:g} วินาที",
            f"{self.name} ended with {dead.returncode}, starting it again in {self.pause:g} s",
            err=True,
        )

    def tell(self, number: signal.Signals) -> None:
        """Signal the program; SIGKILL goes to everything it started as well."""
        if self.process is None or not self.is_alive:
            return
        if number is signal.SIGKILL:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)


class Supervisor:
    """Watches services until SIGINT or SIGTERM; a second signal stops them the hard way."""

    def __init__(self, services: Sequence[Service], *, grace: float) -> None:
        self._services = services
        self._grace = grace
        self._signals = 0
        self._bell = -1

    @contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """Count the signals to stop, and wake at once for them and for a child's death."""
        self._bell, rung = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(rung, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._count)
        try:
            yield
        finally:
            self._end(self._services)

    def _count(self, *_: object) -> None:
        self._signals += 1

    def _wait(self) -> None:
        if select.select([self._bell], [], [], _TICK)[0]:
            os.read(self._bell, 1024)

    def run_first(self, service: Service) -> bool:
        """Run a program to its end; False when we were told to stop meanwhile."""
        service.start()
        while service.is_alive and not self._signals:
            self._wait()
        if self._signals:
            self._end([service])
            return False
        if service.process is not None and service.process.returncode:
            raise CannotStart(f"{service.name} ไม่สำเร็จ · failed; see above")
        return True

    def run(self, is_ready: Callable[[], bool], when_ready: Callable[[], None]) -> None:
        """Keep the services running until told to stop.

        The first is the one that people wait for: the others start when it is ready.
        """
        ready = False
        while not self._signals:
            for service in self._services if ready else self._services[:1]:
                service.tend()
                if not ready and service.deaths >= _FIRST_TRIES:
                    raise CannotStart(f"{service.name} เริ่มไม่ได้ · cannot start; see above")
            if not ready and is_ready():
                ready = True
                for service in self._services:
                    service.tend()
                when_ready()
            self._wait()
        say("กำลังหยุด", "stopping")

    def _end(self, services: Iterable[Service]) -> None:
        told = self._signals
        for service in services:
            service.tell(signal.SIGTERM)
        deadline = time.monotonic() + self._grace
        while any(s.is_alive for s in services) and time.monotonic() < deadline:
            if self._signals > max(told, 1):
                break
            self._wait()
        for service in services:
            service.tell(signal.SIGKILL)
            if service.process is not None:
                service.process.wait()


def die_with_parent(
    number: signal.Signals = signal.SIGTERM, *, parent: int | None = None
) -> Callable[[], None]:
    """For a child to run first: the kernel ends it when its parent is gone, however it went.

    A child that is a fresh program is told who its `parent` is.
    """
    libc = ctypes.CDLL(None)
    parent = parent or os.getpid()

    def bind() -> None:
        if hasattr(libc, "prctl"):
            libc.prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:
            os._exit(1)

    return bind
