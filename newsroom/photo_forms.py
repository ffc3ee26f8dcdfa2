"""Forms for photos: uploading one, changing what is said about it, choosing one."""

import re

from django import forms
from django.conf import settings
from django.utils.html import format_html

from newsroom import images, picture_store, pictures
from newsroom.models import Photo

FILE_NAME = re.compile(
    r"\S+\.(jpe?g|png|webp|gif|avif|heic|tiff?)|(IMG|DSCN?|DSCF|PXL|P)[_-]?\d[\d_-]*", re.IGNORECASE
)
SAYS_NOTHING = {"image", "picture", "photo", "photograph", "drawing", "illustration", "screenshot"}
SAYS_NOTHING |= {"bild", "foto", "grafik", "zeichnung", "img", "pic"}
NO_FILE_NAME = "This is a file’s name. Say what the picture shows to somebody who cannot see it."
NOT_NOTHING = "Everybody is told that it is a picture. Say what it shows."
NOT_THE_CAPTION = (
    "This is the caption once more, and both are read aloud. Say what the picture shows, or empty "
    "this field and tick “decorative”."
)
WORDS = ["alt", "is_decorative", "credit", "caption", "kind"]
FOCUS = ["focus_x", "focus_y"]
AGAIN = "Please choose the picture again too: a browser does not keep it."


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = [*WORDS, *FOCUS]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2}),
            "caption": forms.Textarea(attrs={"rows": 3}),
            **dict.fromkeys(FOCUS, forms.NumberInput(attrs={"min": 0, "max": 100})),
        }

    def clean_alt(self):
        alt = self.cleaned_data["alt"]
        said = alt.strip(" .").lower()
        if FILE_NAME.fullmatch(said):
            raise forms.ValidationError(NO_FILE_NAME)
        if said in SAYS_NOTHING:
            raise forms.ValidationError(NOT_NOTHING)
        return alt

    def clean(self):
        cleaned = super().clean()
        alt, caption = (cleaned.get(name, "").strip(" .").lower() for name in ("alt", "caption"))
        if alt and alt == caption:
            self.add_error("alt", NOT_THE_CAPTION)
        return cleaned


class NewPhotoForm(PhotoForm):
    """An upload. The picture is kept only when everything else is right too."""

    picture = forms.FileField(
        widget=forms.FileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp,image/gif,image/avif"}
        ),
        help_text=(
            "JPEG, PNG, WebP, GIF or AVIF, up to 30 MB. "
            "Where and when it was taken is removed from what readers get."
        ),
    )
    field_order = ["picture"]

    class Meta(PhotoForm.Meta):
        fields = [*WORDS, "is_confidential"]

    def clean_picture(self):
        file = self.cleaned_data["picture"]
        try:
            self.accepted = images.accept(file)
        except images.Refused as refused:
            raise forms.ValidationError(refused.sentence, refused.code) from refused
        return file

    def full_clean(self):
        super().full_clean()
        if not self.is_bound or "picture" not in self.cleaned_data:
            return
        if self._errors:
            self.add_error("picture", AGAIN)
        else:
            self._keep(self.cleaned_data["picture"])

    def _keep(self, file) -> None:
        """Write the files before the row, so that no row is ever without its picture."""
        token = picture_store.new_token()
        file.seek(0)
        try:
            picture_store.store(self.accepted, file.read(), settings.PICTURES_ROOT, token)
        except images.Refused as refused:
            self.add_error("picture", refused.sentence)
            return
        self.instance.token = token
        self.instance.width, self.instance.height = self.accepted.width, self.accepted.height


class PhotoChoice(forms.ModelChoiceField):
    """One of the photos this person may use: the newest to see, any of them to name by number."""

    SHOWN = 24
    widget = forms.RadioSelect(attrs={"class": "photo-choice"})

    def __init__(self, photos, chosen=None, **kwargs):
        super().__init__(photos, required=False, blank=True, empty_label="No picture", **kwargs)
        self.allowed = Photo.objects.filter(pk__in=photos.order_by().values("pk"))
        newest = list(photos.order_by("-pk")[: self.SHOWN].values_list("pk", flat=True))
        self.queryset = Photo.objects.filter(pk__in=[*newest, chosen]).order_by("-pk")
        self.chosen = chosen

    def to_python(self, value):
        """Any photo that may be used, shown or not; and the present one, whoever may see it."""
        if value in self.empty_values:
            return None
        number = str(value)
        if number.isascii() and number.isdecimal() and len(number) < 19:
            found = self.allowed.filter(pk=number) | Photo.objects.filter(pk=self.chosen, id=number)
            if photo := found.first():
                return photo
        raise forms.ValidationError("Choose one of the pictures below.", "invalid_choice")

    def label_from_instance(self, photo) -> str:
        src = pictures.address(photo, photo.widths[0], "webp", pictures.DESK)
        return format_html('<img src="{}" alt="" loading="lazy"> <span>{}</span>', src, photo)
