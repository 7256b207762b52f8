package org.floatingip.lab.conformance;

import java.util.Map;

/** Where requests go. */
interface Ec2Requests {

    /** Sends parameters, of which one is the action, and gives the reply, whatever it says. */
    Ec2Reply send(Map<String, String> parameters);
}
