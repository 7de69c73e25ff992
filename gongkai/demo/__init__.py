"""The demonstration: sample documents, fictitious reviewers, real parts."""
