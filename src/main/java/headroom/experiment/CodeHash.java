package headroom.experiment;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The code that simulates and what it reads beside it, in one word: name, size and check sum of
 * every entry of the jar that is Headroom's or SSJ's, reports apart, or the bytes of Headroom's
 * files where they run outside of one. Dates do not count: the same code built again has the same
 * word.
 */
final class CodeHash {
    private static final Pattern COUNTED =
            Pattern.compile("(headroom/(?!report/|page/)|umontreal/).*[^/]");
    private static final Supplier<String> HEX = Suppliers.memoize(CodeHash::computed);

    private CodeHash() {}

    /** SHA-256 in hex; computed when it is first asked for. */
    static String hex() {
        return Objects.requireNonNull(HEX.get());
    }

    private static String computed() {
        try {
            return of(Path.of(CodeHash.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the classes are nowhere", e);
        }
    }

    /** Of a jar, or of a folder of classes. */
    static String of(Path code) throws IOException {
        return Files.isDirectory(code) ? ofFolder(code) : ofJar(code);
    }

    private static String ofJar(Path jar) throws IOException {
        Hasher hasher = Hashing.sha256().newHasher();
        try (ZipFile zip = new ZipFile(jar.toFile());
                Stream<? extends ZipEntry> entries = zip.stream()) {
            entries.filter(entry -> COUNTED.matcher(entry.getName()).matches())
                    .sorted(Comparator.comparing(ZipEntry::getName))
                    .forEach(entry -> hasher.putString(entry.getName(), StandardCharsets.UTF_8)
                            .putLong(entry.getSize())
                            .putLong(entry.getCrc()));
        }
        return hasher.hash().toString();
    }

    private static String name(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/');
    }

    private static String ofFolder(Path folder) throws IOException {
        Hasher hasher = Hashing.sha256().newHasher();
        List<Path> classes;
        try (Stream<Path> files = Files.walk(folder)) {
            classes = files.filter(Files::isRegularFile)
                    .filter(file -> COUNTED.matcher(name(folder, file)).matches())
                    .sorted()
                    .toList();
        }
        for (Path file : classes) {
            hasher.putString(name(folder, file), StandardCharsets.UTF_8)
                    .putBytes(Files.readAllBytes(file));
        }
        return hasher.hash().toString();
    }
}
