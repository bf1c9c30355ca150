"""Safe keeping: backups that restore into either database, and what a restore must see to."""
