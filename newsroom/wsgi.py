"""The door for requests: who is asked for is checked first, and who asks is forgotten in public."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.environment import WEB_PGOPTIONS
from newsroom.public import PublicPages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# A statement of a web process has two seconds; migrations and commands have no limit.
os.environ.setdefault("PGOPTIONS", WEB_PGOPTIONS)

application = PublicPages(get_wsgi_application())
