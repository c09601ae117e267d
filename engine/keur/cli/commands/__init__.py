"""One command a file: `command` is what click runs."""
