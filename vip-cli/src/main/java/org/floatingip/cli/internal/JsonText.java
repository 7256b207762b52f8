package org.floatingip.cli.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps, lists and values as the text of JSON. */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonText() {}

    /** The result of a command as one line of JSON, with what the process ends with. */
    static String of(Map<String, ?> result, int exitStatus) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>(result);
        fields.put("exitStatus", Ending.settle(exitStatus));
        String signal = Ending.signal();
        if (signal != null) {
            fields.put("signal", signal);
        }
        return of(fields);
    }

    /** One line of JSON. */
    static String of(Map<String, ?> fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            value(json, fields);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return escaped(text.toString());
    }

    /** The same data, in which nothing steers the terminal of who looks at it: all of that stands in strings. */
    private static String escaped(String json) {
        if (json.codePoints().noneMatch(Terminal::steers)) {
            return json;
        }
        StringBuilder escaped = new StringBuilder();
        json.codePoints().forEach(c -> {
            if (Terminal.steers(c)) {
                for (char half : Character.toChars(c)) {
                    escaped.append(String.format("\\u%04x", (int) half));
                }
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }

    private static void value(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                value(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Collection<?> items) {
            json.writeStartArray();
            for (Object item : List.copyOf(items)) {
                value(json, item);
            }
            json.writeEndArray();
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Boolean flag) {
            json.writeBoolean(flag);
        } else {
            json.writeString(value.toString());
        }
    }
}
