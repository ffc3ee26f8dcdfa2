"""Who writes: authors and their pages."""
