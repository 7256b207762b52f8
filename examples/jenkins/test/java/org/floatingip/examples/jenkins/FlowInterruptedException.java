package org.floatingip.examples.jenkins;

/** A stand-in for Jenkins' exception of the same name: somebody rejected the input, or aborted the build. */
public final class FlowInterruptedException extends InterruptedException {

    private static final long serialVersionUID = 1L;

    public FlowInterruptedException(String message) {
        super(message);
    }
}
