package org.floatingip.testkit.assertj;

/** How a failure reads: what was expected, what there is, and how it came to that. */
final class Messages {

    private Messages() {}

    static String of(String wanted, String found, String history) {
        return "expected " + wanted + "\nbut " + found + "\n\nhistory:\n" + history;
    }
}
