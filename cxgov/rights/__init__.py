"""What somebody may do and read, as a whole: the actor with all roles, the breaking of the glass, acts that need two
persons, and the page that says who can see a thing, and why.
"""
