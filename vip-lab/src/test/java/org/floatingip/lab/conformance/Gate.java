package org.floatingip.lab.conformance;

import java.util.Map;

/**
 * Lets requests through, one at a time, until it is shut: whoever shuts it knows then that none is under way any more, and that all that
 * was made has its tag.
 */
final class Gate implements Ec2Requests {

    private final Ec2Requests to;
    private boolean shut;

    Gate(Ec2Requests to) {
        this.to = to;
    }

    /** The program is to end. */
    static final class ShutException extends IllegalStateException {

        private static final long serialVersionUID = 1;

        ShutException() {
            super("interrupted");
        }
    }

    @Override
    public synchronized Ec2Reply send(Map<String, String> parameters) {
        if (shut) {
            throw new ShutException();
        }
        return to.send(parameters);
    }

    synchronized void shut() {
        shut = true;
    }
}
