package org.floatingip.testkit.internal.aws;

import java.io.IOException;
import java.io.StringReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.floatingip.testkit.dns.Route53RefusalException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * What one Route 53 request says: the id in its path, its query, its document. As with EC2, what an action does not take from
 * it is refused, so that nothing is ignored in silence.
 */
final class Route53Request {

    private final String id;
    private final Map<String, String> query;
    private final Set<String> untaken;
    private final @Nullable String body;

    Route53Request(String id, @Nullable String query, @Nullable String body) {
        this.id = id;
        this.query = new TreeMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                this.query.put(
                        decode(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        this.untaken = new TreeSet<>(this.query.keySet());
        this.body = body;
    }

    static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("the request line can't be decoded");
        }
    }

    static Route53RefusalException invalid(String what) {
        return new Route53RefusalException(400, "InvalidInput", "Invalid request: " + what);
    }

    /** The id of a zone or change in the path, without a prefix that names its kind. */
    String id() {
        return id;
    }

    Map<String, String> query() {
        return query;
    }

    /** A parameter of the query; null if it is not there. */
    @Nullable
    String optional(String name) {
        untaken.remove(name);
        return query.get(name);
    }

    String required(String name) {
        String value = optional(name);
        if (value == null || value.isEmpty()) {
            throw invalid("missing parameter " + name);
        }
        return value;
    }

    /** How many items a page has: what is asked for, but no more than the service gives. */
    int maxItems(int most) {
        String value = optional("maxitems");
        if (value == null) {
            return most;
        }
        if (!value.matches("[1-9][0-9]{0,9}") || Long.parseLong(value) > Integer.MAX_VALUE) {
            throw invalid("maxitems: " + value);
        }
        return Math.min(most, Integer.parseInt(value));
    }

    /** Refuses what no action took. */
    void finish() {
        if (!untaken.isEmpty()) {
            throw invalid("not modelled here: " + untaken);
        }
    }

    /** The document, whose root has to have that name. */
    Part document(String root) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setNamespaceAware(true);
            DocumentBuilder parser = factory.newDocumentBuilder();
            parser.setErrorHandler(null);
            Element element = parser.parse(new InputSource(new StringReader(body == null ? "" : body)))
                    .getDocumentElement();
            if (!element.getLocalName().equals(root)) {
                throw new Route53RefusalException(
                        400, "InvalidInput", "Invalid XML ; expected " + root + ", not " + element.getLocalName());
            }
            return new Part(element);
        } catch (SAXException e) {
            throw new Route53RefusalException(400, "InvalidInput", "Invalid XML ; " + e.getMessage());
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An element of the document. */
    static final class Part {

        private final List<Element> untaken = new ArrayList<>();
        private final Element element;

        private Part(Element element) {
            this.element = element;
            for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                if (child instanceof Element one) {
                    untaken.add(one);
                }
            }
        }

        /** The elements of that name. */
        List<Part> all(String name) {
            List<Part> found = untaken.stream()
                    .filter(one -> one.getLocalName().equals(name))
                    .map(Part::new)
                    .toList();
            untaken.removeIf(one -> one.getLocalName().equals(name));
            return found;
        }

        /** The one element of that name; null if there is none. */
        @Nullable
        Part optional(String name) {
            List<Part> found = all(name);
            return found.isEmpty() ? null : found.get(0);
        }

        Part one(String name) {
            Part found = optional(name);
            if (found == null) {
                throw invalid("missing element " + name);
            }
            return found;
        }

        /** The text of the element of that name; null if there is none. */
        @Nullable
        String text(String name) {
            Part found = optional(name);
            return found == null ? null : found.text();
        }

        String requiredText(String name) {
            return one(name).text();
        }

        String text() {
            if (!untaken.isEmpty()) {
                // Not only because it is none: the depth of a document is its sender's choice, and the stack has an
                // end.
                throw invalid("elements within " + element.getLocalName());
            }
            return element.getTextContent();
        }

        /** Refuses elements that nobody took. */
        void finish() {
            if (!untaken.isEmpty()) {
                throw invalid("not modelled here: "
                        + untaken.stream().map(Element::getLocalName).toList());
            }
        }
    }
}
