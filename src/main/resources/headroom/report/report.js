"use strict";
(() => {
  const run = JSON.parse(document.getElementById("data").textContent);
  const plots = [];
  document.documentElement.classList.add("drawn");
  const css = (name) =>
    getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  const alpha = (hex, a) =>
    hex + Math.round(a * 255).toString(16).padStart(2, "0");
  const numbers = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 });
  const number = (v) => numbers.format(v);
  const errors = new Intl.NumberFormat("en", { maximumSignificantDigits: 2 });
  const error = (v) => errors.format(v);
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const two = (n) => String(n).padStart(2, "0");
  const date = (t) => {
    const d = new Date(t * 1000);
    return d.getUTCDate() + " " + MONTHS[d.getUTCMonth()];
  };
  const time = (t) => {
    const d = new Date(t * 1000);
    return two(d.getUTCHours()) + ":" + two(d.getUTCMinutes());
  };

  // Every value holds from its time to the next, so the last step needs an end of its own.
  const steps = run.charts.length ? run.charts[0].lines[0].values.length : 0;
  const times = Array.from({ length: steps + 1 }, (_, i) => run.start + i * run.step);
  const held = (values) => values.concat(values.slice(-1));
  const stepped = uPlot.paths.stepped({ align: 1, alignGaps: 1 });
  const FONT = "12px system-ui, -apple-system, Segoe UI, Roboto, sans-serif";

  /** The columns that uPlot draws, and how: lines, then a lower and upper edge for each band. */
  function columns(chart, shown) {
    const data = [times];
    const series = [{}];
    const bands = [];
    const stack = chart.form === "STACK";
    let below = null;
    chart.lines.forEach((line, i) => {
      const colour = css(line.colour);
      let values = held(line.values);
      if (stack) {
        const add = shown[i] ? values : values.map(() => 0);
        values = add.map((v, k) => (below ? below[k] : 0) + (v ?? 0));
        below = values;
      }
      data.push(values);
      series.push({
        show: shown[i], stroke: stack ? "transparent" : colour,
        width: stack ? 0 : 1.75, paths: stepped,
        dash: line.dashed ? [6, 4] : undefined, points: { show: false },
        fill: stack ? alpha(colour, 0.85) : undefined,
      });
    });
    if (stack) {
      // Each area ends at the one below it that is shown.
      let last = 0;
      shown.forEach((on, i) => {
        if (on && last) bands.push({ series: [i + 1, last] });
        if (on) last = i + 1;
      });
      return { data, series, bands };
    }
    chart.lines.forEach((line, i) => {
      if (!line.halfWidths.length) return;
      const edge = (sign) =>
        held(line.values.map((v, k) => {
          const h = line.halfWidths[k];
          if (v === null || h === null) return null;
          const low = chart.form === "LOG" ? v / 100 : 0;
          return Math.max(v + sign * h, low);
        }));
      const at = series.length;
      for (const sign of [1, -1]) {
        data.push(edge(sign));
        series.push({
          show: shown[i], stroke: "transparent", width: 0, paths: stepped,
          points: { show: false },
        });
      }
      bands.push({ series: [at, at + 1], fill: alpha(css(line.colour), 0.2) });
    });
    return { data, series, bands };
  }

  /** The range of the vertical axis over lines and limits; bands may be cut off. */
  function extent(chart, shown) {
    let least = Infinity;
    let most = -Infinity;
    const see = (v) => {
      if (v === null || (chart.form === "LOG" && v <= 0)) return;
      least = Math.min(least, v);
      most = Math.max(most, v);
    };
    chart.lines.forEach((line, i) => {
      if (shown[i]) line.values.forEach((v, k) => {
        see(v);
        const h = line.halfWidths[k];
        if (v !== null && h) see(v + h);
      });
    });
    chart.limits.forEach((limit) => see(limit.value));
    if (chart.form === "LOG") {
      if (least > most) return [0.1, 10];
      const rung = (v, up) => {
        const ten = 10 ** Math.floor(Math.log10(v));
        const marks = [1, 2, 5, 10].map((m) => m * ten);
        return up ? marks.find((m) => m >= v * 1.02) ?? 20 * ten : marks.filter((m) => m <= v).pop();
      };
      return [rung(least, false), rung(most, true)];
    }
    return most > 0 ? [0, most * 1.08] : [0, 1];
  }

  function stackedExtent(data) {
    let most = 0;
    for (let i = 1; i < data.length; i++) for (const v of data[i]) most = Math.max(most, v);
    return [0, most > 0 ? most * 1.08 : 1];
  }

  function shadePeakHours(u) {
    const { ctx, bbox } = u;
    ctx.save();
    ctx.fillStyle = css("shade");
    for (let k = 0; k < run.peak.length; k++) {
      const from = k;
      while (k < run.peak.length && run.peak[k] >= 0.5) k++;
      if (k === from) continue;
      const a = Math.max(bbox.left, u.valToPos(times[from], "x", true));
      const b = Math.min(bbox.left + bbox.width, u.valToPos(times[k], "x", true));
      if (b > a) ctx.fillRect(a, bbox.top, b - a, bbox.height);
    }
    ctx.restore();
  }

  function drawBoundaries(u) {
    const { ctx, bbox } = u;
    const px = devicePixelRatio;
    ctx.save();
    ctx.font = 12 * px + FONT.slice(2);
    ctx.strokeStyle = css("phase");
    ctx.fillStyle = css("soft");
    ctx.setLineDash([2 * px, 3 * px]);
    ctx.lineWidth = px;
    ctx.textAlign = "left";
    ctx.textBaseline = "bottom";
    const right = bbox.left + bbox.width;
    run.boundaries.forEach((each, i) => {
      const next = run.boundaries[i + 1];
      const x = u.valToPos(each.at, "x", true);
      const end = next ? u.valToPos(next.at, "x", true) : right;
      const from = Math.max(x, bbox.left);
      if (x > bbox.left + 1 && x < right) {
        ctx.beginPath();
        ctx.moveTo(x, bbox.top - 14 * px);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
      }
      const room = Math.min(end, right) - from - 6 * px;
      if (ctx.measureText(each.label).width < room) {
        ctx.fillText(each.label, from + 4 * px, bbox.top - 2 * px);
      }
    });
    ctx.restore();
  }

  function drawLimits(u, chart) {
    const { ctx, bbox } = u;
    const px = devicePixelRatio;
    ctx.save();
    ctx.strokeStyle = css("black");
    ctx.lineWidth = px;
    ctx.setLineDash([8 * px, 4 * px]);
    for (const limit of chart.limits) {
      const y = u.valToPos(limit.value, "y", true);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    ctx.restore();
  }

  function options(chart, parts, shown, width, height) {
    const log = chart.form === "LOG";
    const range = chart.form === "STACK" ? stackedExtent(parts.data) : extent(chart, shown);
    const axis = {
      stroke: css("soft"), font: FONT,
      grid: { stroke: css("grid"), width: 1 }, ticks: { stroke: css("grid"), width: 1 },
    };
    return {
      width, height, tzDate: (t) => uPlot.tzDate(new Date(t * 1000), "Etc/UTC"),
      padding: [22, 26, 0, 0], legend: { show: false }, series: parts.series, bands: parts.bands,
      cursor: {
        y: false, points: { show: false }, drag: { x: true, y: false },
        sync: { key: "run", setSeries: false },
      },
      scales: { x: { time: true }, y: { distr: log ? 3 : 1, range: () => range } },
      axes: [
        {
          ...axis, space: 64, size: 34,
          values: (u, splits, at, space, step) =>
            splits.map((t, i) =>
              step >= 86400 || time(t) === "00:00" ? date(t)
                : i === 0 ? date(t) + " " + time(t) : time(t)),
        },
        {
          ...axis, size: 62, values: (u, splits) => splits.map((v) => (v === null ? "" : number(v))),
          ...(log && {
            filter: (u, splits) =>
              splits.map((v) => {
                const lead = Math.round(v / 10 ** Math.floor(Math.log10(v) + 1e-9));
                return lead === 1 || lead === 2 || lead === 5 ? v : null;
              }),
          }),
        },
      ],
      hooks: {
        drawClear: [shadePeakHours],
        draw: [(u) => drawLimits(u, chart), drawBoundaries],
      },
    };
  }

  function sample(line, stack) {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("aria-hidden", "true");
    const mark = document.createElementNS(ns, stack ? "rect" : "path");
    if (stack) {
      mark.setAttribute("width", "14");
      mark.setAttribute("height", "10");
      mark.setAttribute("x", "8");
      mark.setAttribute("rx", "2");
      mark.setAttribute("fill", css(line.colour));
    } else {
      mark.setAttribute("d", "M0 5H22");
      mark.setAttribute("stroke", css(line.colour));
      mark.setAttribute("stroke-width", line.thin ? "1" : "2.5");
      if (line.dashed) mark.setAttribute("stroke-dasharray", "6 3");
    }
    svg.append(mark);
    return svg;
  }

  /** Buttons that name the lines, show their values and switch them on and off. */
  function legend(plot) {
    const { chart, shown } = plot;
    const box = document.createElement("div");
    box.className = "legend";
    const when = document.createElement("span");
    when.className = "when";
    box.append(when);
    const now = chart.lines.map((line, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = "Show or hide " + line.label;
      button.setAttribute("aria-pressed", String(shown[i]));
      button.append(sample(line, chart.form === "STACK"), line.label + " ");
      const value = document.createElement("span");
      value.className = "now";
      button.append(value);
      button.addEventListener("click", () => {
        shown[i] = !shown[i];
        button.setAttribute("aria-pressed", String(shown[i]));
        plot.draw();
      });
      box.append(button);
      return value;
    });
    for (const limit of chart.limits) {
      const name = document.createElement("span");
      name.className = "limit";
      name.append(sample({ colour: "black", dashed: true, thin: true }, false));
      name.append(limit.label + " " + number(limit.value));
      box.append(name);
    }
    plot.read = (k) => {
      const at = k !== null && k !== undefined && k < steps;
      when.textContent = at ? date(times[k]) + " " + time(times[k]) : chart.unit;
      chart.lines.forEach((line, i) => {
        const v = at ? line.values[k] : null;
        const h = at && line.halfWidths.length ? line.halfWidths[k] : null;
        now[i].textContent = !at ? ""
          : v === null ? "–" : number(v) + (h === null ? "" : " ± " + error(h));
      });
      if (at && document.activeElement === plot.surface) {
        plot.surface.setAttribute("aria-valuetext", when.textContent + ": " +
          chart.lines.map((line, i) => line.label + " " + now[i].textContent).join(", "));
        plot.surface.setAttribute("aria-valuenow", String(k));
      }
    };
    return box;
  }

  /** A focusable surface: the chart as a slider over time. */
  function surface(plot) {
    const box = document.createElement("div");
    box.className = "surface";
    box.tabIndex = 0;
    box.setAttribute("role", "slider");
    box.setAttribute("aria-label", plot.chart.title + ", values over time");
    box.setAttribute("aria-valuemin", "0");
    box.setAttribute("aria-valuemax", String(steps - 1));
    box.setAttribute("aria-valuenow", "0");
    box.addEventListener("keydown", (event) => {
      const u = plot.u;
      const day = Math.max(1, Math.round(86400 / run.step));
      const moves = {
        ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: day, PageDown: -day,
        Home: -steps, End: steps,
      };
      if (event.key === "Escape") {
        plots.forEach((each) => each.u.setScale("x", { min: times[0], max: times[steps] }));
      } else if (event.key in moves) {
        event.preventDefault();
        const k = Math.min(steps - 1, Math.max(0, (u.cursor.idx ?? 0) + moves[event.key]));
        u.setCursor({ left: u.valToPos(times[k] + run.step * 0.01, "x"), top: 1 });
        plot.read(k);
      }
    });
    return box;
  }

  function build(box, chart) {
    const plot = { chart, box, shown: chart.lines.map(() => true), u: null };
    const small = chart.form === "STACK";
    plot.surface = surface(plot);
    plot.draw = () => {
      const zoom = plot.u ? { min: plot.u.scales.x.min, max: plot.u.scales.x.max } : null;
      plot.u?.destroy();
      const parts = columns(chart, plot.shown);
      const width = Math.max(240, Math.floor(box.clientWidth));
      const o = options(chart, parts, plot.shown, width, small ? 210 : 280);
      o.hooks.setCursor = [(u) => plot.read(u.cursor.left >= 0 ? under(u) : null)];
      plot.u = new uPlot(o, parts.data, plot.surface);
      if (zoom) plot.u.setScale("x", zoom);
    };
    plot.legend = () => {
      plot.names?.remove();
      plot.names = legend(plot);
      box.prepend(plot.names);
      plot.read(null);
    };
    box.append(plot.surface);
    plot.legend();
    plot.draw();
    plots.push(plot);
  }

  /** The step that the cursor stands in, not the nearest edge between two. */
  function under(u) {
    const k = Math.floor((u.posToVal(u.cursor.left, "x") - run.start) / run.step);
    return Math.min(steps - 1, Math.max(0, k));
  }

  function redraw() {
    for (const plot of plots) {
      plot.legend();
      plot.draw();
    }
  }

  for (const box of document.querySelectorAll(".plot")) {
    const chart = run.charts.find((each) => each.id === box.dataset.chart);
    if (chart) build(box, chart);
  }
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    plots.forEach((plot) => plot.draw());
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
  // Paper is white: print in the light colours whatever the screen has.
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.print = "";
    redraw();
  });
  addEventListener("afterprint", () => {
    delete document.documentElement.dataset.print;
    redraw();
  });
})();
