package headroom.experiment;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.supply.NodesSection;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a replication depends on, in one word: every value of the scenario with its defaults, but
 * for its name, its title, what is expected of it, how many replications there are or when they are
 * enough, and how its warm-up was found, which is a value of its own; the bytes of the traces it
 * names; and the classes that simulate it.
 */
final class Fingerprint {
    private static final Pattern APART = Pattern.compile("(name|title|replications|bounds):.*");

    /** Sections that change no replication. */
    private static final Pattern SECTIONS =
            Pattern.compile("(?m)^(?:slo|precision|warmUpFrom):.*\n(?: .*\n)*");

    private Fingerprint() {}

    /** SHA-256 in hex; relative paths in the scenario are relative to the folder. */
    static String of(Scenario scenario, Path folder) {
        Hasher hasher = Hashing.sha256().newHasher();
        hasher.putString(CodeHash.hex(), StandardCharsets.UTF_8);
        SECTIONS.matcher(ResolvedYaml.write(scenario))
                .replaceAll("")
                .lines()
                .filter(line -> !APART.matcher(line).matches())
                .forEach(line -> hasher.putString(line + "\n", StandardCharsets.UTF_8));
        for (String trace : traces(scenario)) {
            try {
                hasher.putBytes(Hashing.sha256()
                        .hashBytes(Files.readAllBytes(folder.resolve(trace)))
                        .asBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return hasher.hash().toString();
    }

    /** The same scenario behind the clairvoyant router. */
    static String ofBound(String fingerprint) {
        return derived(fingerprint + " behind the clairvoyant router");
    }

    /** The same scenario, with the number of jobs followed. */
    static String following(String fingerprint) {
        return derived(fingerprint + " followed");
    }

    private static String derived(String of) {
        return Hashing.sha256().hashString(of, StandardCharsets.UTF_8).toString();
    }

    private static List<String> traces(Scenario scenario) {
        List<String> traces = new ArrayList<>();
        scenario.demand().replay().ifPresent(replay -> traces.add(replay.trace()));
        scenario.jobs().ifPresent(jobs -> jobs.streams()
                .forEach(stream -> stream.trace().ifPresent(trace -> traces.add(trace.file()))));
        scenario.pools().values().forEach(pool -> pool.nodes()
                .flatMap(NodesSection::outageFile)
                .ifPresent(traces::add));
        return traces;
    }
}
