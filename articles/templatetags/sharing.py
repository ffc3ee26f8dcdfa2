"""What people outside said of a story, for the pages of the desk."""

from django import template

from articles.admin.sharing import told

register = template.Library()


@register.inclusion_tag("admin/articles/story/_share_answers.html")
def share_answers(story) -> dict:
    return {"story": story, "answers": told(story)}
