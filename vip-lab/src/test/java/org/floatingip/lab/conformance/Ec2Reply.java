package org.floatingip.lab.conformance;

import java.util.List;
import org.w3c.dom.Element;

/** A reply as it came over the wire. */
record Ec2Reply(int status, String body) {

    /** Parsed anew each time, so that whoever changes it changes nobody else's. */
    Element xml() {
        return Xml.parse(body);
    }

    boolean succeeded() {
        return status == 200;
    }

    /** The code of an error, empty without one. */
    String code() {
        List<Element> codes = Xml.all(xml(), "Code");
        return codes.isEmpty() ? "" : codes.get(0).getTextContent();
    }
}
