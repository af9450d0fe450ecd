"""The append-only, chained record of what everybody did.

With it come subjects, the links between them, and the one function through which everything is read.
"""
