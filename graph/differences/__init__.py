"""What two states of the graph differ in, in the words of the field."""
