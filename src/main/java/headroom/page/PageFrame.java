package headroom.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/** What every page has: the common style, and the policy that admits nothing from outside. */
public final class PageFrame {
    private PageFrame() {}

    /** The style that all pages share. */
    public static String style() {
        return resource(PageFrame.class, "page.css");
    }

    /**
     * The content security policy: nothing is loaded from anywhere, and only the scripts and styles
     * that the page was written with may run, each named by its hash.
     */
    public static String policy(List<String> scripts, List<String> styles) {
        return "default-src 'none'; script-src " + sources(scripts) + "; style-src "
                + sources(styles) + "; base-uri 'none'; form-action 'none'";
    }

    private static String sources(List<String> texts) {
        return texts.isEmpty()
                ? "'none'"
                : String.join(" ", texts.stream().map(PageFrame::source).toList());
    }

    /** The source expression of one inline text, {@code 'sha256-...'}. */
    public static String source(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** A text beside a class, with line feeds only, so that its hash holds everywhere. */
    public static String resource(Class<?> beside, String name) {
        try (InputStream stream = beside.getResourceAsStream(name)) {
            byte[] bytes = Objects.requireNonNull(stream, name).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text that stands for itself within HTML and SVG. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
