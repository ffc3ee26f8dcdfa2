"""The door for requests: who is asked for is checked first, and who asks is forgotten in public."""

from django.core.wsgi import get_wsgi_application

from newsroom.public import PublicPages

application = PublicPages(get_wsgi_application())
