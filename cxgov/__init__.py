"""Customer-experience governance in one place: voice, goals, decisions, actions, outcomes, stories."""

__version__ = "0.1.0"
