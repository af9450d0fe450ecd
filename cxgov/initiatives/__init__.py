"""Initiatives: cross-functional work that prevents or repairs what customers meet, with milestones."""
