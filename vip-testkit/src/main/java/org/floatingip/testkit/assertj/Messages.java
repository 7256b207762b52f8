package org.floatingip.testkit.assertj;

/** The texts of failures: the expected state, the actual one, and the history. */
final class Messages {

    private Messages() {}

    static String of(String wanted, String found, String history) {
        return "expected " + wanted + "\nbut " + found + "\n\nhistory:\n" + history;
    }
}
