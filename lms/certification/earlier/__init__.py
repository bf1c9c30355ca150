"""ทะเบียนเดิม: paper certificates from before this system, imported, never dressed up as ours."""
