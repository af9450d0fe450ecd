"""The demo: an invented organisation, its year of meetings, its goals and stories, played through the real verbs."""
