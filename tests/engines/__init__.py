"""What drives long work from outside."""
