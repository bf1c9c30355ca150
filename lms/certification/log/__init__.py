"""The log: an append-only Merkle tree of what was issued, signed and taken back."""
