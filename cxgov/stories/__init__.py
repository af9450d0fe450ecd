"""Stories and lessons with the people thanked, and thanks between colleagues."""
