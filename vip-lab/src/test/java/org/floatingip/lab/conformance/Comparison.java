package org.floatingip.lab.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/** What differs between the reply that the table has and one of the service, but for ids, times and this program's own tag. */
final class Comparison {

    /** What is the service's choice, by situation: the texts of these elements are not compared. */
    private static final Map<String, Set<String>> CHOICE = Map.of(
            "assign a count", Set.of("privateIpAddress"),
            "assign a count beside a reservation", Set.of("privateIpAddress"),
            "create an interface that takes time", Set.of("privateIpAddress", "privateDnsName"),
            "assign a count of IPv6 addresses", Set.of("item"));

    private final Names names;
    private final Set<String> free;
    private final List<String> found = new ArrayList<>();

    private Comparison(Names names, Set<String> free) {
        this.names = names;
        this.free = free;
    }

    /** A line for each difference; without any, {@code names} has learned what the reply names. */
    static List<String> of(ReplyTable.Situation situation, Ec2Reply reply, Names names) {
        Names learned = names.copy();
        Comparison comparison = new Comparison(learned, CHOICE.getOrDefault(situation.name(), Set.of()));
        if (situation.status() != reply.status()) {
            comparison.found.add("status " + reply.status() + ", not " + situation.status());
        }
        Element is = reply.xml();
        Tags.remove(is);
        comparison.compare(Xml.parse(situation.body()), is, "");
        if (comparison.found.isEmpty()) {
            names.adopt(learned);
        }
        return comparison.found;
    }

    private void compare(Element expected, Element is, String path) {
        if (!expected.getTagName().equals(is.getTagName())) {
            found.add(is.getTagName() + ", not " + expected.getTagName()
                    + (is.getTagName().equals("Response") ? ": " + is.getTextContent() : ""));
            return;
        }
        List<Element> wanted = Xml.children(expected);
        List<Element> there = Xml.children(is);
        if (wanted.isEmpty() && there.isEmpty()) {
            if (!free.contains(is.getTagName()) && !names.agree(expected.getTextContent(), is.getTextContent())) {
                found.add(path + " is '" + is.getTextContent() + "', not '" + names.translate(expected.getTextContent())
                        + "'");
            }
        } else if (isList(wanted) && isList(there)) {
            items(wanted, there, path);
        } else {
            fields(wanted, there, path);
        }
    }

    private static boolean isList(List<Element> elements) {
        return elements.stream().allMatch(one -> one.getTagName().equals("item"));
    }

    /** In any order, as the service gives them. */
    private void items(List<Element> wanted, List<Element> there, String path) {
        if (wanted.size() != there.size()) {
            found.add(path + " has " + there.size() + " items, not " + wanted.size());
            return;
        }
        List<Element> left = new ArrayList<>(there);
        for (Element one : wanted) {
            Element same =
                    left.stream().filter(other -> agree(one, other)).findFirst().orElse(left.get(0));
            left.remove(same);
            compare(one, same, path + "/item");
        }
    }

    private boolean agree(Element wanted, Element is) {
        Comparison trial = new Comparison(names.copy(), free);
        trial.compare(wanted, is, "");
        return trial.found.isEmpty();
    }

    private void fields(List<Element> wanted, List<Element> there, String path) {
        Map<String, Element> left = new LinkedHashMap<>();
        there.forEach(one -> left.put(one.getTagName(), one));
        for (Element one : wanted) {
            String at = path + "/" + one.getTagName();
            Element same = left.remove(one.getTagName());
            if (same != null) {
                compare(one, same, at);
            } else if (!Tags.isEmpty(one)) {
                found.add(at + " is missing");
            }
        }
        left.values().stream()
                .filter(one -> !Tags.isEmpty(one))
                .forEach(one -> found.add(path + "/" + one.getTagName() + " is there too"));
    }
}
