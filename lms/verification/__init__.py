"""Whether a certificate is genuine, by number, QR or file."""
