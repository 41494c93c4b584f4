"""A second, independent reading of the contract: slow, plain, no line shared with the program."""
