package org.floatingip.aws.internal;

import org.floatingip.failure.UnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What an answer has to have, or nothing can be said of it. Nothing is taken for granted: the services' models name almost no
 * member of a reply as required, and what is missing must neither be a bug's exception nor read as "nobody" or "nothing".
 */
final class Answers {

    private Answers() {}

    /**
     * That part of an answer.
     *
     * @param action as IAM names it
     * @param what is missing otherwise, in the service's words
     * @throws UnavailableException without effect, if the answer does not have it
     */
    static <T> T part(@Nullable T value, String action, String what) {
        if (value == null) {
            throw lacks(action, what);
        }
        return value;
    }

    /** Throws unless the answer has it. */
    static void check(boolean there, String action, String what) {
        if (!there) {
            throw lacks(action, what);
        }
    }

    private static UnavailableException lacks(String action, String what) {
        return UnavailableException.withoutEffect(action, "the answer is not whole: it has no " + what, null);
    }
}
