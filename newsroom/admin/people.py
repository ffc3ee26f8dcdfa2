"""Accounts and roles. Accounts are deactivated, never deleted: stories and histories name them."""

from django.contrib import admin
from django.contrib.auth import admin as auth
from django.contrib.auth.models import Group
from django.forms import CheckboxSelectMultiple

from newsroom.accounts import forget_old_addresses
from newsroom.admin.base import DeskAdmin
from newsroom.models import User
from newsroom.roles import ROLES
from newsroom.user_forms import (
    GroupForm,
    NewUserForm,
    PermissionChoice,
    UserForm,
    grantable_groups,
    may_manage,
)

PERSON = ("Person", {"fields": ("first_name", "last_name", "email")})
ROLE = ("Role", {"fields": ("is_active", "is_staff", "groups")})
SUPER = ("Beyond roles", {"fields": ("is_superuser", "user_permissions")})
SEEN = ("Seen", {"fields": ("last_login", "date_joined")})


@admin.register(User)
class UserAdmin(DeskAdmin, auth.UserAdmin):
    nav_order = 60
    form, add_form = UserForm, NewUserForm
    list_display = ("username", "full_name", "email", "roles", "is_active", "last_login")
    list_filter = ("groups", "is_active")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = (
        (None, {"fields": ("username", "usable_password", "password1", "password2")}),
        PERSON,
        ("Role", {"fields": ("is_staff", "groups")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        beyond = [SUPER] if request.user.is_superuser else []
        return [(None, {"fields": ("username", "password")}), PERSON, ROLE, *beyond, SEEN]

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"manager": request.user})

    def get_changeform_initial_data(self, request):
        return {"is_staff": True, **super().get_changeform_initial_data(request)}

    def formfield_for_manytomany(self, db_field, request=None, **kwargs):
        if db_field.name == "groups":
            kwargs |= {"queryset": grantable_groups(request.user), "widget": CheckboxSelectMultiple}
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label, field.help_text = "Roles", "What this account may do."
        return field

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "is_staff":
            field.label, field.help_text = "May enter the desk", ""
        if db_field.name == "groups":
            field.widget.can_add_related = False
        if db_field.name == "is_active":
            field.label, field.help_text = "May sign in", "Untick this instead of deleting."
        return field

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        forget_old_addresses(obj)

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or may_manage(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description="name")
    def full_name(self, user):
        return user.get_full_name()

    @admin.display(description="roles")
    def roles(self, user):
        names = [group.name for group in user.groups.all()]
        return ", ".join([*names, "Superuser"] if user.is_superuser else names)


admin.site.unregister(Group)


@admin.register(Group)
class RoleAdmin(DeskAdmin):
    nav_order = 70
    form = GroupForm
    list_display = ("name",)
    ordering = ("name",)

    def get_readonly_fields(self, request, obj=None):
        """The four roles keep their names: code asks for them."""
        return ("name",) if obj and obj.name in ROLES else ()

    class Media:
        css = {"all": ["css/photos.css"]}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "permissions":
            return PermissionChoice(request.user, required=False)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        """A group that may do more than oneself is out of reach."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or request.user.is_superuser:
            return allowed
        return grantable_groups(request.user).filter(pk=obj.pk).exists()

    def has_delete_permission(self, request, obj=None):
        is_role = obj is not None and obj.name in ROLES
        return super().has_delete_permission(request, obj) and not is_role
