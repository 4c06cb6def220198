package headroom.cli;

import headroom.explain.Explanation;
import headroom.explain.Table;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.yaml.Problem;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Says what can be known of a scenario without running it. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what is known without simulating: load against capacity by model and hour,"
                    + " queueing approximations, power, caps, what binds first, how long a run"
                    + " takes.",
            "It knows no feedback: nobody meets a cap, is refused, retries or leaves."
        },
        footer = {
            "",
            "Example: headroom explain scenarios/spike.yaml --set demand.spikeScale=2",
            "",
            "Exit codes: 0 all well, 2 usage, 3 scenario invalid, 4 input or output,"
                    + " 70 internal error, 130 interrupted."
        })
final class ExplainCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(paramLabel = "FILE", description = "scenario file")
    private Path file = Path.of("");

    @Option(names = "--set", paramLabel = "PATH=VALUE", description = StudyOptions.SET)
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "${COMPLETION-CANDIDATES}; default text. csv and json hold every hour.")
    private Format format = Format.text;

    /** How it is printed; named as people type it. */
    enum Format {
        text,
        markdown,
        csv,
        json
    }

    @Override
    public Integer call() throws IOException {
        CommandLine line = spec.commandLine();
        ScenarioFile.Parsed parsed = ScenarioFile.read(Failure.file(file), overrides);
        for (Problem problem : parsed.problems()) {
            line.getErr().println(problem.render());
        }
        if (parsed.scenario().isEmpty()) {
            return ExitCode.INVALID;
        }
        Scenario scenario = parsed.scenario().get();
        Path parent = file.toAbsolutePath().getParent();
        print(
                line.getOut(),
                scenario.title(),
                Explanation.of(scenario, parent == null ? Path.of("") : parent));
        return ExitCode.OK;
    }

    private void print(PrintWriter out, String title, Explanation explanation) {
        List<String> words = explanation.words();
        List<Table> tables = new ArrayList<>(explanation.tables());
        if (format == Format.csv || format == Format.json) {
            tables.add(explanation.hours());
        }
        switch (format) {
            case text -> {
                out.println(title + "\n");
                words.forEach(each -> out.print(Table.wrapped(each)));
                tables.forEach(each -> out.print("\n" + Table.plain(each)));
            }
            case markdown -> {
                out.println("# " + title + "\n");
                words.forEach(each -> out.println("- " + each));
                tables.forEach(each -> out.print("\n" + Table.markdown(each)));
            }
            case csv -> out.print(Table.csv(tables));
            case json -> out.print(Table.json(words, tables));
        }
        out.flush();
    }
}
