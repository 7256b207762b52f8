package org.floatingip.testkit.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the tests of the endpoint talk to it with: EC2 Query forms out, parsed XML back. */
public final class WireClient {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI endpoint;

    public WireClient(InMemoryAwsServer server) {
        endpoint = server.endpointUrl();
    }

    /** A reply: its status and its document. */
    public record Reply(int status, String body, Document xml) {

        /** The text of the one node at that XPath. */
        String text(String path) {
            assertThat(texts(path)).as("%s in %s", path, body).hasSize(1);
            return texts(path).get(0);
        }

        /** The texts of all nodes at that XPath. */
        List<String> texts(String path) {
            try {
                NodeList nodes =
                        (NodeList) XPathFactory.newInstance().newXPath().evaluate(path, xml, XPathConstants.NODESET);
                List<String> texts = new ArrayList<>();
                for (int i = 0; i < nodes.getLength(); i++) {
                    texts.add(nodes.item(i).getTextContent());
                }
                return texts;
            } catch (XPathExpressionException e) {
                throw new IllegalArgumentException(path, e);
            }
        }

        /** The names of the elements within the root, without the id of the request. */
        List<String> elements() {
            List<String> names = new ArrayList<>();
            NodeList children = xml.getDocumentElement().getChildNodes();
            for (int i = 0; i < children.getLength(); i++) {
                Node child = children.item(i);
                if (!child.getNodeName().equals("requestId")) {
                    names.add(child.getNodeName());
                }
            }
            return names;
        }

        String message() {
            return text("/Response/Errors/Error/Message");
        }
    }

    /** One request for that action, with parameters as {@code name=value}. */
    Reply call(String action, String... parameters) throws IOException {
        return post(form(action, parameters));
    }

    /** Like {@link #call}, and it has to succeed. */
    public Reply ok(String action, String... parameters) throws IOException {
        Reply reply = call(action, parameters);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.xml().getDocumentElement().getNodeName()).isEqualTo(action + "Response");
        assertThat(reply.text("/*/requestId")).hasSize(36);
        return reply;
    }

    /** Like {@link #call}, and it has to be refused in EC2's form with that status and code. */
    public Reply refused(int status, String code, String action, String... parameters) throws IOException {
        return assertRefusal(status, code, call(action, parameters));
    }

    static Reply assertRefusal(int status, String code, Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("/Response/Errors/Error/Code")).as(reply.body()).isEqualTo(code);
        assertThat(reply.message()).isNotEmpty();
        assertThat(reply.text("/Response/RequestID")).hasSize(36);
        return reply;
    }

    /** All pages of a reading, each as the texts at that XPath; the last is the one without a token. */
    public List<List<String>> pages(String path, String action, String... parameters) throws IOException {
        List<List<String>> pages = new ArrayList<>();
        List<String> tokens = List.of();
        do {
            String[] all = Stream.concat(
                            Arrays.stream(parameters), tokens.stream().map(token -> "NextToken=" + token))
                    .toArray(String[]::new);
            Reply reply = ok(action, all);
            pages.add(reply.texts(path));
            tokens = reply.texts("/*/nextToken");
            assertThat(pages).as("pages").hasSizeLessThan(100);
        } while (!tokens.isEmpty());
        return pages;
    }

    Reply post(String body) throws IOException {
        return send(request("/")
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(endpoint.resolve(target)).timeout(Duration.ofSeconds(20));
    }

    Reply send(HttpRequest request) throws IOException {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/xml;charset=UTF-8");
            return new Reply(response.statusCode(), response.body(), parse(response.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String form(String action, String... parameters) {
        StringBuilder form = new StringBuilder("Action=" + encode(action) + "&Version=2016-11-15");
        for (String parameter : parameters) {
            int equals = parameter.indexOf('=');
            form.append('&')
                    .append(encode(parameter.substring(0, equals)))
                    .append('=')
                    .append(encode(parameter.substring(equals + 1)));
        }
        return form.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static Document parse(String body) throws IOException {
        try {
            DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            parser.setErrorHandler(null);
            return parser.parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        } catch (ParserConfigurationException | SAXException e) {
            throw new AssertionError("no XML: " + body, e);
        }
    }
}
