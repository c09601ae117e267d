"""What newcomers are given: a first repository, and a skeleton of any kind."""
