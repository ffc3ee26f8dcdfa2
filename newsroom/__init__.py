"""The project and its ground floor: users, the site, photos, and the doors for HTML and pictures."""
