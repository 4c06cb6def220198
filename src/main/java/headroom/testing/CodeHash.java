package headroom.testing;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import headroom.experiment.Simulation;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Headroom's own code in a word: replications made by other code are not taken for its own. */
final class CodeHash {
    private CodeHash() {}

    /** Of the jar, or of the folder of classes, that this code comes from. */
    static String ofHeadroom() throws IOException {
        try {
            Path place = Path.of(Simulation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return of(place);
        } catch (URISyntaxException e) {
            throw new IOException("headroom's code is nowhere", e);
        }
    }

    static String of(Path place) throws IOException {
        Hasher hasher = Hashing.sha256().newHasher();
        try (Stream<Path> walk = Files.walk(place)) {
            List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                hasher.putUnencodedChars(place.relativize(file).toString());
                hasher.putBytes(Files.readAllBytes(file));
            }
        }
        return hasher.hash().toString().substring(0, 16);
    }
}
