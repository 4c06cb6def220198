package headroom.charts;

import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

/**
 * Draws the pictures of this room from their SVG as PNG, for slides and documents: light, 1,600
 * pixels wide. It knows what they are made of and no more: paths of straight lines, circles,
 * rectangles, words, and their styles. The bytes depend on the fonts of the machine.
 */
final class SvgPng {
    private static final int WIDTH = 1600;
    private static final Pattern STEP = Pattern.compile("([MLhZ])([-0-9. ]*)");

    private final Graphics2D graphics;
    private final SvgStyle style;

    private SvgPng(Graphics2D graphics, SvgStyle style) {
        this.graphics = graphics;
        this.style = style;
    }

    /** The picture as the bytes of a PNG file. */
    static byte[] of(String svg) {
        Element root = parse(svg).getDocumentElement();
        double[] box = numbers(root.getAttribute("viewBox"));
        double scale = WIDTH / box[2];
        BufferedImage image = new BufferedImage(
                WIDTH, (int) Math.round(box[3] * scale), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.scale(scale, scale);
        String rules = root.getElementsByTagName("style").item(0).getTextContent();
        new SvgPng(graphics, new SvgStyle(rules, root.getAttribute("class"))).draw(root);
        graphics.dispose();
        try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Document parse(String svg) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(svg)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IllegalStateException("a picture is no XML", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] numbers(String text) {
        return Pattern.compile("[-0-9.]+")
                .matcher(text)
                .results()
                .mapToDouble(each -> Double.parseDouble(each.group()))
                .toArray();
    }

    private static double number(Element element, String name) {
        String text = element.getAttribute(name);
        return text.isEmpty() ? 0 : Double.parseDouble(text);
    }

    private void draw(Element root) {
        NodeList all = root.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (!(all.item(i) instanceof Element element)) {
                continue;
            }
            double x = number(element, "x");
            double y = number(element, "y");
            switch (element.getTagName()) {
                case "path" -> shape(element, path(element.getAttribute("d")));
                case "rect" ->
                    shape(
                            element,
                            new Rectangle2D.Double(
                                    x, y, number(element, "width"), number(element, "height")));
                case "circle" -> {
                    double r = number(element, "r");
                    double left = number(element, "cx") - r;
                    double top = number(element, "cy") - r;
                    shape(element, new Ellipse2D.Double(left, top, 2 * r, 2 * r));
                }
                case "text" -> text(element, x, y);
                case "title", "desc", "style" -> {}
                default ->
                    throw new IllegalStateException("no picture has " + element.getTagName());
            }
        }
    }

    private static Path2D path(String d) {
        Path2D path = new Path2D.Double();
        for (MatchResult step : STEP.matcher(d).results().toList()) {
            double[] to = numbers(step.group(2));
            switch (step.group(1)) {
                case "M" -> path.moveTo(to[0], to[1]);
                case "L" -> path.lineTo(to[0], to[1]);
                case "h" -> {
                    var from = path.getCurrentPoint();
                    path.lineTo(from.getX() + to[0], from.getY());
                }
                default -> path.closePath();
            }
        }
        return path;
    }

    private void shape(Element element, Shape shape) {
        SvgStyle.Rules rules = style.of(element);
        rules.colour("fill", "#000000").ifPresent(fill -> {
            paint(fill, rules.number("fill-opacity", 1));
            graphics.fill(shape);
        });
        rules.colour("stroke", "none").ifPresent(stroke -> {
            paint(stroke, 1);
            String own = element.getAttribute("stroke-dasharray");
            graphics.setStroke(
                    stroke(rules, own.isEmpty() ? rules.text("stroke-dasharray", "") : own));
            graphics.draw(shape);
        });
    }

    private void paint(Color colour, double opacity) {
        graphics.setComposite(AlphaComposite.getInstance(AlphaComposite.SRC_OVER, (float) opacity));
        graphics.setPaint(colour);
    }

    private static BasicStroke stroke(SvgStyle.Rules rules, String dashes) {
        double[] numbers = numbers(dashes);
        float[] dash = new float[numbers.length];
        for (int i = 0; i < dash.length; i++) {
            dash[i] = (float) numbers[i];
        }
        int join = rules.text("stroke-linejoin", "miter").equals("round")
                ? BasicStroke.JOIN_ROUND
                : BasicStroke.JOIN_MITER;
        return new BasicStroke(
                (float) rules.number("stroke-width", 1),
                BasicStroke.CAP_BUTT,
                join,
                4,
                dash.length == 0 ? null : dash,
                0);
    }

    /** Words, or spans of them one after the other, each in a style of its own. */
    private void text(Element element, double x, double y) {
        List<Element> spans = new ArrayList<>();
        for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
            if (each instanceof Element span) {
                spans.add(span);
            }
        }
        double at = x;
        for (Element span : spans.isEmpty() ? List.of(element) : spans) {
            at += number(span, "dx");
            at += words(span, element.getAttribute("text-anchor"), at, y);
        }
    }

    /** Draws words at a place; how wide they are. */
    private double words(Element element, String anchor, double x, double y) {
        String words = element.getTextContent();
        if (words.isBlank()) {
            return 0;
        }
        SvgStyle.Rules rules = style.of(element);
        double size = rules.number("font-size", style.fontSize());
        Font font = new Font(
                        Font.SANS_SERIF,
                        rules.number("font-weight", 400) > 500 ? Font.BOLD : Font.PLAIN,
                        1)
                .deriveFont((float) size);
        TextLayout layout = new TextLayout(words, font, graphics.getFontRenderContext());
        double width = layout.getAdvance();
        double left = x - (anchor.equals("end") ? width : anchor.equals("middle") ? width / 2 : 0);
        Shape outline = layout.getOutline(AffineTransform.getTranslateInstance(left, y));
        rules.colour("stroke", "none").ifPresent(halo -> {
            paint(halo, 1);
            graphics.setStroke(stroke(rules, ""));
            graphics.draw(outline);
        });
        rules.colour("fill", "#000000").ifPresent(fill -> {
            paint(fill, 1);
            graphics.fill(outline);
        });
        return width;
    }
}
