"""A second, independent reading of the contract: slow, plain, and sharing no line with the program."""
