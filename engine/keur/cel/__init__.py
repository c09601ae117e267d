"""The Common Expression Language: parser, checker, interpreter and compiler."""
