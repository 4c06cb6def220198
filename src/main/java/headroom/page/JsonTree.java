package headroom.page;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A small JSON text read whole, such as a manifest. What is asked for and not there, or of another
 * kind, is an {@link IllegalArgumentException} that names it.
 */
public final class JsonTree {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final String path;
    private final @Nullable Object value;

    private JsonTree(String path, @Nullable Object value) {
        this.path = path;
        this.value = value;
    }

    /** Reads a text. */
    public static JsonTree parse(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            json.nextToken();
            return new JsonTree("", value(json));
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            throw new IllegalArgumentException(
                    "no JSON from line " + at.getLineNr() + ", column " + at.getColumnNr() + " on",
                    e);
        }
    }

    private static @Nullable Object value(JsonParser json) {
        JsonToken token = json.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                object.put(name, value(json));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<@Nullable Object> array = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(json));
            }
            return array;
        }
        return token == JsonToken.VALUE_NULL || token == null
                ? null
                : token.isScalarValue() && token == JsonToken.VALUE_STRING
                        ? json.getString()
                        : new Scalar(json.getString());
    }

    /** A number or a truth value, as it is written. */
    private record Scalar(String text) {}

    public boolean has(String name) {
        return value instanceof Map<?, ?> object && object.get(name) != null;
    }

    /** A property of an object. */
    public JsonTree at(String name) {
        String below = path.isEmpty() ? name : path + "." + name;
        if (value instanceof Map<?, ?> object && object.containsKey(name)) {
            return new JsonTree(below, object.get(name));
        }
        throw new IllegalArgumentException(below + " is missing");
    }

    /** All properties of an object, in their order. */
    public Map<String, JsonTree> entries() {
        Map<String, JsonTree> entries = new LinkedHashMap<>();
        if (!(value instanceof Map<?, ?> object)) {
            throw new IllegalArgumentException(path + " is no object");
        }
        object.keySet().forEach(name -> entries.put("" + name, at("" + name)));
        return entries;
    }

    /** The properties of an object of texts. */
    public Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        entries().forEach((name, each) -> texts.put(name, each.text()));
        return texts;
    }

    public List<JsonTree> list() {
        if (!(value instanceof List<?> array)) {
            throw new IllegalArgumentException(path + " is no list");
        }
        List<JsonTree> list = new ArrayList<>();
        array.forEach(each -> list.add(new JsonTree(path + "[" + list.size() + "]", each)));
        return list;
    }

    public String text() {
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException(path + " is no text");
    }

    public String text(String name) {
        return at(name).text();
    }

    /** A number; NaN where the text has null. */
    public double number() {
        if (value == null) {
            return Double.NaN;
        }
        if (value instanceof Scalar scalar) {
            return Double.parseDouble(scalar.text());
        }
        throw new IllegalArgumentException(path + " is no number");
    }

    public double number(String name) {
        return at(name).number();
    }

    /** A whole number. */
    public long whole(String name) {
        if (at(name).value instanceof Scalar scalar) {
            return Long.parseLong(scalar.text());
        }
        throw new IllegalArgumentException(at(name).path + " is no whole number");
    }

    public boolean isTrue(String name) {
        return has(name)
                && at(name).value instanceof Scalar scalar
                && scalar.text().equals("true");
    }
}
