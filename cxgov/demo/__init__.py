"""The demo: an invented organisation, its year of meetings, its goals and its stories, played through the real verbs."""
