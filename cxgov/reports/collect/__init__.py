"""Where figures come from: the database as it stood at an instant, counted by the rules, frozen for print."""
