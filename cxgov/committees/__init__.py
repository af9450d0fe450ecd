"""Committees: their charter, their members with terms and roles, and how they count a quorum."""
