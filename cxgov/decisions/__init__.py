"""Decisions and their register: what was decided, when, and whether it was carried out."""
