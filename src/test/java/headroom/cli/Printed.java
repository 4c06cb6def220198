package headroom.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command line came to.
 *
 * @param code its exit code
 * @param out what it printed as its answer
 * @param error what it said beside it
 */
public record Printed(int code, String out, String error) {

    /** Executes what follows {@code headroom}. */
    public static Printed by(String... arguments) {
        PrintStream outBefore = System.out;
        PrintStream errorBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            int code = Headroom.execute(arguments);
            return new Printed(
                    code,
                    out.toString(StandardCharsets.UTF_8),
                    error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errorBefore);
        }
    }

    /** Both, the answer first. */
    public String all() {
        return out + error;
    }
}
