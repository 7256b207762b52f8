package org.floatingip.testkit.internal.aws;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.floatingip.testkit.network.Ec2RefusalException;

/** The common form of the Describe actions, by ids or by filters, in pages, so that each says only what is its own. */
final class Describer<T> {

    private final String idParameter;
    private final Function<T, String> id;
    private final Function<String, Ec2RefusalException> notFound;
    private final Selection<T> selection;
    private final boolean sparsePages;

    Describer(
            String idParameter,
            Function<T, String> id,
            Function<String, Ec2RefusalException> notFound,
            Selection<T> selection,
            boolean sparsePages) {
        this.idParameter = idParameter;
        this.id = id;
        this.notFound = notFound;
        this.selection = selection;
        this.sparsePages = sparsePages;
    }

    /** The action that answers so: by that parameter of ids, by filters, in pages. */
    Ec2Action action(String name, Ec2Action.Body body) {
        return new Ec2Action(name, body)
                .dryRun()
                .takes(idParameter + ".N")
                .filtered(selection)
                .paged();
    }

    /** Answers with what the request selects; {@code set} is the element that the items are in. */
    void describe(QueryRequest request, Xml reply, List<T> all, String set, BiConsumer<Xml, T> shape) {
        Selection.Page<T> page = select(request, all);
        reply.items(set, page.items(), item -> shape.accept(reply, item)).leaf("nextToken", page.nextToken());
    }

    /** Takes ids, filters and page from the request, and answers with what they select. */
    Selection.Page<T> select(QueryRequest request, List<T> all) {
        return select(request, all, item -> true);
    }

    /** @param shown which are shown at all, also of those whose ids are named */
    Selection.Page<T> select(QueryRequest request, List<T> all, Predicate<T> shown) {
        List<String> ids = request.list(idParameter);
        Map<String, List<String>> filters = request.filters();
        QueryRequest.PageWanted wanted = request.pageWanted();
        request.finish();
        if (!ids.isEmpty() && wanted.most().isPresent()) {
            throw new QueryError(
                    400,
                    "InvalidParameterCombination",
                    "The parameter " + idParameter + " cannot be used with the parameter MaxResults");
        }
        List<T> chosen = all;
        if (!ids.isEmpty()) {
            for (String one : ids) {
                if (all.stream().noneMatch(item -> id.apply(item).equals(one))) {
                    throw notFound.apply(one);
                }
            }
            chosen = all.stream().filter(item -> ids.contains(id.apply(item))).toList();
        }
        List<T> visible = chosen.stream().filter(shown).toList();
        return Selection.page(selection.matching(visible, filters), wanted, sparsePages);
    }
}
