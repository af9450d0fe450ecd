"""Meetings from draft to closed: agenda, roll, and minutes whose lines become linked objects."""
