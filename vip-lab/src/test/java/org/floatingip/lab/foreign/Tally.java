package org.floatingip.lab.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** How many of the things that a program did went as they have to, and which did not. */
final class Tally {

    private final String program;
    private final String unit;
    private final List<String> problems = new ArrayList<>();
    private int count;

    Tally(String program, String unit) {
        this.program = program;
        this.unit = unit;
    }

    /** One more thing; the problem is null if there is none. */
    void add(String what, String problem) {
        count++;
        if (problem != null) {
            problems.add(what + ": " + problem);
        }
    }

    /** Prints how many, and fails where one did not, or where there were fewer than there have to be. */
    void holds(int atLeast) {
        System.out.println(program + ": " + (count - problems.size()) + " of " + count + " " + unit);
        assertThat(problems).as(program).isEmpty();
        assertThat(count).as(unit + " of " + program).isGreaterThanOrEqualTo(atLeast);
    }
}
