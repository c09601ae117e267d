"""Measures keur beside other tools: `python -m bench`."""
