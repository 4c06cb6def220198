package headroom.experiment;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a replication depends on, in one word: every value of the scenario with its defaults, but
 * for its name, its title, what is expected of it and how many replications there are.
 */
final class Fingerprint {
    private static final Pattern APART = Pattern.compile("(name|title|replications|bounds):.*");

    private static final Pattern EXPECTED = Pattern.compile("(?m)^slo:.*\n(?: .*\n)*");

    private Fingerprint() {}

    /** SHA-256 in hex. */
    static String of(Scenario scenario) {
        Hasher hasher = Hashing.sha256().newHasher();
        EXPECTED.matcher(ResolvedYaml.write(scenario))
                .replaceAll("")
                .lines()
                .filter(line -> !APART.matcher(line).matches())
                .forEach(line -> hasher.putString(line + "\n", StandardCharsets.UTF_8));
        return hasher.hash().toString();
    }
}
