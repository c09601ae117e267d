"""What formats share: characters that may be shown, source lines with a caret, counts in words."""
