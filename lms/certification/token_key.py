"""A key in a token (PKCS #11): it signs there and never leaves. Only this file knows the library.

A session belongs to its process, and may be lost with the token: it is opened when first
needed, and once more when signing fails. A PIN that was refused is not tried again, since a
token locks itself after a few.
"""

import hashlib
import os
from threading import Lock
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec, utils

from lms.certification.signing_key import SigningError

_opened_by: dict[str, int] = {}  # the process that opened each module


class TokenKey:
    """Names a private key in a token, and signs with it."""

    def __init__(self, module: str, token: str, key: str, pin: str, public: object) -> None:
        self._module, self._token, self._label, self._pin = module, token, key, pin
        self._is_ec = isinstance(public, ec.EllipticCurvePublicKey)
        self._lock = Lock()  # a session does one thing at a time
        self._held: Any = None
        self._process = 0
        self._refused = ""

    def sign(self, data: bytes) -> bytes:
        """The signature over `data` with SHA-256, as a key in memory gives it."""
        from pkcs11.exceptions import PKCS11Error

        with self._lock:
            for last in (False, True):
                try:
                    return self._signed(data)
                except PKCS11Error as fault:
                    self._held = None  # the token was away, or the daemon started anew
                    if last or self._refused:
                        raise SigningError(self._why(fault)) from fault
        raise AssertionError

    def _signed(self, data: bytes) -> bytes:
        from pkcs11 import Mechanism

        key = self._key()
        if not self._is_ec:
            return bytes(key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS))
        # Tokens hash for RSA, hardly any for ECDSA; and they answer r and s side by side.
        plain = bytes(key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA))
        half = len(plain) // 2
        r, s = (int.from_bytes(part, "big") for part in (plain[:half], plain[half:]))
        return utils.encode_dss_signature(r, s)

    def _key(self) -> Any:
        if self._refused:
            raise SigningError(self._refused)
        if self._held is None or self._process != os.getpid():
            self._held = self._opened()
            self._process = os.getpid()
        return self._held

    def _opened(self) -> Any:
        import pkcs11
        from pkcs11.exceptions import PinIncorrect, PinLocked, UserAlreadyLoggedIn

        try:
            library = pkcs11.lib(self._module)
        except RuntimeError as fault:
            raise SigningError(f"{self._module}: {fault}") from fault
        if _opened_by.setdefault(self._module, os.getpid()) != os.getpid():
            library.reinitialize()  # what a fork has copied is its parent's
            _opened_by[self._module] = os.getpid()
        token = library.get_token(token_label=self._token)
        try:
            session = token.open(user_pin=self._pin)
        except UserAlreadyLoggedIn:  # by another key of this process
            session = token.open()
        except (PinIncorrect, PinLocked) as fault:
            self._refused = self._why(fault)
            raise
        return session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=self._label)

    def _why(self, fault: Exception) -> str:
        said = f"{type(fault).__name__} {fault}".strip()
        return f"token {self._token!r}, key {self._label!r}: {said}"
