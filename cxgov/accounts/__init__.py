"""Signing in by a one-time link, and the rows that keep somebody signed in until they sign out."""
