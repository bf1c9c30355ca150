"""Pages that span parts: a volunteer's home, an officer's desk. No tables."""
