"""Backups that prove themselves, restores that touch nothing before they are sure, and the hold after a restore."""
