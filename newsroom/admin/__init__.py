"""The desk's pages of the house itself: people and roles, the site's row, photos.

Libraries bring pages for tables that only they write: secrets of second factors, tags that are not
ours. Those are taken off the desk.
"""

from allauth.account import admin as accounts
from allauth.mfa import admin as factors
from django.contrib import admin
from taggit import admin as tags

from newsroom.admin.house import SiteAdmin
from newsroom.admin.people import RoleAdmin, UserAdmin
from newsroom.admin.photos import PhotoAdmin
from newsroom.admin.standing import StandingPageAdmin

__all__ = ["PhotoAdmin", "RoleAdmin", "SiteAdmin", "StandingPageAdmin", "UserAdmin"]

admin.site.unregister([accounts.EmailAddress, factors.Authenticator, tags.Tag])
