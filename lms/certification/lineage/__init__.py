"""What happens to a certificate after its issue: revoked, renewed, corrected, handed out again."""
