"""What a person brings: their own data, kept in a folder of theirs beside the shipped facts, never among them."""
