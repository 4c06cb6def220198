package headroom.page;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A headless Chromium, spoken to over its DevTools protocol. */
public final class Browser implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final int SECONDS = 60;

    private final Process process;
    private final Path profile;
    private final WebSocket socket;
    private final AtomicInteger last = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile, String address) {
        this.process = process;
        this.profile = profile;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), new Ear())
                .join();
    }

    /** Where a browser is: the property headroom.chromium, or what the path has. */
    public static Optional<Path> executable() {
        String named = System.getProperty("headroom.chromium", "");
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(java.io.File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .flatMap(each -> NAMES.stream().map(Path.of(each)::resolve))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts one with a profile of its own. */
    public static Browser start(Path executable) throws IOException {
        Path profile = Files.createTempDirectory("headroom-browser");
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said = process.errorReader(StandardCharsets.UTF_8);
        String mark = "DevTools listening on ";
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.contains(mark)) {
                Thread drain = new Thread(() -> said.lines().forEach(each -> {}));
                drain.setDaemon(true);
                drain.start();
                String address = line.substring(line.indexOf(mark) + mark.length());
                return new Browser(process, profile, address.strip());
            }
        }
        throw new IOException(executable + " ended before it listened");
    }

    /** A page in a window of a size, loaded. */
    public Tab open(Path file, int width, int height) {
        String target = call("", "Target.createTarget", Map.of("url", "about:blank"))
                .get("targetId")
                .asString();
        Map<String, Object> to = Map.of("targetId", target, "flatten", true);
        Tab tab = new Tab(call("", "Target.attachToTarget", to).get("sessionId").asString());
        List.of("Page", "Runtime", "Log", "Network").forEach(each -> tab.call(each + ".enable"));
        tab.resize(width, height);
        tab.emulate("screen", "light");
        tab.load(file);
        return tab;
    }

    /** One page of the browser. */
    public final class Tab {
        private final String session;

        Tab(String session) {
            this.session = session;
        }

        void load(Path file) {
            int before = events("Page.loadEventFired").size();
            call("Page.navigate", Map.of("url", file.toUri().toString()));
            waitFor(() -> events("Page.loadEventFired").size() > before);
            frames();
        }

        /** Lets the page draw what it has asked to draw. */
        public void frames() {
            eval("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))");
        }

        public void resize(int width, int height) {
            call(
                    "Emulation.setDeviceMetricsOverride",
                    Map.of(
                            "width",
                            width,
                            "height",
                            height,
                            "deviceScaleFactor",
                            1,
                            "mobile",
                            width < 600));
        }

        /** Screen or print, light or dark. */
        public void emulate(String media, String scheme) {
            Map<String, String> colours = Map.of("name", "prefers-color-scheme", "value", scheme);
            Map<String, String> still = Map.of("name", "prefers-reduced-motion", "value", "reduce");
            Map<String, Object> to = Map.of("media", media, "features", List.of(colours, still));
            call("Emulation.setEmulatedMedia", to);
            frames();
        }

        /** The value of an expression, of a promise what it gives. */
        public JsonNode eval(String script) {
            JsonNode answer = call(
                    "Runtime.evaluate",
                    Map.of("expression", script, "returnByValue", true, "awaitPromise", true));
            if (answer.has("exceptionDetails")) {
                throw new IllegalStateException(script + ": " + answer.get("exceptionDetails"));
            }
            return answer.get("result").path("value");
        }

        /** Strikes a key, such as Tab or ArrowRight. */
        public void press(String key, int code) {
            for (String type : List.of("rawKeyDown", "keyUp")) {
                Map<String, Object> stroke = new LinkedHashMap<>();
                stroke.put("type", type);
                stroke.put("key", key);
                stroke.put("code", key.equals(" ") ? "Space" : key);
                stroke.put("windowsVirtualKeyCode", code);
                call("Input.dispatchKeyEvent", stroke);
            }
        }

        /** What was written to the console, and every refusal of the policy. */
        public List<String> complaints() {
            Stream<String> log = events("Log.entryAdded").stream()
                    .map(each -> each.get("entry"))
                    .filter(each -> !each.get("level").asString().equals("verbose"))
                    .map(each -> each.get("text").asString());
            Stream<String> thrown = events("Runtime.exceptionThrown").stream().map(String::valueOf);
            Stream<String> said = events("Runtime.consoleAPICalled").stream().map(String::valueOf);
            return Stream.of(log, thrown, said).flatMap(each -> each).toList();
        }

        /** The address of everything that was asked for and that the policy let through. */
        public List<String> requests() {
            List<String> refused = events("Network.loadingFailed").stream()
                    .filter(each -> each.path("blockedReason").asString("").equals("csp"))
                    .map(each -> each.get("requestId").asString())
                    .toList();
            return events("Network.requestWillBeSent").stream()
                    .filter(each -> !refused.contains(each.get("requestId").asString()))
                    .map(each -> each.get("request").get("url").asString())
                    .toList();
        }

        public byte[] pdf() {
            return bytes(call("Page.printToPDF", Map.of("printBackground", false)));
        }

        /** A picture of the window as PNG. */
        public byte[] picture() {
            return bytes(call("Page.captureScreenshot", Map.of("format", "png")));
        }

        private byte[] bytes(JsonNode answer) {
            return Base64.getDecoder().decode(answer.get("data").asString());
        }

        private JsonNode call(String method) {
            return call(method, Map.of());
        }

        private JsonNode call(String method, Map<String, ?> parameters) {
            return Browser.this.call(session, method, parameters);
        }

        private List<JsonNode> events(String method) {
            return events.stream()
                    .filter(each -> each.get("method").asString().equals(method))
                    .filter(each -> each.path("sessionId").asString("").equals(session))
                    .map(each -> each.get("params"))
                    .toList();
        }
    }

    private JsonNode call(String session, String method, Map<String, ?> parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        pending.put(id, answer);
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("method", method);
        message.put("params", parameters);
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        socket.sendText(JSON.writeValueAsString(message), true).join();
        JsonNode said = answer.orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (said.has("error")) {
            throw new IllegalStateException(method + ": " + said.get("error"));
        }
        return said.get("result");
    }

    private static void waitFor(java.util.function.BooleanSupplier there) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (!there.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("the browser did not answer in time");
            }
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    /** Hears answers and events. */
    private final class Ear implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean whole) {
            text.append(part);
            if (whole) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> asked =
                        message.has("id") ? pending.remove(message.get("id").asInt()) : null;
                if (asked != null) {
                    asked.complete(message);
                } else if (message.has("method")) {
                    events.add(message);
                }
            }
            from.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(
                        Stream.of(process.toHandle()), process.descendants())
                .toList();
        socket.abort();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join());
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(Browser::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
