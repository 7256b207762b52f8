package org.floatingip.lab.omitted;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Stands in the SDK's client between a reply and who reads it: takes one element out of it. Sends all requests to the endpoint of
 * the moment, so that one client serves all runs. For one thread.
 */
final class Omitting implements ExecutionInterceptor {

    /**
     * One element of one reply.
     *
     * @param action for example {@code DescribeSubnets}
     * @param reply the how-manieth reply of that action, from 0; -1 for each of them
     * @param path where it stands, for example {@code subnetSet/item[1]/cidrBlock[0]}
     */
    record Omission(String action, int reply, String path) {

        @Override
        public String toString() {
            return action + (reply < 0 ? "" : " " + (reply + 1)) + ": " + path;
        }
    }

    private final DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
    private final TransformerFactory writers = TransformerFactory.newInstance();
    private final Set<Omission> seen = new LinkedHashSet<>();
    private final Map<String, Integer> replies = new HashMap<>();
    private @Nullable URI endpoint;
    private @Nullable Omission omission;
    private int omitted;

    /** Begins a run against that endpoint, in which that is left out; null for nothing. */
    void begin(URI to, @Nullable Omission next) {
        endpoint = to;
        omission = next;
        omitted = 0;
        replies.clear();
        seen.clear();
    }

    /** All elements of the replies since {@link #begin}, each of its reply. */
    List<Omission> seen() {
        return List.copyOf(seen);
    }

    /** How often something was left out. */
    int omitted() {
        return omitted;
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        URI to = endpoint;
        return to == null
                ? context.httpRequest()
                : context.httpRequest().toBuilder().port(to.getPort()).build();
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return context.responseBody().map(body -> {
            try {
                byte[] bytes = body.readAllBytes();
                return new ByteArrayInputStream(bytes.length == 0 ? bytes : changed(context.request(), bytes));
            } catch (IOException | SAXException | ParserConfigurationException | TransformerException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private byte[] changed(SdkRequest request, byte[] bytes)
            throws IOException, SAXException, ParserConfigurationException, TransformerException {
        String action = request.getClass().getSimpleName().replaceAll("Request$", "");
        int reply = replies.merge(action, 1, Integer::sum) - 1;
        Document document = parsers.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
        List<Element> out = new ArrayList<>();
        Omission now = omission;
        walk(document.getDocumentElement(), "", (path, element) -> {
            seen.add(new Omission(action, reply, path));
            if (now != null
                    && now.action().equals(action)
                    && (now.reply() < 0 || now.reply() == reply)
                    && now.path().equals(path)) {
                out.add(element);
            }
        });
        if (out.isEmpty()) {
            return bytes;
        }
        omitted += out.size();
        out.forEach(element -> element.getParentNode().removeChild(element));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        writers.newTransformer().transform(new DOMSource(document), new StreamResult(text));
        return text.toByteArray();
    }

    private static void walk(Element parent, String path, BiConsumer<String, Element> each) {
        Map<String, Integer> counts = new HashMap<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                int index = counts.merge(element.getNodeName(), 1, Integer::sum) - 1;
                String here = path + (path.isEmpty() ? "" : "/") + element.getNodeName() + "[" + index + "]";
                each.accept(here, element);
                walk(element, here, each);
            }
        }
    }
}
