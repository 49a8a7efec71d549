"""`python -m polyglot` is `polyglot`."""

from polyglot.cli import main

if __name__ == "__main__":
    main()
