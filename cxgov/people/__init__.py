"""Departments and the persons in them: who heads what, who is what in the whole organisation, what else they are called."""
