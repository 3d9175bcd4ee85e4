"""What people type -> what is meant, by the words of a rulebook."""
