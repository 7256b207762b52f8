package org.floatingip.examples.jenkins;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/** A step that the pipeline asks for, while it is suspended. */
public final class Request implements Serializable {

    private static final long serialVersionUID = 1L;

    private final String step;

    @SuppressWarnings("serial") // what a pipeline puts in has to be serialisable, and that is what is tested
    private final Map<String, Object> args;

    public Request(String step, Map<String, Object> args) {
        this.step = step;
        this.args = new LinkedHashMap<>(args);
    }

    String step() {
        return step;
    }

    /** Returns an argument as text; it may be a GString. */
    String text(String name) {
        return String.valueOf(args.get(name));
    }

    Object arg(String name) {
        return args.get(name);
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(args.get(name));
    }

    @Override
    public String toString() {
        return step + args;
    }
}
