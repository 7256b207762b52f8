package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One statement of an IAM policy, which allows something; and how statements are written. Not safe for several threads. */
public final class IamStatement {

    private final String sid;
    private final List<String> actions;
    private final List<String> resources;
    private final Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();

    /**
     * Allows these actions.
     *
     * @param resources ARNs, or {@code *}
     */
    public IamStatement(String sid, Collection<String> actions, Collection<String> resources) {
        this.sid = sid;
        this.actions = List.copyOf(actions);
        this.resources = List.copyOf(resources);
    }

    /** Only where the key is one of the values, as that operator compares them. */
    public IamStatement where(String operator, String key, Collection<String> values) {
        if (!values.isEmpty()) {
            conditions
                    .computeIfAbsent(operator, unused -> new LinkedHashMap<>())
                    .put(key, List.copyOf(values));
        }
        return this;
    }

    /** A policy document of those of the statements that allow something, as people read it. */
    public static String document(List<IamStatement> statements) {
        List<Object> written = new ArrayList<>();
        for (IamStatement statement : statements) {
            if (!statement.actions.isEmpty()) {
                written.add(statement.fields());
            }
        }
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", written);
        StringBuilder json = new StringBuilder();
        write(json, policy, "\n");
        return json.toString();
    }

    private Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("Sid", sid);
        fields.put("Effect", "Allow");
        fields.put("Action", one(actions));
        fields.put("Resource", one(resources));
        if (!conditions.isEmpty()) {
            Map<String, Object> all = new LinkedHashMap<>();
            conditions.forEach((operator, keys) -> {
                Map<String, Object> ofOperator = new LinkedHashMap<>();
                keys.forEach((key, values) -> ofOperator.put(key, one(values)));
                all.put(operator, ofOperator);
            });
            fields.put("Condition", all);
        }
        return fields;
    }

    private static Object one(List<String> values) {
        return values.size() == 1 ? values.get(0) : values;
    }

    private static void write(StringBuilder json, Object value, String newLine) {
        String inner = newLine + "  ";
        if (value instanceof Map<?, ?> map) {
            json.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> each = map.entrySet().iterator(); each.hasNext(); ) {
                Map.Entry<?, ?> field = each.next();
                json.append(inner);
                quote(json, field.getKey().toString());
                write(json.append(": "), field.getValue(), inner);
                json.append(each.hasNext() ? "," : newLine);
            }
            json.append('}');
        } else if (value instanceof List<?> list) {
            json.append('[');
            for (Iterator<?> each = list.iterator(); each.hasNext(); ) {
                write(json.append(inner), each.next(), inner);
                json.append(each.hasNext() ? "," : newLine);
            }
            json.append(']');
        } else {
            quote(json, value.toString());
        }
    }

    /** What comes here is printable: a tag's key and value are the only ones that hold anything but letters and signs. */
    private static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\');
            }
            json.append(c);
        }
        json.append('"');
    }
}
