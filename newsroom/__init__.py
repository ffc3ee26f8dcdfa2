"""The project and its ground floor: users, the site, photos, the doors for text and pictures."""
