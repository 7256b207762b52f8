package org.floatingip.lab.conformance;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Reads XML. */
final class Xml {

    private Xml() {}

    static Element parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException("the service answered what is no XML: " + text, e);
        }
    }

    static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** The child of that name within it, directly or further down; empty text if there is none. */
    static String text(Element parent, String path) {
        Element at = parent;
        for (String name : path.split("/", -1)) {
            Element next = children(at).stream()
                    .filter(child -> child.getTagName().equals(name))
                    .findFirst()
                    .orElse(null);
            if (next == null) {
                return "";
            }
            at = next;
        }
        return at.getTextContent();
    }

    /** All elements of that name, wherever they are. */
    static List<Element> all(Element parent, String name) {
        List<Element> all = new ArrayList<>();
        for (int i = 0; i < parent.getElementsByTagName(name).getLength(); i++) {
            all.add((Element) parent.getElementsByTagName(name).item(i));
        }
        return all;
    }
}
