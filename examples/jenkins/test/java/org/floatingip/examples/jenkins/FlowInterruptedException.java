package org.floatingip.examples.jenkins;

/** In the place of Jenkins' exception of the same name: somebody rejected, or aborted the build. */
public final class FlowInterruptedException extends InterruptedException {

    private static final long serialVersionUID = 1L;

    public FlowInterruptedException(String message) {
        super(message);
    }
}
