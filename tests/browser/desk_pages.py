"""Every page of the desk, and a story in each state in which its pages look different."""

from datetime import timedelta

from articles.models import Story
from newsroom import database
from tests.cast import make_author, make_photo, make_section, make_story, make_user, rewrite

LONG = "Donaudampfschifffahrtsgesellschaft" * 6  # no page may grow wider than the window for it
ARABIC = {
    "language": "ar",
    "headline": "ما الذي تحتاج إليه في أسابيعك الأولى؟",
    "standfirst": "دليل موجز لمن وصل إلى المدينة حديثًا.",
    "body": "<h2>المدرسة</h2><p>تبدأ الدروس في الثامنة.</p><blockquote><p>تعال.</p></blockquote>",
}
STORY = "/admin/articles/story/"
# By the name of a story, what stands behind its address.
OF_STORIES = {
    "review": "change publish schedule approve send_back spike history name notes share "
    "mark_sensitive embargo hold preview compare apart",
    "plan": "change publish submit",
    "scheduled": "change publish unschedule embargo",
    "live": "change publish correct take-down withdraw hide expire move take_back developing "
    "compare/?a=live&b=now",
    "arabic": "change publish preview compare/?a={revision}&b=now",
    "embargoed": "change publish ask_release",
    "asked": "release_embargo",
    "held": "change release_hold",
    "shut": "change name_people clear_sensitive",
    "gone": "change taken-down reinstate",
    "spiked": "change restore",
}
OTHERS = {
    "home": "/admin/",
    "list": STORY,
    "empty": f"{STORY}?q=nowhere",
    "news list": f"{STORY}plan/",
    "shift": f"{STORY}shift/",
    "mail": f"{STORY}mail/",
    "related": f"{STORY}related/?q=a",
    "go": "/admin/go/?q=a",
    "revision": f"{STORY}{{arabic}}/revision/{{revision}}/",
    "bring back": f"{STORY}{{arabic}}/revision/{{revision}}/restore/",
    "sections": "/admin/articles/section/",
    "section": "/admin/articles/section/{section}/change/",
    "tag": "/admin/articles/tag/add/",
    "front page": "/admin/articles/front/",
    "front page history": "/admin/articles/front/history/",
    "breaking": "/admin/articles/front/breaking/",
}


def addresses(names: dict) -> dict[str, str]:
    """Return each page's address by its name."""
    found = dict(OTHERS)
    for name, ways in OF_STORIES.items():
        for way in ways.split():
            end = way if "?" in way else f"{way}/"
            found[f"{name}: {way}"] = f"{STORY}{{{name}}}/{end}"
    return {name: address.format(**names) for name, address in found.items()}


def make_stories(editor) -> dict[str, int]:
    """Make the stories; return their numbers, and those of what belongs to them."""
    writer, other = make_user("Journalist"), make_user("Editor")
    soon = database.now() + timedelta(hours=5)
    review = make_story(owner=editor, headline=LONG, author=make_author(), lead_photo=make_photo())
    review.submit(editor, 1, note="x" * 300)
    stories = {"review": review, "plan": make_story(headline="", body="", working_title=LONG[:120])}
    stories |= {name: make_story(owner=writer) for name in OF_STORIES if name not in stories}
    stories["scheduled"].schedule(editor, 1, soon)
    for name in ("live", "gone"):
        stories[name].publish(editor, 1)
    stories["gone"].withdraw(editor, 1, "It was wrong in substance.")
    live = stories["live"]
    live.develop(editor, 1)
    live.add_line(editor, 1, "All boats are accounted for")
    rewrite(live, writer, headline=LONG)
    arabic = stories["arabic"]
    revision = rewrite(arabic, writer, **ARABIC).keep("named", writer, name="قبل التعديل")
    rewrite(arabic, editor, headline="ما الذي تحتاج إليه في شهرك الأول؟", body="<p>تعال.</p>")
    for name in ("embargoed", "asked"):
        stories[name].embargo(other, 1, soon, "The agency asks for it.")
    stories["asked"].ask_release(other, 1, "It is in another paper.")
    stories["held"].hold(editor, 1, [editor], "A lawyer asks what we keep.")
    stories["shut"].mark_sensitive(writer, 1, [editor, other], Story.Comments.CLOSED)
    stories["spiked"].spike(editor, 1)
    names = {name: story.pk for name, story in stories.items()}
    return names | {"revision": revision.pk, "section": make_section().pk}
