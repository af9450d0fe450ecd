"""Frozen figures: the values a document shows, as they were known at one instant, exact in JSON, hashed as printed."""
