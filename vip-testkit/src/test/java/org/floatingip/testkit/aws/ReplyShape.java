package org.floatingip.testkit.aws;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/**
 * What an element of a reply looks like: {@code name=text}, or {@code name(what is in it)}.
 *
 * @param value the text of it, {@code *} for any; null if it has elements, or nothing, in it
 */
record ReplyShape(String name, boolean optional, @Nullable String value, List<ReplyShape> children) {

    private static final Pattern TOKEN = Pattern.compile("(\\w+)(\\??)(?:=(\"[^\"]*\"|[^\\s()]*))?(\\()?|(\\))|\\s+");

    static ReplyShape of(String text) {
        List<ReplyShape> all = new ArrayList<>();
        Matcher tokens = TOKEN.matcher(text);
        int end = read(tokens, 0, all);
        if (end != text.length() || all.size() != 1) {
            throw new IllegalArgumentException("no shape: " + text);
        }
        return all.get(0);
    }

    /** Reads shapes up to the closing parenthesis or the end; the position behind that. */
    private static int read(Matcher tokens, int from, List<ReplyShape> into) {
        int at = from;
        while (tokens.find(at) && tokens.start() == at) {
            at = tokens.end();
            if (tokens.group(5) != null) {
                return at;
            }
            if (tokens.group(1) != null) {
                String name = tokens.group(1);
                boolean optional = !tokens.group(2).isEmpty();
                String value = tokens.group(3);
                List<ReplyShape> children = new ArrayList<>();
                if (tokens.group(4) != null) {
                    at = read(tokens, at, children);
                }
                into.add(new ReplyShape(name, optional, value == null ? null : value.replace("\"", ""), children));
            }
            if (at == tokens.regionEnd()) {
                return at;
            }
        }
        return at;
    }

    /** How that element differs, a line for each; the names of its own are not compared. */
    List<String> differences(Element element) {
        Set<String> found = new LinkedHashSet<>();
        compare(element, "", found);
        return List.copyOf(found);
    }

    private void compare(Element element, String path, Set<String> found) {
        List<Element> elements = elements(element, child -> true);
        if (value != null) {
            String text = element.getTextContent();
            if (!elements.isEmpty() || (value.equals("*") ? text.isEmpty() : !text.equals(value))) {
                found.add("- differs " + path + ": '" + text + "'");
            }
            return;
        }
        String within = path.isEmpty() ? "" : path + "/";
        List<ReplyShape> items =
                children.stream().filter(child -> child.name.equals("item")).toList();
        if (items.size() > 1 && items.size() != elements.size()) {
            found.add("- differs " + path + ": " + elements.size() + " items");
            return;
        }
        if (!items.isEmpty()) {
            IntStream.range(0, elements.size())
                    .forEach(i -> items.get(i % items.size()).compare(elements.get(i), within + "item", found));
            return;
        }
        for (ReplyShape child : children) {
            List<Element> same = elements(element, one -> one.getTagName().equals(child.name));
            if (same.isEmpty() && !child.optional) {
                found.add("- lacks " + within + child.name);
            }
            same.forEach(one -> child.compare(one, within + child.name, found));
        }
        List<String> is = elements.stream().map(Element::getTagName).toList();
        List<String> was = children.stream().map(ReplyShape::name).toList();
        is.stream().filter(name -> !was.contains(name)).forEach(name -> found.add("- adds " + within + name));
        List<String> both = is.stream().filter(was::contains).toList();
        if (!both.equals(was.stream().filter(is::contains).toList())) {
            found.add("- order " + within + String.join(" ", both));
        }
    }

    private static List<Element> elements(Element parent, Predicate<Element> which) {
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
            if (parent.getChildNodes().item(i) instanceof Element child && which.test(child)) {
                elements.add(child);
            }
        }
        return elements;
    }
}
