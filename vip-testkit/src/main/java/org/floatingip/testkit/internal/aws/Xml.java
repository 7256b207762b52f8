package org.floatingip.testkit.internal.aws;

import java.io.StringWriter;
import java.util.Collection;
import java.util.function.Consumer;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** Writes the XML of a reply. */
final class Xml {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private final XMLStreamWriter writer;

    private Xml(XMLStreamWriter writer) {
        this.writer = writer;
    }

    /** A whole document with that root, in that namespace unless it is empty. */
    static String document(String root, String namespace, Consumer<Xml> content) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter writer = FACTORY.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(root);
            if (!namespace.isEmpty()) {
                writer.writeDefaultNamespace(namespace);
            }
            content.accept(new Xml(writer));
            writer.writeEndElement();
            writer.writeEndDocument();
            writer.close();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code <name>value</name>}; nothing at all for null. */
    Xml leaf(String name, @Nullable Object value) {
        if (value != null) {
            try {
                writer.writeStartElement(name);
                writer.writeCharacters(printable(value.toString()));
                writer.writeEndElement();
            } catch (XMLStreamException e) {
                throw new IllegalStateException(e);
            }
        }
        return this;
    }

    Xml element(String name, Consumer<Xml> content) {
        try {
            writer.writeStartElement(name);
            content.accept(this);
            writer.writeEndElement();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
        return this;
    }

    /** A list as EC2 writes it: {@code <name><item>..</item>..</name>}. */
    <T> Xml items(String name, Collection<T> items, Consumer<T> content) {
        return items(name, "item", items, content);
    }

    /** A list of texts: {@code <name><item>text</item>..</name>}. */
    <T> Xml texts(String name, Collection<T> texts) {
        return element(name, list -> texts.forEach(text -> list.leaf("item", text)));
    }

    /** A list whose items have a name of their own, as Route 53 writes it. */
    <T> Xml items(String name, String itemName, Collection<T> items, Consumer<T> content) {
        return element(name, list -> items.forEach(item -> list.element(itemName, ignored -> content.accept(item))));
    }

    /** Characters that no XML 1.0 document can hold would break the whole reply. */
    private static String printable(String value) {
        StringBuilder printable = new StringBuilder(value.length());
        value.codePoints()
                .map(c ->
                        c == '\t' || c == '\n' || c == '\r' || (c >= ' ' && c != 0xfffe && c != 0xffff && !surrogate(c))
                                ? c
                                : '?')
                .forEach(printable::appendCodePoint);
        return printable.toString();
    }

    private static boolean surrogate(int c) {
        return c >= 0xd800 && c <= 0xdfff;
    }
}
