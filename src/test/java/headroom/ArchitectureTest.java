package headroom;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The order of the rooms and what no room may touch, checked on the compiled classes. */
final class ArchitectureTest {
    private static final String ROOT = "headroom.";

    /** The machine's clock, locale, zone and charset, as calls "owner.method(parameters)". */
    private static final Pattern MACHINE =
            Pattern.compile("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(.*"
                    + "|java\\.time\\..*\\.now\\(.*"
                    + "|java\\.time\\.Clock\\.(system|tick)\\w*\\(.*"
                    + "|java\\.util\\.Date\\.<init>\\(\\)"
                    + "|java\\.util\\.Calendar\\.getInstance\\(.*"
                    + "|java\\.util\\.(Locale|TimeZone)\\.getDefault\\(.*"
                    + "|java\\.time\\.ZoneId\\.systemDefault\\(.*"
                    + "|java\\.nio\\.charset\\.Charset\\.defaultCharset\\(.*"
                    + "|java\\.lang\\.String\\.getBytes\\(\\)"
                    + "|java\\.lang\\.String\\.<init>\\(\\[B\\)"
                    + "|java\\.lang\\.String\\.to(Lower|Upper)Case\\(\\)"
                    + "|java\\.lang\\.String\\.formatted\\(.*"
                    + "|java\\.lang\\.String\\.format\\(java\\.lang\\.String,.*"
                    + "|java\\.io\\.\\w+\\.(printf|format)\\(java\\.lang\\.String,.*"
                    + "|java\\.io\\.InputStreamReader\\.<init>\\(java\\.io\\.InputStream\\)"
                    + "|java\\.io\\.OutputStreamWriter"
                    + "\\.<init>\\(java\\.io\\.OutputStream\\)"
                    + "|java\\.io\\.File(Reader|Writer)"
                    + "\\.<init>\\(java\\.(io\\.File|lang\\.String)(,boolean)?\\)");

    /** Threads of any kind; {@code synchronized} and atomics are not threads. */
    private static final Pattern THREADS =
            Pattern.compile("java\\.lang\\.Thread|java\\.util\\.Timer"
                    + "|java\\.util\\.concurrent\\.(?!atomic\\.).*");

    private static final Pattern PARALLEL_STREAMS =
            Pattern.compile("java\\.util\\..*\\.(parallelStream|parallel)\\(.*"
                    + "|java\\.util\\.Arrays\\.parallel.*");

    /** Containers whose order of iteration is that of hashes, and random numbers not by name. */
    private static final Pattern UNORDERED = Pattern.compile(
            "java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)\\.<init>\\(.*"
                    + "|java\\.util\\.(Map|Set)\\.(of|copyOf|ofEntries)\\(.*"
                    + "|java\\.util\\.stream\\.Collectors\\.(toSet|toMap)\\(.*"
                    + "|java\\.util\\.stream\\.Collectors\\.groupingBy\\("
                    + "(?!.*Supplier).*"
                    + "|java\\.lang\\.System\\.identityHashCode\\(.*"
                    + "|java\\.lang\\.Math\\.random\\(.*"
                    + "|java\\.util\\.UUID\\.randomUUID\\(.*"
                    + "|java\\.(util|security)\\.\\w*Random\\.(<init>|current)\\(.*");

    /** What differs between interpreter, compiler and processor; StrictMath does not. */
    private static final Pattern INEXACT_MATH = Pattern.compile(
            "java\\.lang\\.Math\\.(log|log10|log1p|exp|expm1|pow|sin|cos|tan|asin|acos"
                    + "|atan|atan2|sinh|cosh|tanh|cbrt|hypot)\\(.*");

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("headroom");
        assertThat(classes).isNotEmpty();
    }

    @Test
    void everyClassIsInARoom() {
        assertThat(Rooms.ORDER).hasSize(48).doesNotHaveDuplicates().containsAll(Rooms.folders());
        assertThat(homeless(classes)).isEmpty();
    }

    @Test
    void aRoomImportsOnlyRoomsAboveIt() {
        assertThat(upward(classes)).isEmpty();
    }

    @Test
    void nothingDependsOnTheMachine() {
        assertThat(calls(classes, MACHINE, room -> !Rooms.OUTSIDE.contains(room)))
                .isEmpty();
    }

    @Test
    void threadsLiveOutside() {
        Predicate<String> inside = room -> !Rooms.OUTSIDE.contains(room);
        assertThat(calls(classes, PARALLEL_STREAMS, inside)).isEmpty();
        assertThat(types(classes, THREADS, inside)).isEmpty();
    }

    @Test
    void noModelDependsOnHashesOrUnnamedRandomness() {
        assertThat(calls(classes, UNORDERED, Rooms.MODEL::contains)).isEmpty();
    }

    @Test
    void modelsUseMathThatIsTheSameEverywhere() {
        assertThat(calls(classes, INEXACT_MATH, Rooms.MODEL::contains)).isEmpty();
    }

    /** The rules are rules: a class that breaks each of them is found by each of them. */
    @Test
    void theRulesFindAnOffender() {
        JavaClasses offender = new ClassFileImporter().importClasses(Offender.class);
        Predicate<String> any = room -> true;
        assertThat(calls(offender, MACHINE, any)).hasSize(5);
        assertThat(calls(offender, PARALLEL_STREAMS, any)).hasSize(1);
        assertThat(types(offender, THREADS, any)).hasSize(1);
        assertThat(calls(offender, UNORDERED, any)).hasSize(3);
        assertThat(calls(offender, INEXACT_MATH, any)).hasSize(1);
        assertThat(homeless(offender)).hasSize(1);
        assertThat(above("kernel", "stat")).isFalse();
        assertThat(above("stat", "kernel")).isTrue();
        assertThat(above("cli", "testing")).isTrue();
    }

    private static Set<String> homeless(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass one : classes) {
            String place = one.getPackageName();
            boolean room = place.startsWith(ROOT) && Rooms.ORDER.contains(place.substring(9));
            if (!room) {
                found.add(one.getName());
            }
        }
        return found;
    }

    private static Set<String> upward(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass one : classes) {
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                Optional<String> from = room(one);
                Optional<String> to = room(dependency.getTargetClass().getBaseComponentType());
                if (from.isPresent() && to.isPresent() && !above(from.get(), to.get())) {
                    found.add(dependency.getDescription());
                }
            }
        }
        return found;
    }

    /** Whether the room may import the other: itself or one before it. */
    private static boolean above(String room, String imported) {
        return Rooms.ORDER.indexOf(imported) <= Rooms.ORDER.indexOf(room);
    }

    private static Set<String> calls(
            JavaClasses classes, Pattern banned, Predicate<String> inRoom) {
        Set<String> found = new TreeSet<>();
        for (JavaClass one : classes) {
            if (!inRoom.test(room(one).orElse(""))) {
                continue;
            }
            for (JavaAccess<?> access : one.getAccessesFromSelf()) {
                if (banned.matcher(access.getTarget().getFullName()).matches()) {
                    found.add(access.getDescription());
                }
            }
        }
        return found;
    }

    private static Set<String> types(
            JavaClasses classes, Pattern banned, Predicate<String> inRoom) {
        Set<String> found = new TreeSet<>();
        for (JavaClass one : classes) {
            if (!inRoom.test(room(one).orElse(""))) {
                continue;
            }
            for (Dependency dependency : one.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getName();
                if (banned.matcher(target).matches()) {
                    found.add(one.getName() + " uses " + target);
                }
            }
        }
        return found;
    }

    private static Optional<String> room(JavaClass one) {
        String place = one.getPackageName();
        return place.startsWith(ROOT)
                ? Optional.of(place.substring(ROOT.length()))
                : Optional.empty();
    }

    /** Breaks every rule once or more; never run. */
    @SuppressWarnings("unused")
    private static final class Offender {
        static String offend(List<String> words) {
            Thread thread = new Thread(() -> {});
            long when = System.nanoTime() + java.time.Instant.now().getNano();
            String text = String.format("%d", when) + "X".toLowerCase() + Locale.getDefault();
            double wrong = Math.log(2.0) + Math.random() + Math.sqrt(2.0);
            return words.parallelStream().toList()
                    + text
                    + wrong
                    + new HashSet<>(Set.of(1))
                    + thread;
        }
    }
}
