"""What is written: the desk's stories and the readers' articles."""
