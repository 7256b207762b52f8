package org.floatingip.internal.move;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What streams do, for lists that mostly have one element, or give none: a move asks for about forty of them, and a stream costs
 * more than all that is in them. Lists that come from here are not to be changed.
 */
final class Lists {

    private Lists() {}

    /** What that makes of each of them, in their order. */
    static <A, B> List<B> map(Collection<A> all, Function<A, B> each) {
        if (all.isEmpty()) {
            return List.of();
        }
        if (all.size() == 1) {
            return List.of(each.apply(all.iterator().next()));
        }
        List<B> made = new ArrayList<>(all.size());
        for (A one : all) {
            made.add(each.apply(one));
        }
        return made;
    }

    /** Those of them of which that is so, in their order; a list of one may be the same list. */
    static <T> List<T> filter(List<T> all, Predicate<? super T> wanted) {
        int size = all.size();
        if (size == 1) {
            return wanted.test(all.get(0)) ? all : List.of();
        }
        List<T> found = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            if (wanted.test(all.get(i))) {
                found.add(all.get(i));
            }
        }
        return found;
    }
}
