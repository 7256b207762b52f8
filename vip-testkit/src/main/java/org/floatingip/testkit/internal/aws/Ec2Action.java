package org.floatingip.testkit.internal.aws;

import java.util.Arrays;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An action of EC2 that is modelled: its name, the parameters and filters that it takes, and what it does. A parameter is named as
 * EC2 names it, with {@code N} for the number of an item: {@code Filter.N.Value.N}. What is not named here never reaches the
 * body. Immutable.
 */
final class Ec2Action {

    static final String DRY_RUN = "DryRun";

    private final String name;
    private final SortedSet<String> parameters;
    private final @Nullable Selection<?> filters;
    private final Body body;

    /** Takes the parameters, then acts, then writes the reply. */
    @FunctionalInterface
    interface Body {
        void answer(QueryRequest request, Xml reply);
    }

    Ec2Action(String name, Body body) {
        this(name, new TreeSet<>(), null, body);
    }

    private Ec2Action(String name, SortedSet<String> parameters, @Nullable Selection<?> filters, Body body) {
        this.name = name;
        this.parameters = Collections.unmodifiableSortedSet(parameters);
        this.filters = filters;
        this.body = body;
    }

    /** Adds parameters that it takes. */
    Ec2Action takes(String... more) {
        SortedSet<String> all = new TreeSet<>(parameters);
        all.addAll(Arrays.asList(more));
        return new Ec2Action(name, all, filters, body);
    }

    /** Adds parameters that it takes in each item of a list. */
    Ec2Action takesIn(String list, String... more) {
        return takes(Stream.of(more).map(parameter -> list + ".N." + parameter).toArray(String[]::new));
    }

    /** It has DryRun, which is answered before anything else of the request is looked at. */
    Ec2Action dryRun() {
        return takes(DRY_RUN);
    }

    /** What it creates can be given tags at once. */
    Ec2Action tagged() {
        return takesIn("TagSpecification", "ResourceType", "Tag.N.Key", "Tag.N.Value");
    }

    /** It answers in pages. */
    Ec2Action paged() {
        return takes("MaxResults", "NextToken");
    }

    /** It takes those filters. */
    Ec2Action filtered(Selection<?> by) {
        Ec2Action taking = takesIn("Filter", "Name", "Value.N");
        return new Ec2Action(name, taking.parameters, by, body);
    }

    String name() {
        return name;
    }

    SortedSet<String> parameters() {
        return parameters;
    }

    /** The names of its filters, {@code tag:KEY} for those by a tag; empty if it has none. */
    SortedSet<String> filters() {
        return filters == null ? new TreeSet<>() : filters.names();
    }

    /** Refuses, before anything is done, what the action does not take: in other words if EC2 has it than if not. */
    void admit(QueryRequest request, Ec2Catalogue ec2) {
        for (String parameter : request.visible().keySet()) {
            String form = QueryRequest.form(parameter);
            if (!parameters.contains(form)) {
                throw ec2.hasParameter(name, form)
                        ? QueryError.parameterNotModelled(parameter)
                        : QueryError.unknownParameter(parameter);
            }
        }
        for (String filter : request.filters().keySet()) {
            if (filters == null || !filters.has(filter)) {
                throw ec2.hasFilter(name, filter)
                        ? QueryError.filterNotModelled(filter)
                        : QueryError.invalidValue("The filter '" + filter + "' is invalid");
            }
        }
    }

    void answer(QueryRequest request, Xml reply) {
        body.answer(request, reply);
    }
}
