package headroom.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * The content security policy of a report: nothing is loaded from anywhere, and only the scripts
 * and styles that the report was written with may run, each named by its hash.
 */
final class ContentPolicy {
    private ContentPolicy() {}

    static String of(List<String> scripts, List<String> styles) {
        return "default-src 'none'; script-src " + sources(scripts) + "; style-src "
                + sources(styles) + "; base-uri 'none'; form-action 'none'";
    }

    private static String sources(List<String> texts) {
        return String.join(" ", texts.stream().map(ContentPolicy::source).toList());
    }

    /** The source expression of one inline text, {@code 'sha256-...'}. */
    static String source(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
