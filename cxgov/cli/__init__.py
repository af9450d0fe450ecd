"""The `cxgov` commands, thin: each reads its arguments, calls what the pages call, and prints what was done."""
