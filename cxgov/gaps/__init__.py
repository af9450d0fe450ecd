"""Gaps in the customer's journey between departments, and the ideas that may close them."""
