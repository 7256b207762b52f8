package org.floatingip.jenkins

/**
 * An argument that can't be what it should; its message says which, and what was expected. A class of this library, because the
 * sandbox of an untrusted one makes no IllegalArgumentException.
 */
class BadArgumentException extends Exception {

    private static final long serialVersionUID = 1L

    BadArgumentException(String message) {
        super(message)
    }
}
