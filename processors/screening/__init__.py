"""What must not leave the house unseen: identifiers of people and classification marks, each with its place."""
