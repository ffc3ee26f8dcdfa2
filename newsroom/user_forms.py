"""Forms for accounts. Nobody grants what they do not have, and nobody edits a stronger account."""

from django import forms
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from newsroom.models import User
from newsroom.roles import ROLES

TAKEN = "Another account has this e-mail address."


def free_email(email: str, instance) -> str:
    """Return the address in small letters, as sign-in looks for it; refuse another account's."""
    email = email.strip().lower()
    if email and User.objects.filter(email__iexact=email).exclude(pk=instance.pk).exists():
        raise forms.ValidationError(TAKEN, "unique")
    return email


def permissions_of(user):
    """Return what an account may do once it is active, whether it is now or not."""
    if user.is_superuser:
        return Permission.objects.all()
    return Permission.objects.filter(Q(group__user=user) | Q(user=user)).distinct()


def may_manage(manager, user) -> bool:
    """Whether one may change an account, and so its password: never one that may do more."""
    if manager.is_superuser:
        return True
    beyond = permissions_of(user).exclude(pk__in=permissions_of(manager).values("pk"))
    return not user.is_superuser and not beyond.exists()


def grantable_groups(manager):
    """Return the groups that hold nothing but what the manager has too."""
    if manager.is_superuser:
        return Group.objects.all()
    beyond = Permission.objects.exclude(pk__in=permissions_of(manager).values("pk"))
    return Group.objects.exclude(permissions__in=beyond)


class PermissionChoice(forms.ModelMultipleChoiceField):
    """The permissions that roles are made of, as far as one has them oneself."""

    widget = forms.CheckboxSelectMultiple(attrs={"class": "permission-choice"})

    def __init__(self, manager, **kwargs):
        labels = {label for role in ROLES.values() for label in role}
        own = permissions_of(manager).select_related("content_type")
        known = [p.pk for p in own if f"{p.content_type.app_label}.{p.codename}" in labels]
        named = Permission.objects.filter(pk__in=known).order_by("content_type__app_label", "name")
        super().__init__(named, label="May", **kwargs)

    def label_from_instance(self, permission) -> str:
        return permission.name.removeprefix("Can ").capitalize()


class KeepsTheRest:
    """A form with a many-to-many field of which only a part may be changed: the rest stays."""

    part = ""

    def _save_m2m(self):
        chosen = self.cleaned_data.get(self.part)
        if chosen is not None:
            offered = self.fields[self.part].queryset.values("pk")
            rest = getattr(self.instance, self.part).exclude(pk__in=offered)
            self.cleaned_data[self.part] = [*chosen, *rest]
        super()._save_m2m()


class EmailMixin:
    def clean_email(self) -> str:
        return free_email(self.cleaned_data.get("email") or "", self.instance)


class NewUserForm(EmailMixin, AdminUserCreationForm):
    class Meta(AdminUserCreationForm.Meta):
        model = User


class UserForm(KeepsTheRest, EmailMixin, UserChangeForm):
    part = "groups"
    manager: User  # set by the admin, for each request a class of its own

    class Meta(UserChangeForm.Meta):
        model = User

    def clean(self):
        cleaned = super().clean()
        own = self.instance.pk == self.manager.pk
        if own and "is_active" in cleaned and not (cleaned["is_active"] and cleaned["is_staff"]):
            sentence = "You would lock yourself out. Another administrator can do this."
            raise forms.ValidationError(sentence, "self")
        return cleaned


class GroupForm(KeepsTheRest, forms.ModelForm):
    part = "permissions"

    class Meta:
        model = Group
        fields = ["name", "permissions"]
