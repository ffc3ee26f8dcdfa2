"""The demo's masters, drawn by `python -m comments.demo.draw`, and what is to be said of each."""

from pathlib import Path


def picture(alt: str, caption: str = "") -> dict[str, str]:
    return {"alt": alt, "caption": caption, "kind": "illustration", "credit": "Newsroom"}


def master(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.webp")


PICTURES = {
    "ferry": picture(
        "A white ferry with a dark hull and a red-banded funnel crosses open water on a bright "
        "day, passengers at its rail. Behind it lie two hilly islands and a few red-roofed houses.",
        "The ferry between the islands.",
    ),
    "field-barley": picture(
        "A field of ripe barley under a low, pale sun. A grassy track with two ruts runs between "
        "the rows towards soft hills; beside it stand a small numbered sign and, farther off, "
        "a single dark tree.",
        "Ripe barley on a trial plot.",
    ),
    "hall-concert": picture(
        "A concert hall with a ceiling of pine planks, seen from the back rows. A conductor with "
        "raised arms stands before a small orchestra in two beams of light; the audience and the "
        "balconies on both sides lie in the dark.",
        "The Kornhalle during a concert.",
    ),
    "hall-council": picture(
        "A panelled council chamber with five tall windows. A speaker stands at a lectern in "
        "slanting light, six councillors sit at a long table, and from the crowded benches "
        "someone raises a hand.",
        "The council chamber.",
    ),
    "hall-library": picture(
        "A vaulted library hall with walls of books on both sides and reading tables with green "
        "lamps. A woman with a red book under her arm stands dark against the great window at "
        "the end.",
        "The reading room of the town library.",
    ),
    "hands-letter": picture(
        "Two hands hold an exercise book open in lamplight. Both pages are covered with lines of "
        "handwriting that cannot be read.",
        "An exercise book.",
    ),
    "hands-sewing": picture(
        "A seamstress’s hands at work: the left keeps a yellow patch flat on red cloth, the right "
        "draws a needle up, and the thread hangs in a wide bow.",
        "A patch is sewn on by hand.",
    ),
    "harbour-fog": picture(
        "A ferry lies moored in morning fog, its bow rope made fast to a bollard in front of us. "
        "Two cranes and some sheds fade into the haze; a pale sun stands over the water.",
        "Morning fog in the harbour.",
    ),
    "harbour-night": picture(
        "The harbour mouth under a full moon. A fishing boat with two lit windows comes in "
        "between a red and a green light at the ends of two moles; the lamps of the town climb "
        "the hill behind.",
        "The harbour mouth at night.",
    ),
    "hills-road": picture(
        "A road winds out of pale mountains to a checkpoint: a hut with a lit window and a lowered "
        "red-and-white barrier. One person waits before it, a suitcase at their side.",
        "The road over the pass.",
    ),
    "hills-village": picture(
        "White houses with red roofs crowd round a bell tower on a hill in evening light. Below "
        "them run terraces and a few cypresses, and in front lies a stone basin, half empty.",
        "A village in the hills.",
    ),
    "laboratory": picture(
        "A laboratory bench before a large window that looks out on fields: a microscope, two "
        "flasks with yellow and red liquid, and a wooden rack with five test tubes.",
        "A bench at the institute.",
    ),
    "lighthouse": picture(
        "A tall lighthouse of grey stone on a black rock sends its beam over a rough sea at dusk. "
        "Beside it stands a small white house with a lit window.",
        "The light at dusk.",
    ),
    "machine-press": picture(
        "A printer in a blue pullover holds a sheet to the light beside a press taller than he is. "
        "Paper runs over its six cylinders and comes out in front as a long band of printed pages.",
        "At the press.",
    ),
    "newsroom-mark": picture(
        "A newspaper lies in lamplight, a red pencil across its corner.",
    ),
    "pitch-rain": picture(
        "A football match in heavy rain under two floodlights. A player in red and one in white "
        "run for the ball; behind the rail a few people watch before the dark roofs of the town.",
        "A match in the rain.",
    ),
    "portrait-1": picture(
        "Drawn portrait: a woman with straight black hair to her shoulders, in a dark red pullover."
    ),
    "portrait-2": picture(
        "Drawn portrait: a man with round glasses, short grey hair and a grey beard, a white "
        "collar over a blue pullover."
    ),
    "portrait-3": picture(
        "Drawn portrait: an older woman with round glasses and a white bob, a white collar over "
        "a dark pullover."
    ),
    "portrait-4": picture(
        "Drawn portrait: a woman with full, curly black hair and gold earrings, in a blue pullover."
    ),
    "street-market": picture(
        "A market square lined with gabled houses. On the left cod is laid out under a red-striped "
        "awning, on the right there are crates of fruit; a woman with a basket and a child walk "
        "between the stalls.",
        "Market day.",
    ),
    "street-night": picture(
        "A red and white tram comes towards us at night through a street of tall houses, its "
        "headlamps shining on the wet rails. Someone waits on the pavement under a red umbrella.",
        "A street in Norrhaven at night.",
    ),
    "weather-storm": picture(
        "A towering thundercloud with a dark, flat base drags curtains of rain over the sea. In "
        "the last light on the left a small boat with a red sail makes for home.",
        "A storm comes in from the sea.",
    ),
}
