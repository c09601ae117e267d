"""`python -m keur`."""

from keur.cli import main

main()
