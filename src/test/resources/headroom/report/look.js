"use strict";
// What BrowserTest asks of a page.
window.look = (() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const shown = (e) => e.checkVisibility({ visibilityProperty: true });
  const name = (e) =>
    (e.tagName + "." + (e.getAttribute("class") ?? "") + " " +
      (e.getAttribute("aria-label") ?? e.textContent ?? "")).trim().slice(0, 70);
  const parts = (colour) => {
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    paint.fillStyle = colour;
    paint.fillRect(0, 0, 1, 1);
    return [...paint.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => {
      const s = v / 255;
      return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => {
    const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };
  /** The colour behind an element; SVG brings a rectangle of its own. */
  const behind = (e) => {
    const sheet = e.closest("svg")?.querySelector("rect.bg");
    if (sheet) return parts(getComputedStyle(sheet).fill);
    for (let at = e; at; at = at.parentElement) {
      const rgba = parts(getComputedStyle(at).backgroundColor);
      if (rgba[3] === 255) return rgba;
    }
    return [255, 255, 255, 255];
  };
  const pale = (least) => {
    const found = new Map();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
      const e = walk.currentNode.parentElement;
      const silent = e.closest("style, script, noscript, title, desc, .hidden, .skip");
      if (silent || !walk.currentNode.data.trim() || !shown(e)) continue;
      const style = getComputedStyle(e);
      const colour = e.closest("svg") ? style.fill : style.color;
      const key = colour + " " + e.tagName + "." + (e.getAttribute("class") ?? "");
      if (found.has(key)) continue;
      const r = ratio(parts(colour), behind(e));
      found.set(key, r < least ? r.toFixed(2) + " " + key + " " + name(e) : "");
    }
    return [...found.values()].filter((each) => each);
  };
  /** Whether a canvas has marks in a colour of its legend, more than a few. */
  const drawn = (plot) => {
    const colours = [...plot.querySelectorAll(".legend button svg > *")]
      .map((e) => parts(e.getAttribute("stroke") ?? e.getAttribute("fill")));
    const canvas = plot.querySelector("canvas");
    const { width, height } = canvas;
    if (!colours.length || !width || !height) return false;
    const pixels = canvas.getContext("2d").getImageData(0, 0, width, height).data;
    let hits = 0;
    for (let i = 0; i < pixels.length; i += 4) {
      if (pixels[i + 3] < 200) continue;
      const near = (c) =>
        Math.abs(c[0] - pixels[i]) + Math.abs(c[1] - pixels[i + 1]) + Math.abs(c[2] - pixels[i + 2]) < 12;
      if (colours.some(near)) hits++;
    }
    return hits > 60;
  };
  const stops = () =>
    all("a[href], button, summary, [tabindex]").filter(shown);
  /** As a PDF writes it: shares of one without the naught. */
  const inPdf = (rgb) =>
    rgb.slice(0, 3)
      .map((v) => (v === 255 ? "1" : String(Number((v / 255).toFixed(4))).replace(/^0\./, ".")))
      .join(" ");
  const reached = new Set();
  const order = [];
  const unseen = [];
  return {
    shown: (selector) => all(selector).filter(shown).length,
    charts: () => all(".plot canvas").length + all(".picture svg").filter(shown).length,
    blank: () => [
      ...all(".plot").filter((plot) => !plot.querySelector("canvas") || !drawn(plot)),
      ...all(".picture svg").filter((svg) => !svg.querySelector("path.l, circle")),
    ].map(name),
    standIns: () => all("noscript svg, svg.ov").filter(shown).length,
    brightness: () => light(behind(document.body)),
    pale,
    /** The colours of the lines in all charts. */
    colours: () => [...new Set([
      ...all(".legend button svg > *").map((e) => e.getAttribute("stroke") ?? e.getAttribute("fill")),
      ...all(".picture path.l").map((e) => getComputedStyle(e).stroke),
    ])].map((colour) => inPdf(parts(colour))),
    overhang: () => {
      const root = document.documentElement;
      return Math.max(root.scrollWidth, document.body.scrollWidth) - root.clientWidth;
    },
    /** How many places the Tab key should stop at, with every fold open. */
    stops: () => {
      all("details").forEach((each) => (each.open = true));
      return stops().length;
    },
    /** Notes what has the focus; true once it has gone round. */
    step: () => {
      const e = document.activeElement;
      if (!e || e === document.body) return order.length > 0;
      if (reached.has(e)) return true;
      reached.add(e);
      order.push(name(e));
      const style = getComputedStyle(e);
      const box = e.getBoundingClientRect();
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const near = box.bottom > 0 && box.top < innerHeight;
      if (!ring || !near) unseen.push(name(e));
      return false;
    },
    order: () => order,
    unseen: () => unseen,
    unreached: () => stops().filter((e) => !reached.has(e)).map(name),
  };
})();
