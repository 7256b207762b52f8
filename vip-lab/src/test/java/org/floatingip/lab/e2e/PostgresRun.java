package org.floatingip.lab.e2e;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.floatingip.lab.e2e.PostgresClient.Attempt;

/** What a {@link PostgresClient} saw. */
record PostgresRun(List<Attempt> attempts) {

    List<Attempt> acknowledged() {
        return attempts.stream().filter(Attempt::acknowledged).toList();
    }

    /** How many of the numbers that were acknowledged are not among those that are there. */
    int lost(Collection<Long> there) {
        Set<Long> lost = new HashSet<>();
        acknowledged().forEach(attempt -> lost.add(attempt.number()));
        lost.removeAll(new HashSet<>(there));
        return lost.size();
    }

    long refusedByAStandby() {
        return attempts.stream().filter(Attempt::refusedByAStandby).count();
    }

    /** From the last answer of one host to the first of the other, in milliseconds, for each time that the host changed. */
    List<Double> gapsMillis() {
        List<Double> gaps = new ArrayList<>();
        List<Attempt> good = acknowledged();
        for (int i = 1; i < good.size(); i++) {
            if (good.get(i).by() != good.get(i - 1).by()) {
                gaps.add((good.get(i).to() - good.get(i - 1).to()) / 1e6);
            }
        }
        return gaps;
    }
}
