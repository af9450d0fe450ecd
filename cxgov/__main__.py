"""`python -m cxgov` is the `cxgov` command."""

from cxgov.cli import main

if __name__ == "__main__":
    main()
