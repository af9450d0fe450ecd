"""Departments and the persons in them: who heads what, who has which role, and what else they are called."""
