"""What values of records say, whatever the format: languages, numbers, places in a journal, parts of an abstract."""
