"""The pages that look across features: home, my work, the page of a committee, department and person."""
