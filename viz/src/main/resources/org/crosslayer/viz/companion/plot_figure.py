"""Draws the figure beside this file from its data. Needs NumPy and matplotlib.

python3 THIS_FILE [OUT.pdf]
"""

import os
import sys

import matplotlib

matplotlib.use("Agg")
matplotlib.rcParams.update({
    "pdf.fonttype": 42, "ps.fonttype": 42, "svg.fonttype": "none",
    "font.family": "@FAMILY@", "font.size": @POINTS@, "axes.linewidth": 0.5,
})
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap, LogNorm, Normalize

here = os.path.dirname(os.path.abspath(__file__))
data = np.load(os.path.join(here, "@DATA@"))
letters = [key[0] for key in data.files if key.endswith("_kind")]
columns = @COLUMNS@
rows = -(-len(letters) // columns)
palette = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B58900", "#56B4E9", "#000000", "#7F7F7F"]
markers = ["o", "s", "^", "D"]
dashes = ["-", "--", ":", "-."]
diverging = LinearSegmentedColormap.from_list("blue-white-vermilion", [
    (0.0, "#005A9C"), (64 / 255, "#5FA3D3"), (127 / 255, "#F7F7F7"), (128 / 255, "#F7F7F7"), (191 / 255, "#EE8F4E"),
    (1.0, "#A63F00")])


def scale(get):
    name, transform, _ = get("scale")
    low, high = get("range")
    norm = LogNorm(low, high, clip=True) if transform == "log" else Normalize(low, high, clip=True)
    return {"grey": "gray", "diverging": diverging}.get(str(name), str(name)), norm


def heatmap(axes, get):
    colors, norm = scale(get)
    values = get("values")
    _, row_title, _, column_title, name, unit = get("words")
    image = axes.imshow(np.ma.masked_invalid(values), cmap=colors, norm=norm, interpolation="nearest")
    axes.set_facecolor("#F0F1F3")
    axes.set_ylabel(row_title)
    axes.set_xlabel(column_title)
    for axis, labels in ((axes.yaxis, get("row_labels")), (axes.xaxis, get("column_labels"))):
        step = max(1, -(-len(labels) // 24))
        axis.set_ticks(np.arange(0, len(labels), step), labels[::step])
    if any(len(label) > 3 for label in get("column_labels")):
        axes.tick_params(axis="x", rotation=90)
    for row, column in get("marks"):
        axes.plot(column, row, "s", color="white", markeredgecolor="#1F2328", markersize=3)
    axes.figure.colorbar(image, ax=axes, label=f"{name} ({unit})" if unit else str(name), fraction=0.046)


def chart(axes, get):
    x_title, y_title, mark, _, x_log, y_log = get("axes")
    names = get("names")
    points = get("points")
    for index, name in enumerate(names):
        _, x, y, low, high = points[points[:, 0] == index].T
        error = np.vstack([y - low, high - y])
        style = {"color": palette[index], "label": name, "capsize": 1.5, "elinewidth": 0.5}
        if mark == "bars":
            width = 0.8 / len(names)
            axes.bar(x + (index - (len(names) - 1) / 2) * width, y, width, color=palette[index], label=name)
            if np.any(error > 0):
                axes.errorbar(x + (index - (len(names) - 1) / 2) * width, y, error, fmt="none", ecolor="#1F2328",
                              capsize=1.5, elinewidth=0.5)
        else:
            joined = dashes[index % 4] if mark == "lines" else "none"
            axes.errorbar(x, y, error, linestyle=joined, marker=markers[index % 4], markersize=3, linewidth=1, **style)
    for (_, x, y, _, _), label in zip(points, get("labels")):
        if label:
            axes.annotate(" " + label, (x, y))
    axes.set_xlabel(x_title)
    axes.set_ylabel(y_title)
    axes.set_xscale("log" if x_log else "linear")
    axes.set_yscale("log" if y_log else "linear")
    axes.grid(axis="y", linewidth=0.25)
    if len(names) > 1:
        axes.legend(frameon=False)


def bands(axes, get):
    colors, norm = scale(get)
    left, right = get("left"), get("right")
    left_title, right_title, value_title = get("titles")
    shades = plt.get_cmap(colors)
    t = np.linspace(0, 1, 50)
    bend = 3 * t ** 2 - 2 * t ** 3
    for a, b, value in sorted(get("pairs").tolist(), key=lambda pair: -pair[2]):
        start, end = (a + 0.5) / len(left), (b + 0.5) / len(right)
        axes.plot(t, start + (end - start) * bend, color=shades(norm(value)), linewidth=3, solid_capstyle="butt")
    for names, x, side in ((left, -0.03, "right"), (right, 1.03, "left")):
        for index, name in enumerate(names):
            axes.text(x, (index + 0.5) / len(names), name, ha=side, va="center")
    axes.text(0, -0.04, left_title, ha="left")
    axes.text(1, -0.04, right_title, ha="right")
    axes.set_ylim(1, 0)
    axes.set_axis_off()
    mappable = matplotlib.cm.ScalarMappable(norm, colors)
    axes.figure.colorbar(mappable, ax=axes, label=str(value_title), fraction=0.046, pad=0.12)


figure, grid = plt.subplots(rows, columns, squeeze=False, figsize=(@WIDTH@, @WIDTH@ / columns * rows * 0.85),
                            layout="constrained")
for axes in grid.flat[len(letters):]:
    axes.set_visible(False)
for axes, letter in zip(grid.flat, letters):
    def get(name, prefix=letter):
        return data[f"{prefix}_{name}"]

    {"heatmap": heatmap, "chart": chart, "bands": bands}[str(get("kind")[0])](axes, get)
    title = str(get("title")[0])
    heading = f"({letter}) {title}".strip() if len(letters) > 1 else title
    axes.set_title(heading, loc="left", fontsize=@POINTS@)

out = sys.argv[1] if len(sys.argv) > 1 else os.path.splitext(os.path.abspath(__file__))[0] + "-matplotlib.pdf"
figure.savefig(out)
