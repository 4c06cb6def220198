package headroom.page;

import headroom.metrics.Expectation;
import headroom.metrics.Judgement;
import headroom.metrics.Judgement.Verdict;

import java.io.StringWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Verdicts as JUnit XML, which build servers show as tests: a suite a scenario, a case an SLO.
 *
 * <p>Build servers know a case by the names of its class and its own. Where scenarios of several
 * files have one name, that of the class says the file; where one thing is asked twice, that of the
 * case says the confidence; and where that tells nothing apart, a number does.
 */
public final class JUnitXml {
    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;
    private final boolean undecidedFails;
    /** Classes and names of the cases so far. */
    private final Set<List<String>> taken = new LinkedHashSet<>();

    private JUnitXml(boolean undecidedFails) throws XMLStreamException {
        this.undecidedFails = undecidedFails;
        this.xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
    }

    /** The verdicts of one scenario; lines are those of the entries, 0 where one has none. */
    public record Suite(String name, String file, List<Integer> lines, List<Judgement> judgements) {
        public Suite {
            lines = List.copyOf(lines);
            judgements = List.copyOf(judgements);
        }
    }

    /**
     * The whole file.
     *
     * @param undecidedFails whether an inconclusive verdict is a failure, not a test skipped
     */
    public static String of(List<Suite> suites, boolean undecidedFails) {
        try {
            JUnitXml page = new JUnitXml(undecidedFails);
            page.xml.writeStartDocument("UTF-8", "1.0");
            page.xml.writeCharacters("\n");
            page.open(
                    "testsuites",
                    suites.stream()
                            .flatMap(suite -> suite.judgements().stream())
                            .toList());
            for (Suite suite : suites) {
                boolean alone = suites.stream()
                        .filter(each -> each.name().equals(suite.name()))
                        .allMatch(each -> each.file().equals(suite.file()));
                page.suite(suite, "slo." + suite.name() + (alone ? "" : where(suite)));
            }
            page.close("");
            page.xml.writeEndDocument();
            page.xml.close();
            return page.text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string refused XML", e);
        }
    }

    /** Its file, without dots, which would part names of packages. */
    private static String where(Suite suite) {
        return " (" + suite.file().replaceFirst("\\.ya?ml$", "").replace('.', '_') + ")";
    }

    private void suite(Suite suite, String type) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        open("testsuite", suite.judgements());
        attribute("name", suite.name());
        attribute("file", suite.file());
        for (int i = 0; i < suite.judgements().size(); i++) {
            xml.writeCharacters("\n    ");
            xml.writeStartElement("testcase");
            attribute("name", name(type, suite, i));
            attribute("classname", type);
            testCase(suite, suite.lines().get(i), suite.judgements().get(i));
        }
        close("  ");
    }

    /** What is asked, told apart from what else is asked in a class. */
    private String name(String type, Suite suite, int entry) {
        Expectation asked = suite.judgements().get(entry).expectation();
        String text = asked.objective().toString();
        boolean alone = suite.judgements().stream()
                .map(Judgement::expectation)
                .filter(each -> each.objective().toString().equals(text))
                .allMatch(each -> each.confidence() == asked.confidence());
        String plain =
                alone ? text : text + " with " + Judged.percent(asked.confidence()) + " confidence";
        String name = plain;
        for (int n = 2; !taken.add(List.of(type, name)); n++) {
            name = plain + " (" + n + ")";
        }
        return name;
    }

    private void testCase(Suite suite, int line, Judgement judgement) throws XMLStreamException {
        Judged words = new Judged(judgement);
        attribute("file", suite.file());
        if (line > 0) {
            attribute("line", Integer.toString(line));
        }
        boolean undecided = judgement.verdict() == Verdict.INCONCLUSIVE;
        if (judgement.verdict() == Verdict.FAIL || undecided && undecidedFails) {
            xml.writeStartElement("failure");
            attribute("message", words.line());
            attribute("type", undecided ? "inconclusive" : "slo");
            characters(suite.file() + (line > 0 ? ":" + line : "") + "\n" + words.line());
            xml.writeEndElement();
        } else if (undecided) {
            xml.writeEmptyElement("skipped");
            attribute("message", words.line());
        }
        xml.writeStartElement("system-out");
        characters(words.line() + ", from " + words.evidence());
        xml.writeEndElement();
        xml.writeEndElement();
    }

    private void open(String element, List<Judgement> within) throws XMLStreamException {
        long undecided = count(within, Verdict.INCONCLUSIVE);
        long failed = count(within, Verdict.FAIL);
        xml.writeStartElement(element);
        attribute("tests", Integer.toString(within.size()));
        attribute("failures", Long.toString(failed + (undecidedFails ? undecided : 0)));
        attribute("errors", "0");
        attribute("skipped", Long.toString(undecidedFails ? 0 : undecided));
    }

    private static long count(List<Judgement> within, Verdict verdict) {
        return within.stream().filter(each -> each.verdict() == verdict).count();
    }

    private void close(String indent) throws XMLStreamException {
        xml.writeCharacters("\n" + indent);
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, legal(value));
    }

    private void characters(String value) throws XMLStreamException {
        xml.writeCharacters(legal(value));
    }

    /** XML 1.0 cannot hold all characters. */
    private static String legal(String value) {
        int[] points = value.codePoints()
                .map(point -> {
                    boolean control = point < ' ' && point != '\t' && point != '\n';
                    boolean none = point >= 0xD800 && point < 0xE000 || (point & 0xFFFE) == 0xFFFE;
                    return control || none ? 0xFFFD : point;
                })
                .toArray();
        return new String(points, 0, points.length);
    }
}
