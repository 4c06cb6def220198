package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Runs a command as people type it, small: results go to a folder of its own, simulated time is cut
 * short, replications are two. A results folder that the command reads is made first. Of optional
 * data every fortieth row is read; where it is not there the command is skipped.
 */
final class Typed {
    private static final Pattern WORD = Pattern.compile("((?:[^\\s\"']|\"[^\"]*\"|'[^']*')+)");
    private static final Pattern FILE = Pattern.compile(".*\\.(csv|jsonl|swf)(\\.gz)?|.*/servegen");
    private static final Path OPTIONAL = Path.of("../shared");
    private static final String ADDITION = "scenarios/small-addition.yaml";
    private static final List<String> SHORT =
            List.of("horizon=3 h", "warmUp=0 s", "replications=2");

    private final Path folder;

    Typed(Path folder) {
        this.folder = folder;
    }

    /** Executes what follows {@code headroom}. */
    void execute(String command) throws IOException {
        List<String> words = words(command);
        CommandLine line = Headroom.line().getSubcommands().get(words.get(0));
        assertThat(line).as(command).isNotNull();
        CommandSpec spec = line.getCommandSpec();
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String before = i == 0 ? "" : words.get(i - 1);
            arguments.addAll(argument(spec, before, words.get(i)));
        }
        boolean curves = words.get(0).equals("respond");
        if (curves) {
            // capacity must arrive within the time that is left
            arguments.replaceAll(each -> each.endsWith(".yaml") ? ADDITION : each);
            arguments.addAll(List.of("--set", "horizon=30 h"));
            addIfKnown(spec, arguments, "--capacity", "0,1");
            addIfKnown(spec, arguments, "--spike", "1");
        }
        addIfKnown(spec, arguments, "--results", folder.toString());
        addIfKnown(spec, arguments, "--replications", "2");
        addIfKnown(spec, arguments, "--quiet", "");
        boolean runs = !words.get(0).equals("validate");
        if (spec.findOption("--set") != null && runs && !curves) {
            SHORT.stream()
                    .filter(each -> !command.contains(" " + each.substring(0, each.indexOf('='))))
                    .filter(each -> words.get(0).equals("run") || !each.startsWith("repl"))
                    .forEach(each -> arguments.addAll(List.of("--set", each)));
        }
        int code = Headroom.execute(arguments.toArray(new String[0]));
        // a judgement may go against a run so short; it was made
        List<Integer> fine = words.get(0).equals("check") ? List.of(0, 1) : List.of(0);
        assertThat(fine).as(arguments + " gave exit code").contains(code);
    }

    private static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        for (Matcher m = WORD.matcher(command); m.find(); ) {
            words.add(m.group(1).replaceAll("[\"']", ""));
        }
        return words;
    }

    private static void addIfKnown(CommandSpec spec, List<String> to, String name, String value) {
        boolean given = to.stream().anyMatch(each -> each.split("=", 2)[0].equals(name));
        if (spec.findOption(name) != null && !given) {
            to.add(name);
            if (!value.isEmpty()) {
                to.add(value);
            }
        }
    }

    /** A word, with files where they are here. */
    private List<String> argument(CommandSpec spec, String before, String word) throws IOException {
        if (word.endsWith("/*.yaml")) {
            try (Stream<Path> files = Files.list(Path.of(word).getParent())) {
                return files.map(Path::toString)
                        .filter(each -> each.endsWith(".yaml"))
                        .sorted()
                        .toList();
            }
        }
        if (word.endsWith("/<file>.yaml")) {
            return argument(spec, before, word.replace("<file>", "*")).subList(0, 1);
        }
        if (word.startsWith("results/")) {
            return List.of(madeRun(word).toString());
        }
        String value = word.substring(word.indexOf('=') + 1);
        boolean beside = !Files.exists(Path.of(value)) || value.startsWith(OPTIONAL.toString());
        if (FILE.matcher(value).matches() && beside) {
            return List.of(word.substring(0, word.indexOf('=') + 1) + thinned(data(value)));
        }
        boolean option = before.startsWith("--")
                && spec.findOption(before) != null
                && spec.findOption(before).type() == Path.class;
        return List.of(option && !Files.exists(Path.of(word)) ? "" + folder.resolve(word) : word);
    }

    /** A file of that name among the optional data. */
    private static Path data(String file) throws IOException {
        String name = String.valueOf(Path.of(file).getFileName());
        Optional<Path> found = Optional.empty();
        if (Files.isDirectory(OPTIONAL)) {
            try (Stream<Path> all = Files.walk(OPTIONAL.toRealPath())) {
                found = all.filter(each -> each.endsWith(name) || each.endsWith(name + ".gz"))
                        .findFirst();
            }
        }
        assumeTrue(found.isPresent(), file + " is needed, which is not here");
        return found.orElseThrow();
    }

    /** The head and every fortieth row after it. */
    private Path thinned(Path file) throws IOException {
        if (Files.isDirectory(file) || !file.toString().endsWith(".gz")) {
            return file;
        }
        Path thin = folder.resolve(String.valueOf(file.getFileName()).replaceAll("\\.gz$", ""));
        try (BufferedReader rows = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> all = rows.lines().toList();
            Files.write(
                    thin,
                    IntStream.range(0, all.size())
                            .filter(row -> row % 40 == 0)
                            .mapToObj(all::get)
                            .toList());
        }
        return thin;
    }

    /** The folder {@code results/SCENARIO/RUN}, from a short run of the scenario. */
    private Path madeRun(String word) throws IOException {
        String scenario = String.valueOf(Path.of(word).getName(1));
        Path made = folder.resolve("made").resolve(scenario).resolve("run");
        if (!Files.exists(made)) {
            Path file;
            try (Stream<Path> all = Files.walk(Path.of("scenarios"))) {
                file = all.filter(each -> each.endsWith(scenario + ".yaml"))
                        .findFirst()
                        .orElseThrow();
            }
            execute("run " + file + " --run-id run --results " + folder.resolve("made"));
        }
        return made;
    }
}
