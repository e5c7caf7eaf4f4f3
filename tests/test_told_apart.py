"""Districts are told apart by their colours: by every eye, in grey, alone and together."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from districtbrief import drawing
from districtbrief.datapackage import load

pytestmark = pytest.mark.slow

CHOICES: tuple[tuple[str, ...], ...] = ((), ("jinshui", "erqi"), ("erqi",), ("jinshui",))
EYES = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
"""What each eye makes of linear red, green and blue (Machado, Oliveira and Fernandes 2009, severity 1)."""
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def test_colours_are_told_apart_by_every_eye_and_in_grey() -> None:
    """Any two districts differ clearly to normal, protan, deutan and tritan eyes, and in lightness."""
    for one, other in combinations(drawing.COLOURS, 2):
        for eye, matrix in EYES.items():
            assert difference(lab(one, matrix), lab(other, matrix)) > 15, (one, other, eye)
        assert abs(lab(one, EYES["normal"])[0] - lab(other, EYES["normal"])[0]) > 5, (one, other)
    first, second = (lab(colour, EYES["normal"])[0] for colour in drawing.COLOURS[:2])
    assert abs(first - second) > 25


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 2.5, 0.0), (61.0, -5.0, 29.0), 22.8977),
        ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
    ],
)
def test_differences_of_colour_are_as_published(
    one: tuple[float, ...], other: tuple[float, ...], expected: float
) -> None:
    """The measure used above gives the values of the test data of CIEDE2000."""
    assert difference(np.array(one), np.array(other)) == pytest.approx(expected, abs=1e-4)


def test_a_district_keeps_its_colour(root: Path) -> None:
    """A district alone, or in another order, is drawn in the same colour as ever."""
    palettes = [drawing.colours(load(root, districts).ranks) for districts in CHOICES]

    assert {palette["erqi"] for palette in palettes if "erqi" in palette} == {drawing.COLOURS[0]}
    assert {palette["jinshui"] for palette in palettes if "jinshui" in palette} == {drawing.COLOURS[1]}


@pytest.mark.parametrize(
    ("ranks", "count"),
    [([0, 1], 2), ([3, 9], 2), ([4, 5, 6, 10], 4), (list(range(6)), 6), (list(range(16)), 1)],
    ids=["first", "two that would share one", "four of which two would", "as many as there are", "more"],
)
def test_no_two_districts_share_a_colour_by_accident(ranks: list[int], count: int) -> None:
    """Each has its own as long as there are enough; otherwise all have the same, and are told apart by name."""
    found = drawing.colours({f"d{rank}": rank for rank in ranks})

    assert len(found) == len(ranks)
    assert len(set(found.values())) == count


def lab(colour: str, matrix: np.ndarray) -> np.ndarray:
    """Give a colour in CIELAB as an eye sees it."""
    part = np.array(to_rgb(colour))
    light = np.clip(matrix @ np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4), 0, 1)
    sides = XYZ @ light / XYZ.sum(axis=1)
    x, y, z = np.where(sides > 216 / 24389, np.cbrt(sides), (24389 / 27 * sides + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Measure how different two colours look: CIEDE2000 (Sharma, Wu and Dalal 2005)."""
    chroma = (np.hypot(*one[1:]) + np.hypot(*other[1:])) / 2
    stretch = 1.5 - np.sqrt(chroma**7 / (chroma**7 + 25**7)) / 2
    (c1, h1), (c2, h2) = (
        (np.hypot(a * stretch, b), np.degrees(np.arctan2(b, a * stretch)) % 360) for _, a, b in (one, other)
    )
    turn = (h2 - h1 + 180) % 360 - 180
    light, c, h = (one[0] + other[0]) / 2, (c1 + c2) / 2, np.radians((h1 + turn / 2) % 360)
    hues = zip((-0.17, 0.24, 0.32, -0.20), (1, 2, 3, 4), np.radians([-30, 0, 6, -63]), strict=True)
    weight = 1 + sum(size * np.cos(times * h + shift) for size, times, shift in hues)
    spread = np.radians(60 * np.exp(-(((np.degrees(h) - 275) / 25) ** 2)))
    dl = (other[0] - one[0]) / (1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * c)
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2) / (1 + 0.015 * c * weight)
    return float(np.sqrt(dl**2 + dc**2 + dh**2 - 2 * np.sqrt(c**7 / (c**7 + 25**7)) * np.sin(spread) * dc * dh))
