"""Certificates: due, issued, numbered, printed, signed; later revoked, renewed, replaced."""
