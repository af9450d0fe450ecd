"""`python -m cxgov` is the `cxgov` command."""

from cxgov.cli.main import main

if __name__ == "__main__":
    main()
