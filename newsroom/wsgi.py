"""The door for requests: who is asked for is checked first, and who asks is forgotten in public.

Behind it stand the kept pages, and behind those Django. Before it stands what was answered already.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from newsroom.environment import WEB_PGOPTIONS
from newsroom.page_listener import Listener
from newsroom.page_store import Store
from newsroom.pagecache import Answers, PageCache
from newsroom.public import PublicPages

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
# A statement of a web process has two seconds; migrations and commands have no limit.
os.environ.setdefault("PGOPTIONS", WEB_PGOPTIONS)

django = get_wsgi_application()
store = Store(settings.CACHE_BYTES, settings.STALE_SECONDS)
Listener(store, settings.LISTEN_DATABASE).start()
application = Answers(PublicPages(PageCache(django, store)), store)
