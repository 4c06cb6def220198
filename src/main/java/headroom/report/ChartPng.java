package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.TimeSeries;
import headroom.page.PageFrame;

import org.jfree.chart.ChartUtils;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.DateAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.DeviationStepRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYStepAreaRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The charts of a report as PNG files, for slides and documents: light, 1,600 pixels wide. Their
 * bytes depend on the fonts of the machine.
 */
public final class ChartPng {
    private static final int WIDTH = 1600;
    private static final int HEIGHT = 760;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 22);
    private static final Font SMALL = FONT.deriveFont(19f);
    private static final Color INK = new Color(0x1b2430);
    private static final Color SOFT = new Color(0x566170);
    private static final Color GRID = new Color(0xdfe4ea);
    private static final Color SHADE = new Color(0xe9edf3);
    private static final Color CLEAR = new Color(255, 255, 255, 0);
    private static final Shape SWATCH = new Rectangle2D.Double(-11, -8, 22, 16);
    private static final Pattern COLOUR = Pattern.compile("--(\\w+): (#[0-9a-f]{6});");

    private final RunResult result;
    private final Chart chart;
    private final Map<String, Color> colours;

    private ChartPng(RunResult result, Chart chart, Map<String, Color> colours) {
        this.result = result;
        this.chart = chart;
        this.colours = colours;
    }

    /** Each chart with anything in it, by its name in a results folder: {@code charts/ID.png}. */
    public static Map<String, byte[]> all(RunResult result) {
        List<Chart> charts = new ArrayList<>(ChartPlan.of(result));
        charts.addAll(ChartPlan.outcomes(result));
        charts.addAll(LimitCharts.refusing(result));
        Map<String, Color> colours = colours();
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (Chart chart : charts) {
            if (!chart.isEmpty()) {
                all.put(
                        "charts/" + chart.id() + ".png",
                        new ChartPng(result, chart, colours).bytes());
            }
        }
        return all;
    }

    /** The light colours of the style sheet, which are named first in it. */
    private static Map<String, Color> colours() {
        Map<String, Color> colours = new LinkedHashMap<>();
        for (Matcher m = COLOUR.matcher(PageFrame.style()); m.find(); ) {
            colours.putIfAbsent(m.group(1), Color.decode(m.group(2)));
        }
        return colours;
    }

    private byte[] bytes() {
        ValueAxis values = values();
        XYPlot plot = new XYPlot(null, times(), values, null);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinePaint(GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setInsets(new RectangleInsets(12, 12, 8, 40));
        LegendItemCollection legend = new LegendItemCollection();
        if (chart.form() == Chart.Form.STACK) {
            stack(plot, legend);
        } else {
            lines(plot, legend);
        }
        if (values instanceof LogAxis axis) {
            mark(axis);
        }
        plot.setFixedLegendItems(legend);
        markers(plot);
        JFreeChart drawn = new JFreeChart(title(), FONT.deriveFont(Font.BOLD, 28f), plot, true);
        drawn.setBackgroundPaint(Color.WHITE);
        drawn.getTitle().setPaint(INK);
        drawn.getLegend().setItemFont(FONT);
        drawn.getLegend().setItemPaint(INK);
        drawn.getLegend().setFrame(org.jfree.chart.block.BlockBorder.NONE);
        drawn.setPadding(new RectangleInsets(16, 10, 12, 10));
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ChartUtils.writeChartAsPNG(out, drawn, WIDTH, HEIGHT);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the report the heading of a section stands above the names of tiers. */
    private String title() {
        String above = chart.id().startsWith("outcomes-")
                ? "Outcomes: "
                : chart.id().startsWith("limits-") ? "Users refused: " : "";
        return above + chart.title();
    }

    private static DateAxis times() {
        DateAxis axis = new DateAxis(null, TimeZone.getTimeZone("UTC"), Locale.ENGLISH);
        dress(axis);
        axis.setLowerMargin(0);
        axis.setUpperMargin(0);
        return axis;
    }

    private ValueAxis values() {
        if (chart.form() == Chart.Form.LOG) {
            LogAxis axis = new LogAxis(chart.unit());
            axis.setTickUnit(new NumberTickUnit(1));
            axis.setMinorTickMarksVisible(false);
            axis.setNumberFormatOverride(new java.text.DecimalFormat(
                    "0.######", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)));
            dress(axis);
            return axis;
        }
        NumberAxis axis = new NumberAxis(chart.unit());
        axis.setAutoRangeIncludesZero(true);
        axis.setRangeType(org.jfree.data.RangeType.POSITIVE);
        axis.setNumberFormatOverride(new java.text.DecimalFormat(
                "#,##0.####", java.text.DecimalFormatSymbols.getInstance(Locale.ROOT)));
        dress(axis);
        return axis;
    }

    /** A mark a decade, or wherever the value doubles where there are not two decades. */
    private static void mark(LogAxis axis) {
        double decades = StrictMath.log10(axis.getUpperBound() / axis.getLowerBound());
        axis.setBase(decades < 2 ? 2 : 10);
    }

    private static void dress(ValueAxis axis) {
        axis.setLabelFont(FONT);
        axis.setLabelPaint(SOFT);
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(SOFT);
        axis.setAxisLinePaint(GRID);
        axis.setTickMarkPaint(GRID);
    }

    private Color colour(Chart.Line line) {
        return colours.getOrDefault(line.colour(), INK);
    }

    /** Steps with their bands; each unbroken stretch is a series of its own. */
    private void lines(XYPlot plot, LegendItemCollection legend) {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        DeviationStepRenderer renderer = new DeviationStepRenderer(true, false);
        renderer.setAlpha(0.18f);
        for (Chart.Line line : chart.lines()) {
            Color colour = colour(line);
            float[] dash = line.dashed() ? new float[] {12, 8} : null;
            BasicStroke stroke =
                    new BasicStroke(3, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
            for (YIntervalSeries part : parts(line, data.getSeriesCount())) {
                int at = data.getSeriesCount();
                data.addSeries(part);
                renderer.setSeriesPaint(at, colour);
                renderer.setSeriesFillPaint(at, colour);
                renderer.setSeriesStroke(at, stroke);
            }
            Shape sample = new java.awt.geom.Line2D.Double(-18, 0, 18, 0);
            legend.add(new LegendItem(line.label(), null, null, null, sample, stroke, colour));
        }
        plot.setDataset(data);
        plot.setRenderer(renderer);
    }

    private List<YIntervalSeries> parts(Chart.Line line, int first) {
        List<YIntervalSeries> parts = new ArrayList<>();
        double[] values = line.series().values();
        YIntervalSeries part = null;
        for (int step = 0; step < values.length; step++) {
            double value = values[step];
            boolean drawn = Double.isFinite(value) && (chart.form() != Chart.Form.LOG || value > 0);
            if (drawn && part == null) {
                part = new YIntervalSeries(first + parts.size());
                parts.add(part);
            }
            if (part != null && drawn) {
                double error = line.series().halfWidths()[step];
                double half = Double.isFinite(error) ? error : 0;
                double least = chart.form() == Chart.Form.LOG ? value / 100 : 0;
                double low = Math.max(least, value - half);
                part.add(millis(step), value, low, value + half);
                part.add(millis(step + 1) - 1, value, low, value + half);
            }
            part = drawn ? part : null;
        }
        return parts;
    }

    /** Areas on top of each other, drawn from the highest sum down. */
    private void stack(XYPlot plot, LegendItemCollection legend) {
        List<double[]> sums = new ArrayList<>();
        double[] sum = new double[chart.lines().get(0).series().values().length];
        for (Chart.Line line : chart.lines()) {
            for (int i = 0; i < sum.length; i++) {
                double value = line.series().values()[i];
                sum[i] += Double.isFinite(value) ? value : 0;
            }
            sums.add(sum.clone());
            legend.add(new LegendItem(line.label(), null, null, null, SWATCH, colour(line)));
        }
        List<Integer> order = new ArrayList<>();
        for (int k = 0; k < sums.size(); k++) {
            order.add(k);
        }
        Collections.reverse(order);
        for (int at = 0; at < order.size(); at++) {
            int k = order.get(at);
            YIntervalSeries series = new YIntervalSeries(k);
            for (int step = 0; step <= sum.length; step++) {
                double top = sums.get(k)[Math.min(step, sum.length - 1)];
                series.add(millis(step), top, top, top);
            }
            YIntervalSeriesCollection data = new YIntervalSeriesCollection();
            data.addSeries(series);
            XYItemRenderer renderer = new XYStepAreaRenderer(XYStepAreaRenderer.AREA);
            renderer.setSeriesPaint(0, colour(chart.lines().get(k)));
            plot.setDataset(at, data);
            plot.setRenderer(at, renderer);
        }
        plot.setDatasetRenderingOrder(org.jfree.chart.plot.DatasetRenderingOrder.FORWARD);
    }

    private void markers(XYPlot plot) {
        ChartPlan.first(result, "peak.hours").ifPresent(hours -> {
            for (int step = 0; step < hours.values().length; step++) {
                if (hours.values()[step] >= 0.5) {
                    plot.addDomainMarker(
                            new IntervalMarker(millis(step), millis(step + 1), SHADE),
                            Layer.BACKGROUND);
                }
            }
        });
        phases(plot);
        limits(plot);
    }

    private void phases(XYPlot plot) {
        BasicStroke thin = new BasicStroke(1.5f, 0, 0, 1, new float[] {3, 5}, 0);
        List<Chart.Boundary> all = Chart.Boundary.of(result);
        for (int k = 0; k < all.size(); k++) {
            Chart.Boundary each = all.get(k);
            double at = result.start().toEpochMilli() + 1000 * each.seconds();
            ValueMarker marker = new ValueMarker(at, SOFT, thin);
            double end = k + 1 < all.size() ? all.get(k + 1).seconds() : result.horizonSeconds();
            double pixels = (end - each.seconds()) / result.horizonSeconds() * 0.88 * WIDTH;
            marker.setLabel(pixels > 10.5 * each.label().length() ? each.label() : null);
            marker.setLabelBackgroundColor(CLEAR);
            marker.setLabelFont(SMALL);
            marker.setLabelPaint(SOFT);
            marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            marker.setLabelTextAnchor(TextAnchor.TOP_LEFT);
            marker.setLabelOffset(new RectangleInsets(4, 4, 4, 6));
            plot.addDomainMarker(marker, Layer.FOREGROUND);
        }
    }

    private void limits(XYPlot plot) {
        BasicStroke dashed = new BasicStroke(2, 0, 0, 1, new float[] {14, 7}, 0);
        for (Chart.Limit limit : chart.limits()) {
            ValueMarker marker = new ValueMarker(limit.value(), INK, dashed);
            marker.setLabel(limit.label());
            marker.setLabelBackgroundColor(CLEAR);
            marker.setLabelFont(SMALL);
            marker.setLabelPaint(INK);
            marker.setLabelAnchor(RectangleAnchor.TOP_RIGHT);
            marker.setLabelTextAnchor(TextAnchor.BOTTOM_RIGHT);
            plot.addRangeMarker(marker, Layer.FOREGROUND);
            ValueAxis axis = plot.getRangeAxis();
            if (axis.getUpperBound() < limit.value() * 1.08) {
                axis.setUpperBound(limit.value() * 1.08);
            }
        }
    }

    private double millis(int step) {
        TimeSeries series = result.series();
        return series.start().toEpochMilli() + 1000 * step * series.stepSeconds();
    }
}
