package headroom;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

import javax.lang.model.element.Modifier;

/** Walks one Java file and writes down where it breaks a rule of form. */
final class SourceRules extends TreeScanner<Void, Void> {
    static final int METHOD_LINES = 60;
    static final int PARAMETERS = 5;
    static final int COLUMNS = 100;

    private static final Pattern BANNED_SUFFIX =
            Pattern.compile(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)");
    private static final Pattern GET_PREFIX = Pattern.compile("get(\\p{Lu}.*)?");
    private static final Pattern CATCH_ALL =
            Pattern.compile("(java\\.lang\\.)?(Exception|RuntimeException|Throwable|Error)");

    private final JavaFile file;
    private final boolean model;
    private final List<String> violations = new ArrayList<>();
    private final List<Long> methodLines = new ArrayList<>();
    private final Deque<Tree.Kind> classes = new ArrayDeque<>();

    /** With {@code model} also what holds only inside a simulation. */
    SourceRules(JavaFile file, boolean model) {
        this.file = file;
        this.model = model;
        scan(file.tree(), null);
        checkColumns();
    }

    List<String> violations() {
        return violations;
    }

    /** Lines of each method with a body. */
    List<Long> methodLines() {
        return methodLines;
    }

    @Override
    public Void visitClass(ClassTree one, Void none) {
        String name = one.getSimpleName().toString();
        if (BANNED_SUFFIX.matcher(name).matches()) {
            report(one, "class " + name + " has a name that says nothing");
        }
        boolean open = one.getKind() == Tree.Kind.CLASS && !name.isEmpty();
        List<Modifier> closed = List.of(Modifier.FINAL, Modifier.ABSTRACT, Modifier.SEALED);
        if (model && open && closed.stream().noneMatch(one.getModifiers().getFlags()::contains)) {
            report(one, "class " + name + " is not final");
        }
        classes.push(one.getKind());
        super.visitClass(one, none);
        classes.pop();
        return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
        String name = method.getName().toString();
        boolean inRecord = classes.peek() == Tree.Kind.RECORD && name.equals("<init>");
        int parameters = method.getParameters().size();
        if (parameters > PARAMETERS && !inRecord && !overrides(method)) {
            report(method, name + " has " + parameters + " parameters");
        }
        if (GET_PREFIX.matcher(name).matches() && !overrides(method)) {
            report(method, name + " begins with get");
        }
        if (method.getBody() != null) {
            long lines = file.lines(method);
            methodLines.add(lines);
            if (lines > METHOD_LINES) {
                report(method, name + " has " + lines + " lines");
            }
        }
        return super.visitMethod(method, none);
    }

    @Override
    public Void visitCatch(CatchTree one, Void none) {
        String type = one.getParameter().getType().toString();
        boolean all = Pattern.compile("\\|")
                .splitAsStream(type)
                .anyMatch(alternative -> CATCH_ALL.matcher(alternative.strip()).matches());
        if (model && all) {
            report(one, "catches " + type);
        }
        return super.visitCatch(one, none);
    }

    private static boolean overrides(MethodTree method) {
        return method.getModifiers().getAnnotations().stream()
                .anyMatch(one -> one.getAnnotationType().toString().equals("Override"));
    }

    private void checkColumns() {
        int number = 0;
        for (String line : file.text().lines().toList()) {
            number++;
            boolean wraps = !line.startsWith("import ");
            if (wraps && line.codePointCount(0, line.length()) > COLUMNS) {
                violations.add(file.name() + ":" + number + ": longer than 100 columns");
            }
        }
    }

    private void report(Tree part, String what) {
        violations.add(file.name() + ":" + file.line(part) + ": " + what);
    }
}
