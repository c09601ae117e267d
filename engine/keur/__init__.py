"""keur: IT service management as code, checked.

Nothing is imported here, so that `keur --version` answers at once.
"""

__version__ = "0.1.0"
