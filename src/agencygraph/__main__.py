"""Runs the command line: `python -m agencygraph`."""

from agencygraph.cli import main

if __name__ == "__main__":
    main()
